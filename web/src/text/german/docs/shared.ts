/** What the server says of the tables, columns and commands of several areas. */
export const shared: Readonly<Record<string, string>> = {
  'The table of the one record.': 'Die Tabelle des einen Datensatzes.',
  "The unit's or record's id.": 'Die ID der Einheit oder des Datensatzes.',
  'What it is for.': 'Wofür es ist.',
  'When it begins; empty: at once.': 'Wann es beginnt; leer: sofort.',
  'When it ends by itself; empty: never.': 'Wann es von selbst endet; leer: nie.',
};
