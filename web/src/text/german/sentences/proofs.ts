/** What proofs, tiles and archives of the log refuse. */
export const proofs: Readonly<Record<string, string>> = {
  '%q names no tile; they are named like 0/x001/234.p/17 or entries/000.':
    '„{1}“ benennt keine Kachel; sie heißen wie 0/x001/234.p/17 oder entries/000.',
  'A partial tile is 1 to %d wide.': 'Eine unvollständige Kachel ist 1 bis {1} breit.',
  'An archive holds whole blocks of %d entries, at most %d entries; %d to %d are not that.':
    'Ein Archiv enthält ganze Blöcke von {1} Einträgen, höchstens {2} Einträge; {3} bis {4} sind das nicht.',
  'Entry %d has a leaf of %d bytes, and a bundle carries at most %d; export the range instead.':
    'Eintrag {1} hat ein Blatt von {2} Bytes, und ein Bündel fasst höchstens {3}; exportieren Sie stattdessen den Bereich.',
  'No checkpoint has been signed yet; there is no log to write.':
    'Es ist noch kein Prüfpunkt unterzeichnet; es gibt kein Protokoll zu schreiben.',
  'The answer of the witness %s is no cosignature of the checkpoint that it was sent.':
    'Die Antwort des Zeugen {1} ist keine Gegenzeichnung des Prüfpunkts, der ihm gesandt wurde.',
  'The archives end with entry %d; another node archived meanwhile.':
    'Die Archive enden mit Eintrag {1}; ein anderer Knoten hat inzwischen archiviert.',
  'The entries %d to %d of the log, which this has to look at, were moved to the archive %s; have the operator run: countersign audit restore --from %d --to %d.':
    'Die Einträge {1} bis {2} des Protokolls, die hierfür anzusehen sind, liegen im Archiv {3}; lassen Sie den Betrieb ausführen: countersign audit restore --from {4} --to {5}.',
  'The first %d entries are not the beginning of %d; checkpoints cover the entries 1 to %d.':
    'Die ersten {1} Einträge sind nicht der Anfang von {2}; Prüfpunkte decken die Einträge 1 bis {3}.',
  'The tree of %d entries has no tile %d of width %d on level %d.':
    'Der Baum von {1} Einträgen hat keine Kachel {2} der Breite {3} auf Ebene {4}.',
  'The witness %s did not answer with a cosignature by the key that it is configured with.':
    'Der Zeuge {1} hat nicht mit einer Gegenzeichnung des Schlüssels geantwortet, mit dem er eingetragen ist.',
  'There is no checkpoint over %d entries.%s': 'Es gibt keinen Prüfpunkt über {1} Einträge.{2}',
  'This is not an archive of the log: it is not compressed with gzip.':
    'Das ist kein Archiv des Protokolls: Es ist nicht mit gzip komprimiert.',
  'The index of the log is being made anew; what is not indexed is not archived.':
    'Der Index des Protokolls wird neu erstellt; was nicht indiziert ist, wird nicht archiviert.',
  'None of the entries %d to %d is archived.': 'Keiner der Einträge {1} bis {2} ist archiviert.',
  "An order about the log's archives is never deleted.":
    'Ein Auftrag zu den Archiven des Protokolls wird nie gelöscht.',
  'The order was carried on meanwhile; it is %s.': 'Der Auftrag wurde inzwischen weitergeführt; er ist {1}.',
};
