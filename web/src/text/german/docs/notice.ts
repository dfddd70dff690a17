/** What the server says of the tables, columns and commands of notices. */
export const notice: Readonly<Record<string, string>> = {
  "A change that waits for agreement, a package for signatures, an exception for its solver or its group, a review for its reviewers, a file that did not arrive or may have, an accepted package of which no file is on its way, a company's invoices that an open cycle awaits, a file that a process awaits and that is late, a run with exceptions that nobody was given, what somebody had whose time is over and nobody looks after, an outcome that one person alone could bring about.":
    'Eine Änderung, die auf Zustimmung wartet, ein Paket auf Unterschriften, eine Ausnahme auf ihre Lösung oder auf ihre Gruppe, eine Überprüfung auf die Prüfenden, eine Datei, die nicht oder vielleicht ankam, ein angenommenes Paket, von dem keine Datei unterwegs ist, Rechnungen einer Gesellschaft, auf die eine offene Runde wartet, eine überfällige Datei, auf die ein Prozess wartet, ein Lauf mit Ausnahmen, die niemand bekommen hat, was jemand hinterließ, dessen Zeit vorbei ist, und worum sich niemand kümmert, ein Ergebnis, das eine Person allein herbeiführen könnte.',
  'A file that a process awaits on certain days until a certain time, and who is told when it is late.':
    'Eine Datei, die ein Prozess an bestimmten Tagen bis zu einer bestimmten Zeit erwartet, und wer erfährt, dass sie überfällig ist.',
  'Its free days are left out; empty: none is.': 'Dessen freie Tage zählen nicht; leer: Jeder Tag zählt.',
  'That of the process; filled in by itself.': 'Die des Prozesses; wird von selbst ausgefüllt.',
  'The first day on which it is awaited.': 'Der erste Tag, an dem sie erwartet wird.',
  'Until when it should have come on such a day, such as 09:30.':
    'Bis wann sie an einem solchen Tag gekommen sein soll, etwa 09:30.',
  'Weekdays of mon, tue, wed, thu, fri, sat, sun; empty: every day that the calendar leaves.':
    'Wochentage aus mon, tue, wed, thu, fri, sat, sun; leer: jeder Tag, den der Kalender lässt.',
  'What file it is, such as Bank statements.': 'Welche Datei es ist, etwa Kontoauszüge.',
  'Who looks after it, and is told when it is late.': 'Wer sich darum kümmert und erfährt, dass sie überfällig ist.',
  'Whose members do.': 'Wessen Mitglieder das tun.',
  'Another program that is told of what waits, by signed messages.':
    'Ein anderes Programm, das durch unterzeichnete Nachrichten erfährt, was wartet.',
  'Each notice at once, all of a day in one, or none.':
    'Jede Benachrichtigung sofort, alle eines Tages in einer oder keine.',
  'How a person is told by e-mail of what waits for them.': 'Wie eine Person per E-Mail erfährt, was auf sie wartet.',
  'How long it has waited; 0: that is not looked at.': 'Wie lange es gewartet hat; 0: Darauf wird nicht geachtet.',
  "How near it is to its end: the expiry of a change, the bank's cut-off of a package, the day of a review, the settlement date of a cycle; 0: that is not looked at.":
    'Wie nah das Ende ist: der Ablauf einer Änderung, der Annahmeschluss der Bank für ein Paket, der Tag einer Überprüfung, der Zahltag einer Runde; 0: Darauf wird nicht geachtet.',
  "Of change, signature, exception, review, delivery, unsent, missing, file, untaken, unlooked, handed, escalation, report, ticket, alarm; empty: all but ticket and alarm. Of ticket it is sent the evidence sheet of each ticket that something was done under, as its unit's log has it.":
    'Aus change, signature, exception, review, delivery, unsent, missing, file, untaken, unlooked, handed, escalation, report, ticket, alarm; leer: alle außer ticket und alarm. Bei ticket wird das Nachweisblatt jedes Tickets gesendet, unter dem etwas getan wurde, so wie es das Protokoll der Einheit hat.',
  'Of what waits.': 'Von dem, was wartet.',
  'Tells this wait from an earlier one of the same record.':
    'Unterscheidet dieses Warten von einem früheren desselben Datensatzes.',
  "That person's home unit when it was chosen.": 'Die Heimateinheit der Person, als gewählt wurde.',
  'What had waited too long, or neared its end, and who was told.':
    'Was zu lange gewartet hatte oder bald endete, und wer benachrichtigt wurde.',
  'What notices are signed with: 24 to 64 bytes in base64 after whsec_, or 24 characters or more. Never shown again.':
    'Womit Benachrichtigungen unterzeichnet werden: 24 bis 64 Byte in Base64 nach whsec_ oder mindestens 24 Zeichen. Wird nie wieder gezeigt.',
  'What waits: the change, package, exception, review, delivery, cycle, expected file, run, user or alarm.':
    'Was wartet: die Änderung, das Paket, die Ausnahme, die Überprüfung, die Lieferung, der Zyklus, die erwartete Datei, der Lauf, der Benutzer oder der Alarm.',
  'Where notices are posted to: https, or http on the same machine.':
    'Wohin Benachrichtigungen gesendet werden: https, oder http auf demselben Rechner.',
  'Who asked for it.': 'Von wem es veranlasst wurde.',
  'Who is told of what has waited too long in a unit, or nears its cut-off.':
    'Wer erfährt, was in einer Einheit zu lange gewartet hat oder bald endet.',
  'Who is told.': 'Wer benachrichtigt wird.',
  'Whose members are told.': 'Wessen Mitglieder benachrichtigt werden.',
  'Whose waiting it is about, with all beneath; empty: everything.':
    'Um wessen Wartendes es geht, mit allem darunter; leer: um alles.',
  'Whose waiting it is told of, with all beneath; empty: everything.':
    'Von wessen Wartendem er erfährt, mit allem darunter; leer: von allem.',
  'A report of the log that is made by itself, again and again.':
    'Ein Bericht des Protokolls, der sich von selbst immer wieder erstellt.',
  'A report of the log that was made by itself.': 'Ein Bericht des Protokolls, der sich von selbst erstellt hat.',
  'Bytes of the CSV file.': 'Bytes der CSV-Datei.',
  'It tells of the time from here.': 'Er erzählt von der Zeit ab hier.',
  'Of changes: whose.': 'Bei changes: wessen.',
  'Rows, without that of the column names.': 'Zeilen, ohne die der Spaltennamen.',
  'SHA-256 of the CSV file.': 'SHA-256 der CSV-Datei.',
  'The day of each month; 0 where it is weekdays.': 'Der Tag jedes Monats; 0, wo es Wochentage sind.',
  "The schedule's, as it was.": 'Der des Plans, wie er war.',
  'The time zone of that, such as Europe/Vienna.': 'Deren Zeitzone, etwa Europe/Vienna.',
  'To here, when it was due.': 'Bis hier, als er fällig war.',
  'Weekdays of mon, tue, wed, thu, fri, sat, sun; empty where it is a day of the month.':
    'Wochentage aus mon, tue, wed, thu, fri, sat, sun; leer, wo es ein Tag des Monats ist.',
  'When on that day, such as 07:30.': 'Wann an diesem Tag, etwa 07:30.',
  'Whose log it reports, with all beneath; empty: everything.':
    'Wessen Protokoll er berichtet, mit allem darunter; leer: alles.',
  'Whose members are told by e-mail when one was made. What they may read of it is asked when they do.':
    'Wessen Mitglieder per E-Mail erfahren, dass einer erstellt wurde. Was sie davon lesen dürfen, wird beim Lesen gefragt.',
  'Whose members were told.': 'Wessen Mitglieder benachrichtigt wurden.',
  'rights: who held which grants at that moment; the others tell of the time since the one before.':
    'rights: wer in diesem Augenblick welche Rechte hatte; die anderen erzählen von der Zeit seit dem vorigen.',
  'An order to archive old entries of the log or to bring archived ones back, and what came of it.':
    'Ein Auftrag, alte Einträge des Protokolls zu archivieren oder archivierte zurückzuholen, und was daraus wurde.',
  'Archive files made, or brought back, so far.': 'Bisher erstellte oder zurückgeholte Archivdateien.',
  'Entries in them.': 'Einträge darin.',
  'Of archive: those made before this time; empty where it goes by number.':
    'Bei archive: die von vor dieser Zeit; leer, wo es nach der Nummer geht.',
  'Of restore: how long they stay.': 'Bei restore: wie lange sie bleiben.',
  'Of restore: the first entry that is wanted.': 'Bei restore: der erste gewünschte Eintrag.',
  'Of restore: until when the entries stay.': 'Bei restore: bis wann die Einträge bleiben.',
  'The first entry that it moves; 0 until a node has begun, and where there was none to move.':
    'Der erste Eintrag, den er verschiebt; 0, bis ein Knoten begonnen hat und wo es keinen gab.',
  'The last entry that it moves: whole blocks of 256 go.':
    'Der letzte Eintrag, den er verschiebt: Es gehen ganze Blöcke zu 256.',
  'The last entry; 0 where it goes by time.': 'Der letzte Eintrag; 0, wo es nach der Zeit geht.',
  'Why it failed.': 'Warum er scheiterte.',
  'archive: entries move to archive files; restore: archived ones come back for a while.':
    'archive: Einträge wandern in Archivdateien; restore: archivierte kommen für eine Weile zurück.',
  'asked: it waits for a node or one is at it; failed: detail says why, and what was done before that stays.':
    'asked: Er wartet auf einen Knoten oder einer ist dabei; failed: detail sagt, warum, und was vorher getan wurde, bleibt.',
};
