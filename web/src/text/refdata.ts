import type { Entries } from './entries';

export const refdata = {
  'ref.columns.what': [
    'What each row says. Rows are told apart by the key: one column or several together.',
    'Was jede Zeile sagt. Zeilen unterscheiden sich durch den Schlüssel: eine Spalte oder mehrere zusammen.',
  ],
  'ref.columns.add': ['Add a column', 'Spalte hinzufügen'],
  'ref.columns.remove': ['Remove column {n}', 'Spalte {n} entfernen'],
  'ref.column': ['Column {n}', 'Spalte {n}'],
  'ref.key': ['Key', 'Schlüssel'],
  'ref.optional': ['May be empty', 'Darf leer sein'],
  'ref.kind.text': ['Text', 'Text'],
  'ref.kind.integer': ['Whole number', 'Ganze Zahl'],
  'ref.kind.decimal': ['Decimal number', 'Dezimalzahl'],
  'ref.kind.date': ['Day', 'Tag'],
  'ref.kind.boolean': ['Yes or no', 'Ja oder nein'],
  'ref.rows': ['Rows', 'Zeilen'],
  'ref.rows.none': ['No rows yet', 'Noch keine Zeilen'],
  'ref.rows.what': [
    'Enter the first one, or take a CSV file whose header names the columns.',
    'Erfassen Sie die erste, oder nehmen Sie eine CSV-Datei, deren Kopf die Spalten nennt.',
  ],
  'ref.row.new': ['New row', 'Neue Zeile'],
  'ref.row.edit': ['Edit {key}', '{key} bearbeiten'],
  'ref.row.delete': ['Delete {key}', '{key} löschen'],
  'ref.import': ['Rows for {name}', 'Zeilen für {name}'],
  'ref.import.what': [
    'A row whose key is there already changes that row. All rows are one change.',
    'Eine Zeile, deren Schlüssel es schon gibt, ändert jene Zeile. Alle Zeilen sind eine Änderung.',
  ],
  'ref.import.form': ['CSV in UTF-8 with the header {columns}', 'CSV in UTF-8 mit dem Kopf {columns}'],
} as const satisfies Entries;
