/** What the server says of the tables, columns and commands of several areas. */
export const shared: Readonly<Record<string, string>> = {
  'The table of the one record, or of every one.': 'Die Tabelle des einen Datensatzes oder aller.',
  "The unit's or record's id; of every record of a table, the unit that they belong to, or empty for all.":
    'Die ID der Einheit oder des Datensatzes; bei allen Datensätzen einer Tabelle die Einheit, zu der sie gehören, oder leer für alle.',
  'What it is for.': 'Wofür es ist.',
  'When it begins; empty: at once.': 'Wann es beginnt; leer: sofort.',
  'When it ends by itself; empty: never.': 'Wann es von selbst endet; leer: nie.',
};
