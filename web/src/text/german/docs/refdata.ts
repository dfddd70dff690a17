/** What the server says of reference tables. */
export const refdata: Readonly<Record<string, string>> = {
  'A list that people define and keep, with typed columns and a key.':
    'Eine Liste, die Menschen festlegen und pflegen, mit Spalten bestimmter Art und einem Schlüssel.',
  'A row of a reference table.': 'Eine Zeile einer Referenztabelle.',
  'By column, as text: decimals with a point, days like 2026-11-30, true or false; what is empty is left out.':
    'Nach Spalte, als Text: Dezimalzahlen mit Punkt, Tage wie 2026-11-30, true oder false; Leeres fehlt.',
  'Delete the rows whose keys the file does not name, so that the table says what the file says.':
    'Die Zeilen löschen, deren Schlüssel die Datei nicht nennt, sodass die Tabelle sagt, was die Datei sagt.',
  "Its text: a header line that names the table's columns, in any order, then a line for each row. Optional columns may be left out, and keep what stands.":
    'Ihr Text: eine Kopfzeile, die die Spalten der Tabelle in beliebiger Reihenfolge nennt, dann eine Zeile je Eintrag. Spalten, die leer sein dürfen, können fehlen und behalten, was dasteht.',
  'Takes the rows of a CSV file in one change.': 'Übernimmt die Zeilen einer CSV-Datei in einer Änderung.',
  "The table's unit; it follows from the table.": 'Die Einheit der Tabelle; sie ergibt sich aus der Tabelle.',
  'The value of the key column, or a JSON list of those of several; it follows from the values.':
    'Der Wert der Schlüsselspalte, oder eine JSON-Liste derer von mehreren; er ergibt sich aus den Werten.',
  'What each row says; at least one is the key.': 'Was jede Zeile sagt; mindestens eine ist der Schlüssel.',
  'What it is for, for the people who use it.': 'Wozu sie da ist, für alle, die sie nutzen.',
  'Where others have to agree: nobody leaves rows out, and one that cannot be taken any more stops all. remove_others asks for the same.':
    'Wo andere zustimmen müssen: Niemand lässt Zeilen weg, und eine, die nicht mehr übernommen werden kann, hält alle auf. remove_others verlangt dasselbe.',
  'Who it belongs to; it stays while there are rows.': 'Wem sie gehört; das bleibt, solange es Zeilen gibt.',
};
