/** What the server says of netting cycles and reconciliation, and the files of both. */
export const reckoning: Readonly<Record<string, string>> = {
  '%q is no currency of ISO 4217; give three capital letters such as EUR.':
    '„{1}“ ist keine Währung nach ISO 4217; geben Sie drei Großbuchstaben wie EUR an.',
  '%q is no day of the calendar; write it like 2026-11-30.':
    '„{1}“ ist kein Tag des Kalenders; schreiben Sie ihn wie 2026-11-30.',
  '%q is none of %s, %s.': '„{1}“ ist keines von {2}, {3}.',
  '%q is not a SHA-256 of 64 small hexadecimal digits.': '„{1}“ ist kein SHA-256 aus 64 kleinen hexadezimalen Ziffern.',
  '%q is neither left nor right.': '„{1}“ ist weder left noch right.',
  'This is a staging copy itself, and a copy is not copied again. Copy its original.':
    'Das ist selbst eine Probekopie, und eine Kopie wird nicht noch einmal kopiert. Kopieren Sie ihr Original.',
  'This process has staging copies (%d). Close them first.':
    'Dieser Prozess hat Probekopien ({1}). Schließen Sie sie erst.',
  '%s is a staging copy. Close it instead: its runs go with it, and what they were stays in the log.':
    '{1} ist eine Probekopie. Schließen Sie sie stattdessen: Ihre Läufe gehen mit ihr, und was sie waren, bleibt im Protokoll.',
  "The copy has no run yet. Try it on the original's files first.":
    'Die Kopie hat noch keinen Lauf. Probieren Sie sie erst an den Dateien des Originals aus.',
  'The original has no run that is done, and so no files to try the copy on. Run it first.':
    'Das Original hat keinen fertigen Lauf und damit keine Dateien, an denen die Kopie auszuprobieren wäre. Lassen Sie es erst laufen.',
  'The copy compares exactly as its original does; there is nothing to ask for.':
    'Die Kopie vergleicht genau wie ihr Original; es gibt nichts zu beantragen.',
  'The copy is as its original is.': 'Die Kopie ist, wie ihr Original ist.',
  'The original is at version %d by now, and this copy is of version %d. Nothing is merged: see what changed since, and bring the copy up to it, which overwrites what was tried here, or close the copy.':
    'Das Original steht inzwischen bei Version {1}, und diese Kopie ist von Version {2}. Nichts wird vermischt: Sehen Sie, was sich seither geändert hat, und bringen Sie die Kopie auf seinen Stand, was das hier Ausprobierte überschreibt, oder schließen Sie die Kopie.',
  'Run %d of the original and run %d of the copy compared other files. Try the copy on that run first.':
    'Lauf {1} des Originals und Lauf {2} der Kopie haben andere Dateien verglichen. Probieren Sie die Kopie erst an jenem Lauf aus.',
  'The original has no run of the files that the copy compared.':
    'Das Original hat keinen Lauf der Dateien, die die Kopie verglichen hat.',
  'The original has no run %s.': 'Das Original hat keinen Lauf {1}.',
  'This process has no run %s.': 'Dieser Prozess hat keinen Lauf {1}.',
  'A staging copy takes the right to agree to changes of the original as well, such as the role config-admin on it.':
    'Eine Probekopie braucht auch das Recht, Änderungen des Originals zuzustimmen, etwa die Rolle config-admin an ihm.',
  'To overwrite a copy takes the right to agree to its changes as well, such as the role config-admin on the process %s.':
    'Eine Kopie zu überschreiben braucht auch das Recht, ihren Änderungen zuzustimmen, etwa die Rolle config-admin am Prozess {1}.',
  'To try a copy takes the right to agree to its changes as well, such as the role config-admin on the process %s.':
    'Eine Kopie auszuprobieren braucht auch das Recht, ihren Änderungen zuzustimmen, etwa die Rolle config-admin am Prozess {1}.',
  'A run of this copy is under way. Stop it or let it end first.':
    'Ein Lauf dieser Kopie ist im Gang. Halten Sie ihn an oder lassen Sie ihn erst enden.',
  'The amounts differ by %s, and the process allows %s by hand.':
    'Die Beträge unterscheiden sich um {1}, und der Prozess erlaubt von Hand {2}.',
  'A match is never deleted; break it apart.': 'Eine Abstimmung wird nie gelöscht; trennen Sie sie.',
  'This exception was matched by hand. Break the match apart instead.':
    'Diese Ausnahme wurde von Hand abgestimmt. Trennen Sie stattdessen die Abstimmung.',
  'Only the files of the latest run are fetched, and that is run %d.':
    'Nur die Dateien des letzten Laufs werden geholt, und das ist Lauf {1}.',
  'A match joins rows of both sides: name at least one of the other side.':
    'Eine Abstimmung verbindet Zeilen beider Seiten: Nennen Sie mindestens eine der anderen Seite.',
  'Only exceptions of one run are matched by hand with one another.':
    'Nur Ausnahmen eines Laufs werden von Hand miteinander abgestimmt.',
  'To mark a run failed takes the right to review its exceptions as well, such as the role operator on the process.':
    'Einen Lauf als gescheitert zu kennzeichnen braucht auch das Recht, seine Ausnahmen durchzusehen, etwa die Rolle operator am Prozess.',
  'Say in at least %d characters why the run must not count.':
    'Sagen Sie in mindestens {1} Zeichen, warum der Lauf nicht zählen darf.',
  'Say why they belong together.': 'Sagen Sie, warum sie zusammengehören.',
  'Say why they do not belong together.': 'Sagen Sie, warum sie nicht zusammengehören.',
  'Its run was marked failed and does not count; run the process again.':
    'Ihr Lauf wurde als gescheitert gekennzeichnet und zählt nicht; lassen Sie den Prozess noch einmal laufen.',
  'The label %s is to be put on and taken off; name it once.':
    'Das Etikett {1} soll angebracht und abgenommen werden; nennen Sie es einmal.',
  'The unit of a label stays: exceptions of other units have it. Enter a new label.':
    'Die Einheit eines Etiketts bleibt: Ausnahmen anderer Einheiten haben es. Geben Sie ein neues Etikett ein.',
  'The label %s is retired; it is put on nothing more.': 'Das Etikett {1} ist ausgemustert; es kommt auf nichts mehr.',
  'The exceptions have these labels already.': 'Die Ausnahmen haben diese Etiketten schon.',
  "The label %s is of the unit %s, to which this exception's process does not belong.":
    'Das Etikett {1} gehört der Einheit {2}, zu der der Prozess dieser Ausnahme nicht gehört.',
  'At most %d exceptions are labelled at once.': 'Höchstens {1} Ausnahmen werden auf einmal etikettiert.',
  'An exception has at most %d labels.': 'Eine Ausnahme hat höchstens {1} Etiketten.',
  'At most %d exceptions are matched by hand at once.':
    'Höchstens {1} Ausnahmen werden auf einmal von Hand abgestimmt.',
  'The amount %q of the exception %s cannot be read.': 'Der Betrag „{1}“ der Ausnahme {2} ist nicht lesbar.',
  'The row of the exception %s could not be read; correct the file and run it again.':
    'Die Zeile der Ausnahme {1} war nicht lesbar; berichtigen Sie die Datei und lassen Sie sie noch einmal laufen.',
  'The exception %s is closed. Reopen it first.': 'Die Ausnahme {1} ist abgeschlossen. Öffnen Sie sie erst wieder.',
  'The match of row %d of the left side with row %d of the right side is broken apart already.':
    'Das Paar aus Zeile {1} links und Zeile {2} rechts ist schon getrennt.',
  'That a match was broken apart is neither altered nor deleted; match its rows by hand.':
    'Dass ein Paar getrennt wurde, wird weder geändert noch gelöscht; stimmen Sie seine Zeilen von Hand ab.',
  "A staging copy's run is for comparison, and opens no exceptions. Break the match in a run of the original.":
    'Der Lauf einer Probekopie dient dem Vergleich und öffnet keine Ausnahmen. Trennen Sie das Paar in einem Lauf des Originals.',
  'Run %d compared the same files again and took over from run %d. Break the match there.':
    'Lauf {1} hat dieselben Dateien noch einmal verglichen und Lauf {2} abgelöst. Trennen Sie das Paar dort.',
  'Run %d did not match row %d of the left side with row %d of the right side.':
    'Lauf {1} hat Zeile {2} links nicht mit Zeile {3} rechts abgestimmt.',
  'The rows of the match were not read; break it apart on the page of run %d.':
    'Die Zeilen des Paars wurden nicht gelesen; trennen Sie es auf der Seite von Lauf {1}.',
  'Row %d of the left side is named twice.': 'Zeile {1} links ist zweimal genannt.',
  'Run %d failed or was marked failed and does not count; run the process again.':
    'Lauf {1} ist gescheitert oder als gescheitert gekennzeichnet und zählt nicht; lassen Sie den Prozess noch einmal laufen.',
  'From one match to %d are broken apart at once; these are %d.':
    'Auf einmal werden ein Paar bis {1} Paare getrennt; das sind {2}.',
  'Run %d is %s and has no result.': 'Lauf {1} ist „{2}“ und hat kein Ergebnis.',
  'Run %d is under way. Wait for its end.': 'Lauf {1} läuft noch. Warten Sie sein Ende ab.',
  'Look for %d characters at most.': 'Suchen Sie nach höchstens {1} Zeichen.',
  'All these matches are broken apart already.': 'Alle diese Abstimmungen sind schon getrennt.',
  'This match is broken apart already.': 'Diese Abstimmung ist schon getrennt.',
  'This run is %s already.': 'Dieser Lauf ist schon „{1}“.',
  '%s cannot owe itself.': '{1} kann sich nicht selbst schulden.',
  '%s has %s, and there must be %d. Is it the whole file?':
    '{1} hat {2}, und es müssen {3} sein. Ist es die ganze Datei?',
  '%s is the base currency: its rate is 1 and is not keyed.':
    '{1} ist die Basiswährung: Ihr Kurs ist 1 und wird nicht erfasst.',
  'A cash process needs the number of the account whose statements it takes.':
    'Ein Kassenprozess braucht die Nummer des Kontos, dessen Auszüge er nimmt.',
  'A comment is neither altered nor deleted; write another.':
    'Ein Kommentar wird weder geändert noch gelöscht; schreiben Sie einen weiteren.',
  'A cycle is never deleted.': 'Ein Zyklus wird nie gelöscht.',
  'A cycle that is %s does not become %s.': 'Ein Zyklus im Stand „{1}“ wird nicht „{2}“.',
  'A process compares by keys, amount and date at the top level; several passes are for the command match.':
    'Ein Prozess vergleicht nach Schlüsseln, Betrag und Datum auf oberster Ebene; mehrere Durchgänge sind für den Befehl match.',
  'A rate is above zero.': 'Ein Kurs ist größer als null.',
  'A run is never deleted.': 'Ein Lauf wird nie gelöscht.',
  'An exception is never deleted; close it.': 'Eine Ausnahme wird nie gelöscht; schließen Sie sie.',
  'An invoice over nothing is none.': 'Eine Rechnung über nichts ist keine.',
  'An invoice stays in its cycle; delete it here and enter it there.':
    'Eine Rechnung bleibt in ihrem Zyklus; löschen Sie sie hier und erfassen Sie sie dort.',
  'Code, unit, base currency and dates are fixed once the cycle is open.':
    'Kürzel, Einheit, Basiswährung und Termine stehen fest, sobald der Zyklus offen ist.',
  'Give the day on which settlements are paid.': 'Nennen Sie den Tag, an dem Ausgleichszahlungen fließen.',
  "Give the file's name.": 'Geben Sie den Namen der Datei an.',
  'Name the cycle by 1 to 40 small letters, digits and hyphens, like 2026-11.':
    'Benennen Sie den Zyklus mit 1 bis 40 kleinen Buchstaben, Ziffern und Bindestrichen, wie 2026-11.',
  'Nobody has keyed a rate for %q yet; key it first.':
    'Niemand hat bisher einen Kurs für „{1}“ erfasst; erfassen Sie ihn zuerst.',
  'Run %d of this process is under way. Wait for its end, or have it stopped, and start again.':
    'Lauf {1} dieses Prozesses läuft noch. Warten Sie sein Ende ab oder lassen Sie ihn anhalten, und starten Sie dann wieder.',
  'This run is under way. Stop it instead.': 'Dieser Lauf läuft noch. Halten Sie ihn stattdessen an.',
  'Say why the run is stopped.': 'Sagen Sie, warum der Lauf angehalten wird.',
  'The comparison was broken off; it is made again.': 'Der Vergleich wurde abgebrochen; er wird wiederholt.',
  'No attempt came to an end.': 'Kein Versuch kam zu einem Ende.',
  '%q is not a number of seconds.': '„{1}“ ist keine Zahl von Sekunden.',
  'Run %d compared these two files under this configuration already.':
    'Lauf {1} hat diese beiden Dateien unter dieser Konfiguration schon verglichen.',
  'Say what caused it before somebody is asked to solve it.':
    'Sagen Sie, was die Ursache war, bevor jemand es lösen soll.',
  'Say what should be done about it before somebody is asked to do it.':
    'Sagen Sie, was zu tun ist, bevor jemand es tun soll.',
  'Say in at least %d characters why it is closed although nobody solved it.':
    'Sagen Sie in mindestens {1} Zeichen, warum sie geschlossen wird, obwohl niemand sie gelöst hat.',
  'Say what was done about it.': 'Sagen Sie, was unternommen wurde.',
  'Say who is to solve it.': 'Sagen Sie, wer es lösen soll.',
  'The amounts of %s come to %s, and must come to %s. Is it the whole file?':
    'Die Beträge von {1} ergeben {2} und müssen {3} ergeben. Ist es die ganze Datei?',
  'The code %s stays: files and digests name the company by it.':
    'Das Kürzel {1} bleibt: Dateien und Prüfsummen benennen das Unternehmen danach.',
  'The comparison was interrupted; nothing was kept.': 'Der Vergleich wurde unterbrochen; nichts wurde behalten.',
  'The cycle %s cannot be computed: %v. Reopen its input and put it right.':
    'Der Zyklus {1} kann nicht berechnet werden: {2}. Öffnen Sie seine Eingabe wieder und bringen Sie es in Ordnung.',
  'The cycle %s has been computed with %s as it is. Reopen its input, or settle it first.':
    'Der Zyklus {1} wurde mit {2} berechnet, wie es ist. Öffnen Sie seine Eingabe wieder, oder gleichen Sie ihn erst aus.',
  'The cycle %s is %s. %s': 'Der Zyklus {1} ist im Stand „{2}“. {3}',
  'The file could not be kept. Nothing was changed; the operator finds the reason in the log.':
    'Die Datei konnte nicht verwahrt werden. Nichts wurde geändert; der Betrieb findet den Grund im Protokoll des Servers.',
  'The file holds no statement of account %s, only %d of other accounts. Send the statement of this account, or correct the process.':
    'Die Datei enthält keinen Auszug des Kontos {1}, nur {2} anderer Konten. Senden Sie den Auszug dieses Kontos oder berichtigen Sie den Prozess.',
  'The file is larger than %d bytes. Split it, or ask the operator to raise the limit.':
    'Die Datei ist größer als {1} Byte. Teilen Sie sie, oder bitten Sie den Betrieb, die Grenze anzuheben.',
  'The payer enters its invoices: give the unit of %s.':
    'Der Zahler erfasst seine Rechnungen: Geben Sie die Einheit von {1} an.',
  'The process changed while the files were read. Run it again.':
    'Der Prozess wurde geändert, während die Dateien gelesen wurden. Starten Sie ihn noch einmal.',
  'The rate for %s is confirmed already. To change it, key it anew.':
    'Der Kurs für {1} ist schon bestätigt. Um ihn zu ändern, erfassen Sie ihn neu.',
  'There is no confirmed rate for %s. Let one person key it and another confirm it, while the input is open or closed.':
    'Für {1} gibt es keinen bestätigten Kurs. Eine Person erfasse ihn und eine andere bestätige ihn, solange die Eingabe offen oder geschlossen ist.',
  'There is no run %s.': 'Es gibt keinen Lauf {1}.',
  'There is no file with the digest %s.': 'Es gibt keine Datei mit der Prüfsumme {1}.',
  'There is no participant with the code %.40q.': 'Es gibt keinen Teilnehmer mit dem Kürzel „{1}“.',
  'There is no room to compare the files in; ask the operator.':
    'Es ist kein Platz, um die Dateien zu vergleichen; fragen Sie den Betrieb.',
  'This exception is %s, not closed; there is nothing to reopen.':
    'Diese Ausnahme ist im Stand „{1}“, nicht geschlossen; es gibt nichts wieder zu öffnen.',
  'This exception is closed. Reopen it first.': 'Diese Ausnahme ist geschlossen. Öffnen Sie sie zuerst wieder.',
  'This is not what was keyed for %s. Look at the source again; who is wrong keys it anew.':
    'Das ist nicht, was für {1} erfasst wurde. Sehen Sie noch einmal in der Quelle nach; wer sich geirrt hat, erfasst ihn neu.',
  'This process has runs; what they proved stays, so it stays too.':
    'Dieser Prozess hat Läufe; was sie belegt haben, bleibt, und so bleibt auch er.',
  'To delete a process takes the right to agree to its changes as well, such as the role config-admin on the process %s.':
    'Einen Prozess zu löschen braucht auch das Recht, seinen Änderungen zuzustimmen, etwa die Rolle config-admin für den Prozess {1}.',
  'What settles %s does not fit: %v.': 'Was {1} ausgleicht, passt nicht: {2}.',
  'What the cycle %s was computed from has changed. Compute it again.':
    'Woraus der Zyklus {1} berechnet wurde, hat sich geändert. Berechnen Sie ihn noch einmal.',
  'You keyed this rate; somebody else has to key it again.':
    'Sie haben diesen Kurs erfasst; jemand anderes muss ihn noch einmal erfassen.',
};
