/** What the server says of its tables, columns and commands, in German, by its own sentence. */
export const docs: Readonly<Record<string, string>> = {
  '2026-11-30': '2026-11-30',
  '22 unless the bank says otherwise.': '22, wenn die Bank nichts anderes sagt.',
  'A bank account of a customer that orders are paid from.':
    'Ein Bankkonto eines Kunden, von dem Aufträge bezahlt werden.',
  "A bank's drop box, and how it is reached.": 'Der Briefkasten einer Bank, und wie er erreicht wird.',
  'A company whose invoices are netted.': 'Ein Unternehmen, dessen Rechnungen verrechnet werden.',
  "A department, team or company in the organisation's tree.":
    'Eine Abteilung, ein Team oder ein Unternehmen im Baum der Organisation.',
  'A label that a customer gives to users, for exclusions to speak of.':
    'Eine Bezeichnung, die ein Kunde Benutzern gibt und von der Ausschlüsse sprechen.',
  'A later link took its place.': 'Ein späterer Link trat an seine Stelle.',
  'A legal entity that signs: it owns accounts, jobs, exclusions and packages.':
    'Eine juristische Person, die unterschreibt: Ihr gehören Konten, Ämter, Ausschlüsse und Pakete.',
  'A named set of permissions.': 'Ein benannter Satz von Rechten.',
  'A one-time link by which a person sets a password; only the hash of its secret is kept.':
    'Ein Einmal-Link, mit dem eine Person ein Passwort setzt; verwahrt wird nur der Hash seines Geheimnisses.',
  'A person or service known to the system.': 'Eine Person oder ein Dienst, den das System kennt.',
  'A role given to a user or a group, at a scope, for a time.':
    'Eine Rolle, einem Benutzer oder einer Gruppe gegeben, für einen Bereich und eine Zeit.',
  'A session ends after so long in all.': 'Nach dieser Zeit im Ganzen endet eine Sitzung.',
  'A session ends after so long without a request.': 'Nach dieser Zeit ohne Anfrage endet eine Sitzung.',
  'A set of orders that is signed together and leaves as one file.':
    'Aufträge, die zusammen unterschrieben werden und als eine Datei hinausgehen.',
  'A set of users; what is granted to it, its members have.':
    'Eine Menge von Benutzern; was ihr gegeben ist, haben ihre Mitglieder.',
  'A table (bank_instruction) or a command (package.release).':
    'Eine Tabelle (bank_instruction) oder ein Befehl (package.release).',
  'A token that a service signs in with; only its hash is kept.':
    'Ein Token, mit dem sich ein Dienst anmeldet; verwahrt wird nur sein Hash.',
  'A user who signs for an account, with points.': 'Ein Benutzer, der für ein Konto unterschreibt, mit Punkten.',
  "A user's membership of a group, for a time.": 'Die Mitgliedschaft eines Benutzers in einer Gruppe, für eine Zeit.',
  'Above zero, at most 12 decimals.': 'Größer als null, höchstens 12 Nachkommastellen.',
  'Accepts a package whose signatures suffice since jobs, exclusions or points changed.':
    'Nimmt ein Paket an, dessen Unterschriften genügen, seit sich Ämter, Ausschlüsse oder Punkte geändert haben.',
  'Agrees to the result, after proving that it still stands on its inputs.':
    'Stimmt dem Ergebnis zu, nachdem belegt ist, dass es noch auf seinen Eingaben steht.',
  'All must be met: so many people with that permission.':
    'Alle müssen erfüllt sein: so viele Personen mit diesem Recht.',
  'An item of a run that did not match fully.': 'Ein Posten eines Laufs, der nicht ganz übereinstimmte.',
  'Approving, signing and changing who may do what ask for a proof again that is older than this.':
    'Genehmigen, Unterschreiben und Ändern von Rechten verlangen einen neuen Nachweis, wenn der letzte älter ist als dies.',
  'As it stands in the bank file.': 'Wie es in der Bankdatei steht.',
  'CEL over before, after, actor and now; empty: always.': 'CEL über before, after, actor und now; leer: immer.',
  'Closes an exception and says what was done.': 'Schließt eine Ausnahme und sagt, was unternommen wurde.',
  "Copy a role into one of one's own.": 'Eine Rolle in eine eigene kopieren.',
  'Counts the runs of the process from 1.': 'Zählt die Läufe des Prozesses ab 1.',
  'Empty: about the whole run.': 'Leer: zum ganzen Lauf.',
  'Ends a package that is not accepted.': 'Beendet ein Paket, das nicht angenommen ist.',
  'Ends a settled cycle for ever.': 'Beendet einen ausgeglichenen Zyklus für immer.',
  'Ends the input of invoices.': 'Beendet die Eingabe von Rechnungen.',
  'Enters a package with its orders; the id in the address is not used.':
    'Erfasst ein Paket mit seinen Aufträgen; die ID in der Adresse wird nicht verwendet.',
  'Enters an order of a draft anew.': 'Erfasst einen Auftrag eines Entwurfs neu.',
  'Enters further orders in a draft.': 'Erfasst weitere Aufträge in einem Entwurf.',
  'Everybody enrols a second factor at the next sign-in.':
    'Alle richten bei der nächsten Anmeldung einen zweiten Faktor ein.',
  'Everybody who created it, or entered, changed or removed an order of it, sorted; none of them signs it.':
    'Alle, die es angelegt oder einen Auftrag darin erfasst, geändert oder entfernt haben; niemand davon unterschreibt es.',
  'Everything, a unit and all beneath it, or one record.':
    'Alles, eine Einheit mit allem darunter, oder ein Datensatz.',
  'Fingerprint of the server that took it.': 'Fingerabdruck des Servers, der sie nahm.',
  "Freezes the package's bank file and asks for signatures.":
    'Friert die Bankdatei des Pakets ein und bittet um Unterschriften.',
  'Gives an exception to somebody to solve, with its cause and what should be done.':
    'Gibt jemandem eine Ausnahme zum Lösen, mit ihrer Ursache und dem, was zu tun ist.',
  'Grows by one whenever it is submitted; signatures are of one submission.':
    'Wächst um eins, sooft es eingereicht wird; Unterschriften gelten einer Einreichung.',
  'Has a failed delivery sent again.': 'Lässt eine fehlgeschlagene Lieferung noch einmal senden.',
  'How many invoices there must be.': 'Wie viele Rechnungen es sein müssen.',
  'How old the last proof may be when somebody approves, signs or changes who may do what.':
    'Wie alt der letzte Nachweis sein darf, wenn jemand genehmigt, unterschreibt oder Rechte ändert.',
  'How people sign in: how long sessions last, what is asked again and when.':
    'Wie sich Personen anmelden: wie lange Sitzungen dauern, was wann noch einmal gefragt wird.',
  'How the user had signed in.': 'Womit sich der Benutzer angemeldet hatte.',
  'How two sides are compared: their keys, amounts, dates and tolerances.':
    'Wie zwei Seiten verglichen werden: ihre Schlüssel, Beträge, Daten und Toleranzen.',
  'IBAN or other number whose statements are taken; needed for cash.':
    'IBAN oder andere Nummer, deren Auszüge genommen werden; nötig für Kassenprozesse.',
  'Id of the netting participant that it is of, if any.': 'Der Netting-Teilnehmer, zu dem es gehört, falls einer.',
  'Ids of roles whose permissions this one has too.': 'Rollen, deren Rechte diese auch hat.',
  'In days.': 'In Tagen.',
  'Its place in the package; the file keeps this order.': 'Sein Platz im Paket; die Datei behält diese Reihenfolge.',
  'Its text: a header line of reference,payer,payee,currency,amount and optionally due_date, in any order, then a line for each invoice. Participants are named by their codes.':
    'Ihr Text: eine Kopfzeile mit reference,payer,payee,currency,amount und wahlweise due_date in beliebiger Folge, dann je Rechnung eine Zeile. Teilnehmer werden mit ihrem Kürzel genannt.',
  'Keyed from the source, not from the screen: it must agree with what was keyed first.':
    'Aus der Quelle erfasst, nicht vom Bildschirm: Es muss mit dem zuerst Erfassten übereinstimmen.',
  'Keys a rate again, blind, as another person; both must agree.':
    'Erfasst einen Kurs noch einmal, blind, als andere Person; beide müssen übereinstimmen.',
  'Keys a rate for the first time, or anew.': 'Erfasst einen Kurs zum ersten Mal oder neu.',
  'Keys, amount, date and tolerances, in YAML or JSON, as for the command match.':
    'Schlüssel, Betrag, Datum und Toleranzen, in YAML oder JSON, wie für den Befehl match.',
  'Locks the rates, once every currency needed has a confirmed one.':
    'Sperrt die Kurse, sobald jede nötige Währung einen bestätigten hat.',
  'Maker and approver must be of different units.':
    'Veranlassende und prüfende Person müssen aus verschiedenen Einheiten sein.',
  'Makes a package a draft again, without signatures.': 'Macht ein Paket wieder zum Entwurf, ohne Unterschriften.',
  "Missing: the package's kind.": 'Fehlt es: die Art des Pakets.',
  'Name of the beneficiary, as the bank knows it.': 'Name des Begünstigten, wie ihn die Bank kennt.',
  "Name or address of the bank's server.": 'Name oder Adresse des Servers der Bank.',
  'Names the package and its file for ever.': 'Benennt das Paket und seine Datei für immer.',
  'Nets the cycle and writes what settles each participant.':
    'Verrechnet den Zyklus und schreibt, was jeden Teilnehmer ausgleicht.',
  'Not zero; negative for a credit note.': 'Nicht null; negativ für eine Gutschrift.',
  'Of a service: who answers for it. The two count as one person, and only the keeper makes its tokens.':
    'Bei einem Dienst: wer ihn verantwortet. Beide zählen als eine Person, und nur wer ihn verantwortet, macht seine Tokens.',
  'Of the bank.': 'Der Bank.',
  'Of the bank: files that debit its accounts leave here. It never changes.':
    'Der Bank: Dateien, die ihre Konten belasten, gehen hier hinaus. Er ändert sich nie.',
  "Of the beneficiary's bank; may be empty beside an IBAN.":
    'Der Bank des Begünstigten; darf neben einer IBAN leer sein.',
  'Of the beneficiary, two letters of ISO 3166.': 'Des Begünstigten, zwei Buchstaben nach ISO 3166.',
  'Of the bytes that left, hexadecimal.': 'Der Bytes, die hinausgingen, hexadezimal.',
  'Of the bytes that were agreed to; no others are sent.':
    'Der Bytes, denen zugestimmt wurde; andere werden nicht gesendet.',
  'Of the copy.': 'Der Kopie.',
  'Of the second factor (RFC 6238); empty: none is enrolled.':
    'Des zweiten Faktors (RFC 6238); leer: keiner ist eingerichtet.',
  'One comparison of two files, and what came of it.': 'Ein Vergleich zweier Dateien, und was daraus wurde.',
  'One file on its way to a bank, with the proof of its arrival.':
    'Eine Datei auf dem Weg zu einer Bank, mit dem Beleg ihrer Ankunft.',
  'One payment of a package.': 'Eine Zahlung eines Pakets.',
  'One round of netting.': 'Eine Runde der Verrechnung.',
  "One user's agreement to the bytes of a package's file.":
    'Die Zustimmung eines Benutzers zu den Bytes der Datei eines Pakets.',
  'Opens a cycle for input again and discards what was computed.':
    'Öffnet einen Zyklus wieder für Eingaben und verwirft, was berechnet wurde.',
  'Opens a draft for input.': 'Öffnet einen Entwurf für Eingaben.',
  'Pairs that share a key but fail a tolerance.': 'Paare mit gleichem Schlüssel, die eine Toleranz verfehlen.',
  'Pairs within tolerance.': 'Paare innerhalb der Toleranz.',
  "Plans a cycle, or changes one that is a draft; the id in the address becomes the cycle's.":
    'Plant einen Zyklus oder ändert einen, der Entwurf ist; die ID in der Adresse wird die des Zyklus.',
  'Points that signatures must reach; 0 or missing: 10.':
    'Punkte, die Unterschriften erreichen müssen; 0 oder nichts: 10.',
  'Reaches the beneficiary; never used for another order.':
    'Kommt beim Begünstigten an; wird nie für einen anderen Auftrag verwendet.',
  'Records that the bank file left as it was signed.':
    'Verzeichnet, dass die Bankdatei so hinausging, wie sie unterschrieben wurde.',
  'Refuses to sign a package, with a reason.': 'Lehnt es ab, ein Paket zu unterschreiben, mit Grund.',
  'Rows that could not be compared.': 'Zeilen, die nicht vergleichbar waren.',
  'SHA-256 of the configuration that was used.': 'SHA-256 der verwendeten Konfiguration.',
  'SHA-256 of the file that was looked at.': 'SHA-256 der Datei, die angesehen wurde.',
  'SHA-256 of the file that was signed.': 'SHA-256 der Datei, die unterschrieben wurde.',
  "SHA-256 of the file's bytes, hexadecimal: what is signed. Empty in a draft.":
    'SHA-256 der Bytes der Datei, hexadezimal: was unterschrieben wird. Leer im Entwurf.',
  'SHA-256 of the left file.': 'SHA-256 der linken Datei.',
  'SHA-256 of the list of result files, a JSON object from name to SHA-256; empty when nothing was compared.':
    'SHA-256 der Liste der Ergebnisdateien, eines JSON-Objekts von Name zu SHA-256; leer, wenn nichts verglichen wurde.',
  'SHA-256 of the right file.': 'SHA-256 der rechten Datei.',
  'SHA-256 of the secret, hexadecimal.': 'SHA-256 des Geheimnisses, hexadezimal.',
  'SHA-256 of what the result was computed from.': 'SHA-256 dessen, woraus das Ergebnis berechnet wurde.',
  'Says whether the bank has a file whose arrival is unsure.':
    'Sagt, ob die Bank eine Datei hat, deren Ankunft unsicher ist.',
  'Seen from the participant.': 'Vom Teilnehmer aus gesehen.',
  'Set how people sign in: the record is sign_in.': 'Festlegen, wie sich Personen anmelden: Der Datensatz ist sign_in.',
  'Short and unique, like CASH-EUR.': 'Kurz und eindeutig, wie CASH-EUR.',
  "Signs the package's bank file; the last signature needed accepts it.":
    'Unterschreibt die Bankdatei des Pakets; die letzte nötige Unterschrift nimmt es an.',
  'Sorted; each one of those that the server lists.': 'Sortiert; jedes eines von denen, die der Server aufzählt.',
  "Take a person's second factor away, so that another is enrolled at the next sign-in; never one's own.":
    'Jemandem den zweiten Faktor nehmen, damit bei der nächsten Anmeldung ein anderer eingerichtet wird; nie den eigenen.',
  'Take the good rows and leave out at most 100 bad ones.':
    'Die guten Zeilen nehmen und höchstens 100 schlechte auslassen.',
  'Taken back.': 'Zurückgenommen.',
  'Taken out of the package. The row stays, so that its end-to-end id is never used again.':
    'Aus dem Paket genommen. Die Zeile bleibt, damit ihre Ende-zu-Ende-ID nie wieder verwendet wird.',
  'Takes a closed exception up again.': 'Nimmt eine geschlossene Ausnahme wieder auf.',
  'Takes an exception up to look into it.': 'Nimmt eine Ausnahme auf, um sie anzusehen.',
  'Takes an order out of a draft.': 'Nimmt einen Auftrag aus einem Entwurf.',
  'Takes back the own signature of a package that is not accepted.':
    'Nimmt die eigene Unterschrift unter einem nicht angenommenen Paket zurück.',
  'Takes the invoices of a CSV file in one change.': 'Nimmt die Rechnungen einer CSV-Datei in einer Änderung.',
  'The account that pays.': 'Das Konto, das zahlt.',
  'The beneficiary.': 'Der Begünstigte.',
  'The code of the package that is made.': 'Das Kürzel des Pakets, das entsteht.',
  'The code of the payer whose file it is; empty: a file of several payers, for who may import for all.':
    'Das Kürzel des Zahlers, dessen Datei es ist; leer: eine Datei mehrerer Zahler, für alle, die für alle importieren dürfen.',
  "The company in the organisation's tree; its people see its invoices.":
    'Das Unternehmen im Baum der Organisation; seine Leute sehen seine Rechnungen.',
  "The company's unit; it stays the same for ever.": 'Die Einheit des Unternehmens; sie bleibt für immer dieselbe.',
  'The currency that it settles in.': 'Die Währung, in der es ausgleicht.',
  "The customer's name as the file has it, frozen when submitted.":
    'Der Name des Kunden, wie ihn die Datei hat, beim Einreichen eingefroren.',
  "The customer's unit.": 'Die Einheit des Kunden.',
  "The cycle's unit.": 'Die Einheit des Zyklus.',
  'The day on which it is due: 2026-11-15.': 'Der Tag, an dem sie fällig ist: 2026-11-15.',
  'The day on which settlements are paid: 2026-11-30.': 'Der Tag, an dem Ausgleichszahlungen fließen: 2026-11-30.',
  'The fields beyond their tolerance, or what is wrong with a bad row.':
    'Die Felder außerhalb ihrer Toleranz, oder was an einer schlechten Zeile falsch ist.',
  "The file's name, for the log.": 'Der Name der Datei, für das Protokoll.',
  'The group whose members hold the role; empty when a user does.':
    'Die Gruppe, deren Mitglieder die Rolle haben; leer, wenn ein Benutzer sie hat.',
  "The group's unit; filled in.": 'Die Einheit der Gruppe; wird ausgefüllt.',
  'The hashes of the recovery codes.': 'Die Hashes der Wiederherstellungscodes.',
  'The home unit.': 'Die Heimateinheit.',
  "The house's own words on the sign-in page.": 'Die eigenen Worte des Hauses auf der Anmeldeseite.',
  "The invoice's number; once for ever between payer and payee.":
    'Die Nummer der Rechnung; einmal für immer zwischen Zahler und Empfänger.',
  'The job of a user at a customer.': 'Das Amt eines Benutzers bei einem Kunden.',
  'The keeper who saw the secret; filled in.': 'Wer das Geheimnis gesehen hat; wird ausgefüllt.',
  'The key that signs in: PEM or OpenSSH without passphrase. Never shown again.':
    'Der Schlüssel, der anmeldet: PEM oder OpenSSH ohne Passwort. Er wird nie wieder gezeigt.',
  'The kind of all its orders, or mixed.': 'Die Art aller seiner Aufträge, oder gemischt.',
  'The left row, long values cut.': 'Die linke Zeile, lange Werte gekürzt.',
  'The name at the bank.': 'Der Name bei der Bank.',
  'The number of an account that has no IBAN.': 'Die Nummer eines Kontos, das keine IBAN hat.',
  'The number of an external ticket.': 'Die Nummer eines äußeren Tickets.',
  'The one currency that is paid there; empty: any.': 'Die eine Währung, die dort bezahlt wird; leer: jede.',
  'The one payment that settles a participant of a cycle.':
    'Die eine Zahlung, die einen Teilnehmer eines Zyklus ausgleicht.',
  "The participant's unit.": 'Die Einheit des Teilnehmers.',
  "The payer's unit.": 'Die Einheit des Zahlers.',
  'The reason, for those who entered it.': 'Der Grund, für alle, die es erfasst haben.',
  'The record whose file it is.': 'Der Datensatz, dessen Datei es ist.',
  "The revision of the program's table that it is of; 0 for a role of one's own.":
    'Der Stand der Tabelle des Programms, von dem sie ist; 0 bei einer eigenen Rolle.',
  'The right row, long values cut.': 'Die rechte Zeile, lange Werte gekürzt.',
  "The server's own keys, as lines of known_hosts; only a server that holds one is spoken to.":
    'Die Schlüssel des Servers selbst, als Zeilen aus known_hosts; nur mit einem Server, der einen davon hat, wird gesprochen.',
  'The table of the one record.': 'Die Tabelle des einen Datensatzes.',
  'The table of the record whose file it is.': 'Die Tabelle des Datensatzes, dessen Datei es ist.',
  'The unit above; empty at the top.': 'Die Einheit darüber; leer ganz oben.',
  'The unit that keeps it.': 'Die Einheit, die sie führt.',
  'The unit that runs it.': 'Die Einheit, die ihn betreibt.',
  'The unit that runs it: the netting centre.': 'Die Einheit, die ihn betreibt: die Netting-Zentrale.',
  'The unit whose administrators look after it; empty: those of everything.':
    'Die Einheit, deren Verwaltung sich darum kümmert; leer: die Verwaltung von allem.',
  "The unit's or record's id.": 'Die ID der Einheit oder des Datensatzes.',
  'The user who is to solve it.': 'Der Benutzer, der sie lösen soll.',
  'The values that the sides are compared by.': 'Die Werte, nach denen die Seiten verglichen werden.',
  'The verdict that accepted it, frozen.': 'Das Urteil, das es annahm, eingefroren.',
  'The version of the bank instruction at entry.': 'Die Version der Bankverbindung bei der Erfassung.',
  'The version that was looked at; missing: the present one.':
    'Die Version, die angesehen wurde; fehlt sie: die jetzige.',
  'Those of them without any difference.': 'Davon ohne jeden Unterschied.',
  'Turns what an approved cycle pays out into the orders of one package.':
    'Macht aus dem, was ein genehmigter Zyklus auszahlt, die Aufträge eines Pakets.',
  'Two jobs of a customer whose holders do not sign together.':
    'Zwei Ämter eines Kunden, deren Inhaber nicht zusammen unterschreiben.',
  'Two users with the same personnel id are one person.':
    'Zwei Benutzer mit derselben Personalnummer sind eine Person.',
  'What a person signs in with: a hashed password and a sealed second factor.':
    'Womit sich eine Person anmeldet: ein gehashtes Passwort und ein versiegelter zweiter Faktor.',
  'What caused it.': 'Was die Ursache war.',
  'What files call it.': 'Wie Dateien es nennen.',
  "What happens when a statement's opening balance and movements do not give its closing balance.":
    'Was geschieht, wenn Anfangssaldo und Bewegungen eines Auszugs nicht seinen Endsaldo ergeben.',
  'What is paid, for the beneficiary.': 'Was bezahlt wird, für den Begünstigten.',
  'What it is for.': 'Wofür es ist.',
  'What one participant owes another.': 'Was ein Teilnehmer einem anderen schuldet.',
  "What one unit of a currency is worth in the cycle's base currency.":
    'Was eine Einheit einer Währung in der Basiswährung des Zyklus wert ist.',
  'What one unit of the currency is worth in the base currency.':
    'Was eine Einheit der Währung in der Basiswährung wert ist.',
  'What people call it.': 'Wie man es nennt.',
  'What people call it: 2026-11.': 'Wie man ihn nennt: 2026-11.',
  'What rounding gave the participant, in base currency, exact.':
    'Was das Runden dem Teilnehmer brachte, in Basiswährung, genau.',
  'What should be done about it.': 'Was zu tun ist.',
  'What somebody wrote about a run or one of its exceptions.':
    'Was jemand zu einem Lauf oder einer seiner Ausnahmen geschrieben hat.',
  'What the amounts must come to, added up whatever their currency.':
    'Was die Beträge ergeben müssen, ungeachtet ihrer Währung zusammengezählt.',
  'What the last attempt or the person who looked said.':
    'Was der letzte Versuch oder die Person, die nachsah, gesagt hat.',
  "What the user's signature adds on this account.": 'Was die Unterschrift des Benutzers auf diesem Konto beiträgt.',
  'What was done about it.': 'Was unternommen wurde.',
  'What was left out of the comparison, and why.': 'Was vom Vergleich ausgenommen wurde, und warum.',
  'When a change that waits ends by itself; 0: never.': 'Wann eine wartende Änderung von selbst endet; 0: nie.',
  'When a password was set by it; empty: not yet.': 'Wann damit ein Passwort gesetzt wurde; leer: noch nicht.',
  'When it begins; empty: at once.': 'Wann es beginnt; leer: sofort.',
  'When it ends by itself; empty: never.': 'Wann es von selbst endet; leer: nie.',
  'When the file was first about to get its final name; from then on it may have arrived.':
    'Wann die Datei zuerst ihren endgültigen Namen bekommen sollte; von da an kann sie angekommen sein.',
  'When the password was set.': 'Wann das Passwort gesetzt wurde.',
  'When the second factor was enrolled.': 'Wann der zweite Faktor eingerichtet wurde.',
  'When the user ends by itself; empty: never.': 'Wann der Benutzer von selbst endet; leer: nie.',
  'Where files are put; empty: where the user lands.': 'Wohin Dateien gelegt werden; leer: wo der Benutzer ankommt.',
  'Where it is paid.': 'Wo es bezahlt wird.',
  'Where it stands at the bank.': 'Wo sie bei der Bank steht.',
  'Where to pay a beneficiary.': 'Wo ein Begünstigter bezahlt wird.',
  'Whether opening balance and movements of the statements give their closing balances.':
    'Ob Anfangssaldo und Bewegungen der Auszüge ihre Endsalden ergeben.',
  'Which changes must wait, and for whom.': 'Welche Änderungen warten müssen, und auf wen.',
  'Who declined or withdrew it.': 'Wer es abgelehnt oder zurückgezogen hat.',
  'Who holds the role; empty when a group does.': 'Wer die Rolle hat; leer, wenn eine Gruppe sie hat.',
  'Who is to solve it.': 'Wer sie lösen soll.',
  'Who it belongs to.': 'Wem es gehört.',
  'Who pays the banks; empty: as agreed with the bank.': 'Wer die Banken bezahlt; leer: wie mit der Bank vereinbart.',
  "Who pays: the customer that the netting centre's accounts belong to.":
    'Wer zahlt: der Kunde, dem die Konten der Netting-Zentrale gehören.',
  'Who said so, and when.': 'Wer es wann gesagt hat.',
  'Who saw the secret; empty: it was shown where the installation was founded.':
    'Wer das Geheimnis gesehen hat; leer: Es wurde gezeigt, wo die Installation gegründet wurde.',
  'Sessions from before are over: another second factor took the place of one, or it was taken away.':
    'Frühere Sitzungen sind beendet: Ein anderer zweiter Faktor trat an die Stelle, oder er wurde genommen.',
  'Who took the second factor away; empty once another is enrolled.':
    'Wer den zweiten Faktor genommen hat; leer, sobald ein anderer eingerichtet ist.',
  'Why it failed, or how a statement contradicts itself.':
    'Warum er fehlschlug, oder wie sich ein Auszug widerspricht.',
  'Why it was given.': 'Warum sie gegeben wurde.',
  "Without sign, in the participant's currency.": 'Ohne Vorzeichen, in der Währung des Teilnehmers.',
  'Without spaces; either this or number.': 'Ohne Leerzeichen; entweder dies oder die Nummer.',
  'Writes a comment on a run.': 'Schreibt einen Kommentar zu einem Lauf.',
  'Writes a comment on an exception.': 'Schreibt einen Kommentar zu einer Ausnahme.',
  'YYYY-MM-DD.': 'JJJJ-MM-TT.',
  "cash: an account's ledger and its bank statements; data: any two files.":
    'cash: das Hauptbuch eines Kontos und seine Kontoauszüge; data: zwei beliebige Dateien.',
  'failed: a check stopped it, detail says which.':
    'fehlgeschlagen: Eine Prüfung hielt ihn an; die Einzelheiten sagen, welche.',
  'insert, update, delete of a table; command of a command.':
    'insert, update, delete bei einer Tabelle; command bei einem Befehl.',
  'no_read_back: the bank forbids reading, so a file counts as sent, unconfirmed.':
    'no_read_back: Die Bank verbietet das Lesen; eine Datei gilt dann als gesendet, unbestätigt.',
  'now, end_of_day, or a number of days like 3_days.': 'now, end_of_day oder eine Zahl von Tagen wie 3_days.',
  'now, end_of_day, or a number of days like 3_days; empty leaves it.':
    'now, end_of_day oder eine Zahl von Tagen wie 3_days; leer lässt es, wie es ist.',
  'pending: assigned to somebody who is to solve it.': 'wartet: jemandem zum Lösen gegeben.',
  'sent: the bank has the file; failed: it has not.': 'sent: Die Bank hat die Datei; failed: Sie hat sie nicht.',
  'A regular expression (RE2) that the whole number matches; empty: any number.':
    'Ein regulärer Ausdruck (RE2), dem die ganze Nummer entspricht; leer: jede Nummer.',
  "Domains of people's addresses, such as example.com; none: any.":
    'Domänen der Adressen von Personen, etwa example.com; keine: jede.',
  'Let the role global-process-administrator be given, as a sponsor answers for it: the record is access. Never by one person alone, nor without a ticket.':
    'Die Rolle global-process-administrator darf vergeben werden, da ein Bürge dafür einsteht: Der Datensatz ist access. Nie durch eine Person allein und nie ohne Ticket.',
  'People hold roles over everything or a unit through groups alone.':
    'Rollen für alles oder eine Einheit haben Personen nur über Gruppen.',
  'People hold roles over everything or a unit through groups alone; on one record they may still hold their own.':
    'Rollen für alles oder eine Einheit haben Personen nur über Gruppen; für einen einzelnen Datensatz dürfen sie eigene haben.',
  "Set the domains of people's e-mail addresses: the record is access.":
    'Die Domänen der E-Mail-Adressen von Personen festlegen: Der Datensatz ist access.',
  'Set what holds for all access: the record is access.':
    'Festlegen, was für jeden Zugriff gilt: Der Datensatz ist access.',
  'So many people can always manage users, and give roles.':
    'So viele Personen können immer Benutzer verwalten und Rollen vergeben.',
  'So many people can always manage users, and give roles: no change leaves fewer.':
    'So viele Personen können immer Benutzer verwalten und Rollen vergeben: Keine Änderung lässt weniger übrig.',
  'Such as example.com; none: any.': 'Etwa example.com; keine: jede.',
  'The actions that need the number of an external ticket.':
    'Die Vorgänge, die die Nummer eines externen Tickets brauchen.',
  'The actions that need the number of an external ticket; none: no action does.':
    'Die Vorgänge, die die Nummer eines externen Tickets brauchen; keine: kein Vorgang.',
  'The user who answers for it; empty: nobody is given the role any more.':
    'Der Benutzer, der dafür einsteht; leer: niemand bekommt die Rolle mehr.',
  'What holds for all access: how many administrators there always are, which actions need a ticket, whose addresses are allowed.':
    'Was für jeden Zugriff gilt: wie viele Verwalter es immer gibt, welche Vorgänge ein Ticket brauchen, wessen Adressen erlaubt sind.',
  'When a change that waits ends by itself, where its rules do not say; 0: never.':
    'Wann eine wartende Änderung von selbst endet, wenn ihre Regeln nichts sagen; 0: nie.',
  'Who answers for it that the role global-process-administrator can be given; empty: it cannot.':
    'Wer dafür einsteht, dass die Rolle global-process-administrator vergeben werden kann; leer: Sie kann es nicht.',
  'Lets a person past a duty rule for a time; always agreed to by somebody else.':
    'Nimmt eine Person für eine Zeit von einer Trennungsregel aus; dem stimmt immer jemand anders zu.',
  'Of a dynamic rule: each done by somebody else on the same record, what it is part of and what is part of it.':
    'Einer dynamischen Regel: Jede erledigt jemand anders am selben Datensatz, an dem, wozu er gehört, und an dem, was zu ihm gehört.',
  "Of a static rule: how many of them in one person's hands are too many; 0 is 2.":
    'Einer statischen Regel: wie viele davon in einer Hand zu viele sind; 0 steht für 2.',
  'Of a static rule: the permissions kept apart.': 'Einer statischen Regel: die getrennten Rechte.',
  'Of a static rule: the roles kept apart.': 'Einer statischen Regel: die getrennten Rollen.',
  'Of a static rule: wherever they are held, or only where one scope lies in the other; empty is everywhere.':
    'Einer statischen Regel: wo auch immer sie gelten, oder nur, wo ein Bereich im anderen liegt; leer steht für überall.',
  'Of a wall between groups: the one side.': 'Einer Wand zwischen Gruppen: die eine Seite.',
  'Of a wall between groups: the other side.': 'Einer Wand zwischen Gruppen: die andere Seite.',
  'Of a wall between units: the one side, with all beneath it.':
    'Einer Wand zwischen Einheiten: die eine Seite, mit allem darunter.',
  'Of a wall between units: the other side.': 'Einer Wand zwischen Einheiten: die andere Seite.',
  "The user's home unit when it was made; filled in.":
    'Die Heimateinheit des Benutzers, als sie angelegt wurde; wird ausgefüllt.',
  'When it ends by itself.': 'Wann sie von selbst endet.',
  'Which duties are kept apart: what no one person holds or does together.':
    'Welche Aufgaben getrennt bleiben: was niemand zusammen innehat oder tut.',
  'Whom it lets past, with all users of the same person.': 'Wen sie ausnimmt, mit allen Benutzern derselben Person.',
  'Why it has to be.': 'Warum es sein muss.',
  'refuse; except: refuse unless an exception stands; report: let through and list.':
    'refuse: ablehnen; except: ablehnen, wenn keine Ausnahme besteht; report: durchlassen und auflisten.',
  'static: what no one person holds together; dynamic: what different people do to the same record; wall: two units or groups of which a person belongs to one.':
    'static: was niemand zusammen innehat; dynamic: was verschiedene Personen am selben Datensatz tun; wall: zwei Einheiten oder Gruppen, von denen eine Person zu einer gehört.',
  'How many others have to agree; 0: one.': 'Wie viele andere zustimmen müssen; 0: einer.',
  'Switch a family of four-eyes rules on: the record is permissions, bank_instructions, third_party_payments or everything.':
    'Eine Familie von Vier-Augen-Regeln einschalten: Der Datensatz ist permissions, bank_instructions, third_party_payments oder everything.',
  'The id of the group whose people they are; empty: whoever may approve what is changed.':
    'Die ID der Gruppe, aus der sie sind; leer: wer das Geänderte genehmigen darf.',
  'A resource type of another application, with the policy that decides on it.':
    'Ein Ressourcentyp einer anderen Anwendung, mit der Richtlinie, die darüber entscheidet.',
  'A subject or resource of another application that is known here, with its properties.':
    'Ein Subjekt oder eine Ressource einer anderen Anwendung, die hier bekannt ist, mit ihren Eigenschaften.',
  'As the application asks for it: todo. One of our own tables may be named, to add actions to it.':
    'Wie die Anwendung danach fragt: todo. Auch eine unserer eigenen Tabellen darf genannt werden, um ihr Aktionen hinzuzufügen.',
  'As the application names it: record, or user for people who act.':
    'Wie die Anwendung es nennt: record, oder user für Personen, die handeln.',
  'Further ones that roles can give, such as edit_own: the permission is then todo.edit_own. Every action is one already.':
    'Weitere, die Rollen geben können, wie edit_own: Das Recht ist dann todo.edit_own. Jede Aktion ist schon eines.',
  'Its id in the application.': 'Seine ID in der Anwendung.',
  'Of the context; conditions read context.NAME.': 'Des Zusammenhangs; Bedingungen lesen context.NAME.',
  'Of the resource; conditions read resource.properties.NAME.':
    'Der Ressource; Bedingungen lesen resource.properties.NAME.',
  'Of whoever acts; conditions read subject.properties.NAME. Of our own users email, name, unit, job_title and kind are known.':
    'Dessen, der handelt; Bedingungen lesen subject.properties.NAME. Von unseren eigenen Benutzern sind email, name, unit, job_title und kind bekannt.',
  'The unit that it belongs to: grants there reach it.':
    'Die Einheit, zu der es gehört: Berechtigungen dort reichen bis zu ihm.',
  'Give a user another home unit, and end the memberships of the old one that are not named.':
    'Einem Benutzer eine andere Heimateinheit geben und die nicht genannten Mitgliedschaften der alten beenden.',
  'Let a suspended user act again, with those grants and memberships alone that are named.':
    'Einen gesperrten Benutzer wieder handeln lassen, nur mit den genannten Berechtigungen und Mitgliedschaften.',
  "Suspend a user, and hand over what the person had to a successor's list.":
    'Einen Benutzer sperren und, was die Person hatte, auf die Liste eines Nachfolgers setzen.',
  "That person's home unit.": 'Die Heimateinheit dieser Person.',
  'The id of a pending change: when that is executed, or ends otherwise, so does the membership.':
    'Die ID einer wartenden Änderung: Wird sie ausgeführt oder endet sie anders, endet auch die Mitgliedschaft.',
  'The ids of the grants and memberships that the person is to have again; the others end.':
    'Die IDs der Berechtigungen und Mitgliedschaften, die die Person wieder haben soll; die anderen enden.',
  'The ids of the memberships in groups of the old unit that stay; the others end.':
    'Die IDs der Mitgliedschaften in Gruppen der alten Einheit, die bleiben; die anderen enden.',
  'The new home unit.': 'Die neue Heimateinheit.',
  'What suspended people had, on the lists of those who look after it.':
    'Was gesperrte Personen hatten, auf den Listen derer, die sich darum kümmern.',
  'When the successor was done with it; empty: not yet.': 'Wann der Nachfolger damit fertig war; leer: noch nicht.',
  'Who had it.': 'Wer es hatte.',
  'Who looks after it.': 'Wer sich darum kümmert.',
  'Who looks after pending changes, exceptions and tokens; may be empty when there are none.':
    'Wer sich um wartende Änderungen, Ausnahmen und Token kümmert; darf leer sein, wenn es keine gibt.',
  'A table of another application, whose rows are governed here.':
    'Eine Tabelle einer anderen Anwendung, deren Zeilen hier verwaltet werden.',
  'One sentence for the people who use it.': 'Ein Satz für die Menschen, die sie benutzen.',
  'Sets of columns that no two rows share, at most three; people know a row by the first.':
    'Gruppen von Spalten, die keine zwei Zeilen gemeinsam haben, höchstens drei; an der ersten erkennen Menschen eine Zeile.',
  'Small letters and underscores, singular: supplier. It is part of addresses and permissions.':
    'Kleinbuchstaben und Unterstriche, Einzahl: supplier. Er ist Teil von Adressen und Rechten.',
  'The column that says which unit a row belongs to: grants there reach it.':
    'Die Spalte, die sagt, zu welcher Einheit eine Zeile gehört: Berechtigungen dort reichen bis zu ihr.',
  'Who decides on changes for somebody who is absent, and until when.':
    'Wer für eine abwesende Person über Änderungen entscheidet, und bis wann.',
  'Who is absent.': 'Wer abwesend ist.',
  'Who decides on changes meanwhile.': 'Wer inzwischen über Änderungen entscheidet.',
  'Why, such as a leave.': 'Warum, etwa ein Urlaub.',
  "That person's home unit when it was made; filled in.":
    'Die Heimateinheit dieser Person, als es angelegt wurde; wird ausgefüllt.',
  "Make a ready group with the roles of one kind of person: the record is the ready group's id, such as treasurer.":
    'Eine fertige Gruppe mit den Rollen einer Art von Person anlegen: Der Datensatz ist die ID der fertigen Gruppe, etwa treasurer.',
  "Empty: the ready group's own.": 'Leer: der eigene der fertigen Gruppe.',
  'The unit whose group it is and within which its roles are granted; empty: everything.':
    'Die Einheit, deren Gruppe es ist und in der ihre Rollen gegeben sind; leer: alles.',
  'When its roles end; needed for external auditors.': 'Wann ihre Rollen enden; für externe Prüfer nötig.',
  'A pending change, an exception to solve, a token of a service, or somebody who is absent and was to be stood in for.':
    'Eine wartende Änderung, eine zu klärende Ausnahme, ein Token eines Dienstes oder eine abwesende Person, die zu vertreten war.',
  "The change's command, the token's name, or who is absent.":
    'Der Befehl der Änderung, der Name des Tokens oder wer abwesend ist.',
  'A grant or a membership.': 'Eine Berechtigung oder eine Mitgliedschaft.',
  'A grant or membership under review, and what was said of it.':
    'Eine Berechtigung oder Mitgliedschaft, die überprüft wird, und was dazu gesagt wurde.',
  'A review of access that was given: each reviewer confirms or revokes it by a date.':
    'Eine Überprüfung des gegebenen Zugriffs: Wer überprüft, bestätigt oder entzieht bis zu einem Termin.',
  'Another installation whose signed configuration may be imported here.':
    'Eine andere Installation, deren unterschriebene Konfiguration hier eingespielt werden darf.',
  "Confirm or revoke a grant or membership that one reviews; never one's own.":
    'Eine Berechtigung oder Mitgliedschaft bestätigen oder entziehen, die man überprüft; nie die eigene.',
  'End a review, and with it what nobody confirmed, where it was started so.':
    'Eine Überprüfung beenden und, wo es so begonnen wurde, mit ihr, was niemand bestätigt hat.',
  'Give an item of a review to another reviewer.': 'Einen Posten einer Überprüfung jemand anderem geben.',
  "Have today's grants and memberships reviewed; the id in the address becomes the review's.":
    'Die heutigen Berechtigungen und Mitgliedschaften überprüfen lassen; die ID in der Adresse wird die der Überprüfung.',
  'How many grants and memberships it has.': 'Wie viele Berechtigungen und Mitgliedschaften sie umfasst.',
  'How old its bundles may be; 0: 168, a week.': 'Wie alt ihre Bündel sein dürfen; 0: 168, eine Woche.',
  'Ids of the roles whose grants are reviewed, and of those that include them; empty: every role.':
    'Die IDs der Rollen, deren Berechtigungen überprüft werden, samt denen, die sie enthalten; leer: jede Rolle.',
  'Its id.': 'Deren ID.',
  'Of a grant: everything, a unit and all beneath it, or one record.':
    'Bei einer Berechtigung: alles, eine Einheit mit allem darunter oder ein Datensatz.',
  'Of a grant: the role.': 'Bei einer Berechtigung: die Rolle.',
  'SHA-256 of what was signed.': 'SHA-256 dessen, was unterschrieben wurde.',
  "The exporting installation's name in its key.": 'Der Name der ausführenden Installation in ihrem Schlüssel.',
  'The group that has it, or that the user is in.': 'Die Gruppe, die sie hat oder in der der Benutzer ist.',
  "The group's name then.": 'Der damalige Name der Gruppe.',
  'The key that its signatures are checked with, as that installation shows it: name, hash and key, joined by +.':
    'Der Schlüssel, mit dem ihre Unterschriften geprüft werden, wie jene Installation ihn zeigt: Name, Hash und Schlüssel, durch + verbunden.',
  'The last bundle of configuration that came from another installation.':
    'Das letzte Konfigurationsbündel, das von einer anderen Installation kam.',
  "The role's name then.": 'Der damalige Name der Rolle.',
  'The unit that the grant is scoped to, or that the group is of; empty: none.':
    'Die Einheit, für die die Berechtigung gilt oder zu der die Gruppe gehört; leer: keine.',
  'The version of it that the item shows.': 'Deren Version, die der Posten zeigt.',
  'The version of the grant or membership that was looked at; 0: the one that the item shows.':
    'Die Version der Berechtigung oder Mitgliedschaft, die angesehen wurde; 0: die, die der Posten zeigt.',
  'Until when it is to be decided; then it closes by itself.':
    'Bis wann zu entscheiden ist; dann endet sie von selbst.',
  'What becomes of what nobody confirmed: keep, or end with the review.':
    'Was aus dem wird, was niemand bestätigt hat: behalten, oder mit der Überprüfung beenden.',
  'What it is called here, such as Testing.': 'Wie sie hier heißt, etwa Test.',
  'When it was exported.': 'Wann es ausgeführt wurde.',
  'Who exported it there.': 'Wer es dort ausgeführt hat.',
  'Who has it; empty: the group.': 'Wer sie hat; leer: die Gruppe.',
  'Who is to decide.': 'Wer zu entscheiden hat.',
  'Who is to decide: somebody who may, and who does not have it.':
    'Wer zu entscheiden hat: jemand, der es darf und sie nicht selbst hat.',
  'Who reviews what, the closest unit first; empty: whoever may over the whole scope.':
    'Wer was überprüft, die nächste Einheit zuerst; leer: wer es für den ganzen Bereich darf.',
  'Whose grants are reviewed, with all beneath it; empty: everything.':
    'Wessen Berechtigungen überprüft werden, mit allem darunter; leer: alles.',
  'Why; a revocation has one.': 'Warum; ein Entzug hat einen Grund.',
  'Why; a revocation needs one.': 'Warum; ein Entzug braucht einen Grund.',
  'lapsed: it ended with the review, as nobody confirmed it; gone: it had ended otherwise, or had become another.':
    'lapsed: endete mit der Überprüfung, da niemand bestätigte; gone: war anders beendet oder etwas anderes geworden.',
};
