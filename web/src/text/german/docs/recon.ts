/** What the server says of the tables, columns and commands of reconciliation. */
export const recon: Readonly<Record<string, string>> = {
  'Which process is a copy of which, to try changes out on.':
    'Welcher Prozess eine Kopie von welchem ist, um Änderungen auszuprobieren.',
  'The copy, a process like others.': 'Die Kopie, ein Prozess wie andere.',
  'The process that it is a copy of.': 'Der Prozess, dessen Kopie sie ist.',
  'The version of the original that it was made from, or was brought up to since.':
    'Die Version des Originals, von der sie gemacht oder auf die sie seither gebracht wurde.',
  'Counts the copies of the original from 1.': 'Zählt die Kopien des Originals ab 1.',
  'Makes a staging copy of a process, to try changes out on.':
    'Macht eine Probekopie eines Prozesses, um Änderungen auszuprobieren.',
  'Asks that the original becomes as its copy is: a change of the original.':
    'Beantragt, dass das Original wird, wie seine Kopie ist: eine Änderung des Originals.',
  'Overwrites a copy with its original as that stands now.':
    'Überschreibt eine Kopie mit ihrem Original, wie es jetzt steht.',
  'Closes a staging copy: it goes with its runs.': 'Schließt eine Probekopie: Sie geht mit ihren Läufen.',
  'Breaks a match by hand apart: its exceptions are open again.':
    'Trennt eine Abstimmung von Hand: Ihre Ausnahmen sind wieder offen.',
  'Breaks matches apart that a run made: their rows become exceptions.':
    'Trennt Paare, die ein Lauf abgestimmt hat: Ihre Zeilen werden zu Ausnahmen.',
  'Rows that a run matched and somebody broke apart.': 'Zeilen, die ein Lauf abgestimmt und jemand getrennt hat.',
  'The match of the run that was broken apart and left its row open.':
    'Das Paar des Laufs, das getrennt wurde und seine Zeile offen ließ.',
  'The matches, each by its two rows.': 'Die Paare, jedes durch seine beiden Zeilen.',
  'What its rows are since: the left one, then the right one.':
    'Was seine Zeilen seither sind: erst die linke, dann die rechte.',
  'Why they do not belong together.': 'Warum sie nicht zusammengehören.',
  'As it stands in the file.': 'Wie es in der Datei steht.',
  'Matches an exception with others of its run by hand, and says why.':
    'Stimmt eine Ausnahme von Hand mit anderen ihres Laufs ab und sagt, warum.',
  'Rows of a run that somebody matched by hand.': 'Zeilen eines Laufs, die jemand von Hand abgestimmt hat.',
  'Says that a run must not count, and closes its open exceptions.':
    'Sagt, dass ein Lauf nicht zählen darf, und schließt seine offenen Ausnahmen.',
  'The exceptions whose rows it joins, in the order of their ids.':
    'Die Ausnahmen, deren Zeilen sie verbindet, in der Reihenfolge ihrer Kennungen.',
  'The match by hand that closed it.': 'Die Abstimmung von Hand, die sie geschlossen hat.',
  'The other exceptions of the run whose rows belong to it; none for a pair that is accepted as it is.':
    'Die anderen Ausnahmen des Laufs, deren Zeilen dazugehören; keine für ein Paar, das angenommen wird, wie es ist.',
  'What the amounts differ by, left − right; empty where amounts are not compared.':
    'Worum sich die Beträge unterscheiden, links − rechts; leer, wo keine Beträge verglichen werden.',
  'What the amounts of a match by hand may differ by; empty: the tolerance of the configuration.':
    'Worum sich die Beträge einer Abstimmung von Hand unterscheiden dürfen; leer: die Toleranz der Konfiguration.',
  'Why it was broken apart again.': 'Warum sie wieder getrennt wurde.',
  'Why the run must not count.': 'Warum der Lauf nicht zählen darf.',
  'Why they belong together.': 'Warum sie zusammengehören.',
  'Why they do not belong together after all.': 'Warum sie doch nicht zusammengehören.',
  'Gives an exception to a group to look into, or takes it back.':
    'Gibt einer Gruppe eine Ausnahme zum Ansehen, oder nimmt sie zurück.',
  'The group that is to look into it; empty takes it back.': 'Die Gruppe, die sie ansehen soll; leer nimmt sie zurück.',
  'The group that it is allocated to; a grant on that group reaches it.':
    'Die Gruppe, der sie zugeteilt ist; eine Berechtigung an dieser Gruppe erreicht sie.',
  'The group that the exception is allocated to.': 'Die Gruppe, der die Ausnahme zugeteilt ist.',
  'An item of a run that did not match fully.': 'Ein Posten eines Laufs, der nicht ganz übereinstimmte.',
  'Closes an exception and says what was done.': 'Schließt eine Ausnahme und sagt, was unternommen wurde.',
  'Closes an exception that nobody solved, and says on what grounds.':
    'Schließt eine Ausnahme, die niemand gelöst hat, und sagt, aus welchem Grund.',
  'Why it is closed although nobody solved it.': 'Warum sie geschlossen wird, obwohl niemand sie gelöst hat.',
  'Counts the runs of the process from 1.': 'Zählt die Läufe des Prozesses ab 1.',
  'Empty: about the whole run.': 'Leer: zum ganzen Lauf.',
  'Gives an exception to somebody to solve, with its cause and what should be done.':
    'Gibt jemandem eine Ausnahme zum Lösen, mit ihrer Ursache und dem, was zu tun ist.',
  'How two sides are compared: their keys, amounts, dates and tolerances.':
    'Wie zwei Seiten verglichen werden: ihre Schlüssel, Beträge, Daten und Toleranzen.',
  'IBAN or other number whose statements are taken; needed for cash.':
    'IBAN oder andere Nummer, deren Auszüge genommen werden; nötig für Kassenprozesse.',
  'A retired label stays where it is and is put on nothing more; empty: in_use.':
    'Ein ausgemustertes Etikett bleibt, wo es ist, und kommt auf nichts mehr; leer: in_use.',
  'A word that exceptions are sorted by.': 'Ein Wort, nach dem Ausnahmen sortiert werden.',
  'Further exceptions that the same is done to.': 'Weitere Ausnahmen, mit denen dasselbe geschieht.',
  'Labels to put on; one that is there already stays.': 'Etiketten zum Anbringen; was schon da ist, bleibt.',
  'Labels to take off; one that is not there is no matter.': 'Etiketten zum Abnehmen; was nicht da ist, macht nichts.',
  "One of the page's colours; empty: none.": 'Eine der Farben der Seite; leer: keine.',
  'Processes of this unit and of those beneath it use the label.':
    'Prozesse dieser Einheit und derer darunter verwenden das Etikett.',
  'Puts labels on exceptions and takes others off.': 'Bringt Etiketten an Ausnahmen an und nimmt andere ab.',
  'What people read on an exception.': 'Was man an einer Ausnahme liest.',
  "Words that it is sorted by, of the sets of its process's units.":
    'Wörter, nach denen sie sortiert wird, aus den Vorräten der Einheiten ihres Prozesses.',
  'In days.': 'In Tagen.',
  'Keys, amount, date and tolerances, in YAML or JSON, as for the command match.':
    'Schlüssel, Betrag, Datum und Toleranzen, in YAML oder JSON, wie für den Befehl match.',
  'One comparison of two files, and what came of it.': 'Ein Vergleich zweier Dateien, und was daraus wurde.',
  'Pairs that share a key but fail a tolerance.': 'Paare mit gleichem Schlüssel, die eine Toleranz verfehlen.',
  'Pairs within tolerance.': 'Paare innerhalb der Toleranz.',
  'Rows that could not be compared.': 'Zeilen, die nicht vergleichbar waren.',
  'SHA-256 of the configuration that was used.': 'SHA-256 der verwendeten Konfiguration.',
  'SHA-256 of the left file.': 'SHA-256 der linken Datei.',
  'SHA-256 of the list of result files, a JSON object from name to SHA-256; empty when nothing was compared.':
    'SHA-256 der Liste der Ergebnisdateien, eines JSON-Objekts von Name zu SHA-256; leer, wenn nichts verglichen wurde.',
  'SHA-256 of the right file.': 'SHA-256 der rechten Datei.',
  'Short and unique, like CASH-EUR.': 'Kurz und eindeutig, wie CASH-EUR.',
  'Takes a closed exception up again.': 'Nimmt eine geschlossene Ausnahme wieder auf.',
  'Takes an exception up to look into it.': 'Nimmt eine Ausnahme auf, um sie anzusehen.',
  'The fields beyond their tolerance, or what is wrong with a bad row.':
    'Die Felder außerhalb ihrer Toleranz, oder was an einer schlechten Zeile falsch ist.',
  'The left row, long values cut.': 'Die linke Zeile, lange Werte gekürzt.',
  'The right row, long values cut.': 'Die rechte Zeile, lange Werte gekürzt.',
  'The user who is to solve it.': 'Der Benutzer, der sie lösen soll.',
  'The values that the sides are compared by.': 'Die Werte, nach denen die Seiten verglichen werden.',
  'Those of them without any difference.': 'Davon ohne jeden Unterschied.',
  'What caused it.': 'Was die Ursache war.',
  "What happens when a statement's opening balance and movements do not give its closing balance.":
    'Was geschieht, wenn Anfangssaldo und Bewegungen eines Auszugs nicht seinen Endsaldo ergeben.',
  'What should be done about it.': 'Was zu tun ist.',
  'What somebody wrote about a run or one of its exceptions.':
    'Was jemand zu einem Lauf oder einer seiner Ausnahmen geschrieben hat.',
  'What was done about it.': 'Was unternommen wurde.',
  'What was left out of the comparison, and why.': 'Was vom Vergleich ausgenommen wurde, und warum.',
  'Whether opening balance and movements of the statements give their closing balances.':
    'Ob Anfangssaldo und Bewegungen der Auszüge ihre Endsalden ergeben.',
  'Who is to solve it.': 'Wer sie lösen soll.',
  'Who it belongs to.': 'Wem es gehört.',
  'Stops a run that is under way: nothing of it is recorded, and its files can be compared again.':
    'Hält einen Lauf an, der noch läuft: Nichts davon wird verzeichnet, und seine Dateien können wieder verglichen werden.',
  'That of the process when it was started.': 'Wie beim Prozess, als er gestartet wurde.',
  'The version of the process that it was started with; 0 for runs of older programs.':
    'Die Version des Prozesses, mit der er gestartet wurde; 0 bei Läufen älterer Programme.',
  'When it was started.': 'Wann er gestartet wurde.',
  'When its result was recorded, or it was stopped; empty for runs of older programs.':
    'Wann sein Ergebnis verzeichnet oder er angehalten wurde; leer bei Läufen älterer Programme.',
  'Who started it; empty for runs of older programs.': 'Wer ihn gestartet hat; leer bei Läufen älterer Programme.',
  'Who stopped it.': 'Wer ihn angehalten hat.',
  'Why it is stopped.': 'Warum er angehalten wird.',
  'Why it failed or was stopped, or how a statement contradicts itself.':
    'Warum er fehlschlug oder angehalten wurde, oder wie sich ein Auszug widerspricht.',
  'Writes a comment on a run.': 'Schreibt einen Kommentar zu einem Lauf.',
  'Writes a comment on an exception.': 'Schreibt einen Kommentar zu einer Ausnahme.',
  "cash: an account's ledger and its bank statements; data: any two files.":
    'cash: das Hauptbuch eines Kontos und seine Kontoauszüge; data: zwei beliebige Dateien.',
  'running: it is being compared; failed: a check stopped it, detail says which; stopped: somebody stopped it, detail says why.':
    'läuft: Er wird verglichen; fehlgeschlagen: Eine Prüfung hielt ihn an, die Einzelheiten sagen, welche; angehalten: Jemand hielt ihn an, die Einzelheiten sagen, warum.',
  'now, end_of_day, or a number of days like 3_days.': 'now, end_of_day oder eine Zahl von Tagen wie 3_days.',
  'now, end_of_day, or a number of days like 3_days; empty leaves it.':
    'now, end_of_day oder eine Zahl von Tagen wie 3_days; leer lässt es, wie es ist.',
  'pending: assigned to somebody who is to solve it.': 'wartet: jemandem zum Lösen gegeben.',
};
