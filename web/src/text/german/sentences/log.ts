/** What the server says of the log, of putting back and of reports. */
export const log: Readonly<Record<string, string>> = {
  'A %s changes through its commands alone; none puts it back.':
    'Dieser Datensatz ({1}) ändert sich nur durch seine Befehle; keiner setzt ihn zurück.',
  'Give the format as csv, xlsx or jsonl.': 'Geben Sie das Format als csv, xlsx oder jsonl an.',
  'Line %d of the file is not CSV: %v.': 'Zeile {1} der Datei ist kein CSV: {2}.',
  'There is no version %d of the %s %s to put back; it stands at version %d.':
    'Es gibt keine Version {1} dieses Datensatzes ({2} {3}), auf die er zurückgesetzt werden kann; er steht auf Version {4}.',
  'The file has %d lines; %d are allowed.': 'Die Datei hat {1} Zeilen; {2} sind erlaubt.',
  'The file needs a column email or personnel_id; it has %s.':
    'Die Datei braucht eine Spalte email oder personnel_id; sie hat {1}.',
  'The file needs a line of column names and at least one person.':
    'Die Datei braucht eine Zeile mit Spaltennamen und mindestens eine Person.',
  'The time ends before it begins.': 'Die Zeit endet, bevor sie beginnt.',
  'There is no search %s of yours.': 'Sie haben keine Suche {1}.',
  'There is no report %.64q; report_made lists them.': 'Den Bericht „{1}“ gibt es nicht; report_made zählt sie auf.',
};
