import type { Entries } from './entries';

export const staging = {
  'staging.copies': ['Staging copies', 'Probekopien'],
  'staging.none': [
    'None. A copy is for trying changes out on the same files, before they are asked for.',
    'Keine. Eine Kopie ist zum Ausprobieren von Änderungen an denselben Dateien, bevor sie beantragt werden.',
  ],
  'staging.make': ['Make a staging copy', 'Probekopie machen'],
  'staging.make.what': [
    'A full copy under a name of its own. You may configure it; the original stays as it is, and the copy’s runs open no exceptions.',
    'Eine volle Kopie unter eigenem Namen. Sie dürfen sie konfigurieren; das Original bleibt, wie es ist, und die Läufe der Kopie öffnen keine Ausnahmen.',
  ],
  'staging.is': ['A staging copy', 'Eine Probekopie'],
  'staging.of': ['of version {n}', 'von Version {n}'],
  'staging.of.original': ['Copy of', 'Kopie von'],
  'staging.open': ['Compare with the original', 'Mit dem Original vergleichen'],
  'staging.process': ['Its runs and history', 'Ihre Läufe und ihr Verlauf'],
  'staging.edit': ['Change the copy', 'Kopie ändern'],
  'staging.original': ['Original', 'Original'],
  'staging.copy': ['Copy', 'Kopie'],
  'staging.try': ['Run on the same files', 'An denselben Dateien laufen lassen'],
  'staging.try.what': [
    'The files of a run of the original, the latest where none is chosen, are compared as this copy says. Nothing is uploaded, and no exception is opened.',
    'Die Dateien eines Laufs des Originals, des letzten, wo keiner gewählt ist, werden verglichen, wie diese Kopie es sagt. Nichts wird hochgeladen, und keine Ausnahme entsteht.',
  ],
  'staging.try.run': ['Run of the original', 'Lauf des Originals'],
  'staging.try.run.what': [
    'Whose files are compared again, as they were kept.',
    'Dessen Dateien noch einmal verglichen werden, wie sie aufbewahrt sind.',
  ],
  'staging.beside': ['What it changes', 'Was es ändert'],
  'staging.untried': ['Not tried yet', 'Noch nicht ausprobiert'],
  'staging.untried.what': [
    'Run the copy on the same files: both results then stand here side by side.',
    'Lassen Sie die Kopie an denselben Dateien laufen: Dann stehen hier beide Ergebnisse nebeneinander.',
  ],
  'staging.alike': ['Both make the same of every row.', 'Beide machen aus jeder Zeile dasselbe.'],
  'staging.told': [
    'Rows no longer matched: {lost}. Rows newly matched: {gained}. Rows that differ otherwise: {other}.',
    'Zeilen nicht mehr abgestimmt: {lost}. Zeilen neu abgestimmt: {gained}. Zeilen, die sonst abweichen: {other}.',
  ],
  'staging.unlike.rows_differ': [
    'Both read the files differently, into different numbers of rows, so row cannot be compared with row.',
    'Beide lesen die Dateien verschieden, in verschieden viele Zeilen; so ist nicht Zeile mit Zeile vergleichbar.',
  ],
  'staging.unlike.original_without_result': [
    'The original’s run was stopped before anything was compared.',
    'Der Lauf des Originals wurde angehalten, bevor etwas verglichen war.',
  ],
  'staging.unlike.copy_without_result': [
    'The copy’s run was stopped before anything was compared.',
    'Der Lauf der Kopie wurde angehalten, bevor etwas verglichen war.',
  ],
  'staging.counts': ['The counts of both', 'Die Zahlen von beiden'],
  'staging.move': ['{n}: {before} → {after}', '{n}: {before} → {after}'],
  'staging.move.none': ['No row changed its result.', 'Keine Zeile hat ihr Ergebnis geändert.'],
  'staging.lost': ['No longer matched', 'Nicht mehr abgestimmt'],
  'staging.gained': ['Newly matched', 'Neu abgestimmt'],
  'staging.other': ['Otherwise different', 'Sonst abweichend'],
  'staging.list': ['{title}, row by row', '{title}, Zeile für Zeile'],
  'staging.row': ['Row', 'Zeile'],
  'staging.key': ['Key', 'Schlüssel'],
  'staging.amount': ['Amount', 'Betrag'],
  'staging.with': ['with row {n}', 'mit Zeile {n}'],
  'staging.first': ['The first {n} are shown.', 'Gezeigt sind die ersten {n}.'],
  'staging.hidden': [
    'What stands in the rows is shown to those who may view the original’s exceptions.',
    'Was in den Zeilen steht, sieht, wer die Ausnahmen des Originals sehen darf.',
  ],
  'staging.differences': ['What would be asked for', 'Was beantragt würde'],
  'staging.differences.none': [
    'The copy compares as its original does. Change the copy to try something out.',
    'Die Kopie vergleicht wie ihr Original. Ändern Sie die Kopie, um etwas auszuprobieren.',
  ],
  'staging.same': ['{n} lines are the same', '{n} Zeilen sind gleich'],
  'staging.raise': ['Raise change request', 'Änderung beantragen'],
  'staging.raise.what': [
    'The original gets these differences as its next version. Its name, code and unit stay.',
    'Das Original bekommt diese Unterschiede als nächste Version. Name, Kürzel und Einheit bleiben.',
  ],
  'staging.moved': ['The original moved on', 'Das Original ist weiter'],
  'staging.moved.what': [
    'This copy is of version {of}, and the original stands at version {stands}. Nothing is merged: bring the copy up to it, which overwrites what was tried here, or close the copy.',
    'Diese Kopie ist von Version {of}, und das Original steht bei Version {stands}. Nichts wird vermischt: Bringen Sie die Kopie auf seinen Stand, was das hier Ausprobierte überschreibt, oder schließen Sie die Kopie.',
  ],
  'staging.moved.nothing': ['nothing', 'nichts'],
  'staging.agreed': ['{name} agreed', '{name} hat zugestimmt'],
  'staging.renew': ['Bring up to the original', 'Auf den Stand des Originals bringen'],
  'staging.renew.what': [
    'The copy becomes as its original is now. What was tried in it is overwritten, and stays in its history.',
    'Die Kopie wird, wie ihr Original jetzt ist. Was in ihr ausprobiert war, wird überschrieben und bleibt in ihrem Verlauf.',
  ],
} as const satisfies Entries;
