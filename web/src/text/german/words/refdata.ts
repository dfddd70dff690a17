/** Declared names of reference tables. */
export const refdata: Readonly<Record<string, string>> = {
  refdata: 'Referenzdaten',
  reference_table: 'Referenztabelle',
  reference_row: 'Referenzzeile',
  import_rows: 'Zeilen übernehmen',
  remove_others: 'Andere löschen',
  values: 'Werte',
};
