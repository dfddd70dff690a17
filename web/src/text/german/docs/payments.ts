/** What the server says of the tables, columns and commands of payments. */
export const payments: Readonly<Record<string, string>> = {
  'A bank account of a customer that orders are paid from.':
    'Ein Bankkonto eines Kunden, von dem Aufträge bezahlt werden.',
  'A label that a customer gives to users, for exclusions to speak of.':
    'Eine Bezeichnung, die ein Kunde Benutzern gibt und von der Ausschlüsse sprechen.',
  'A legal entity that signs: it owns accounts, jobs, exclusions and packages.':
    'Eine juristische Person, die unterschreibt: Ihr gehören Konten, Ämter, Ausschlüsse und Pakete.',
  'A set of orders that is signed together and leaves as one file.':
    'Aufträge, die zusammen unterschrieben werden und als eine Datei hinausgehen.',
  'A user who signs for an account, with points.': 'Ein Benutzer, der für ein Konto unterschreibt, mit Punkten.',
  'Accepts a package whose signatures suffice since jobs, exclusions or points changed.':
    'Nimmt ein Paket an, dessen Unterschriften genügen, seit sich Ämter, Ausschlüsse oder Punkte geändert haben.',
  'As it stands in the bank file.': 'Wie es in der Bankdatei steht.',
  'Ends a package that is not accepted.': 'Beendet ein Paket, das nicht angenommen ist.',
  'Enters a package with its orders; the id in the address is not used.':
    'Erfasst ein Paket mit seinen Aufträgen; die ID in der Adresse wird nicht verwendet.',
  'Enters an order of a draft anew.': 'Erfasst einen Auftrag eines Entwurfs neu.',
  'Enters further orders in a draft.': 'Erfasst weitere Aufträge in einem Entwurf.',
  'Everybody who created it, or entered, changed or removed an order of it, sorted; none of them signs it.':
    'Alle, die es angelegt oder einen Auftrag darin erfasst, geändert oder entfernt haben; niemand davon unterschreibt es.',
  "Freezes the package's bank file and asks for signatures.":
    'Friert die Bankdatei des Pakets ein und bittet um Unterschriften.',
  'Grows by one whenever it is submitted; signatures are of one submission.':
    'Wächst um eins, sooft es eingereicht wird; Unterschriften gelten einer Einreichung.',
  'How the user had signed in.': 'Womit sich der Benutzer angemeldet hatte.',
  'Id of the netting participant that it is of, if any; only then an order to it can be intercompany.':
    'Die ID des Netting-Teilnehmers, zu dem sie gehört, falls einer; nur dann kann ein Auftrag dorthin konzernintern sein.',
  'Its place in the package; the file keeps this order.': 'Sein Platz im Paket; die Datei behält diese Reihenfolge.',
  'Makes a package a draft again, without signatures.': 'Macht ein Paket wieder zum Entwurf, ohne Unterschriften.',
  "Missing: the package's kind.": 'Fehlt es: die Art des Pakets.',
  'Name of the beneficiary, as the bank knows it.': 'Name des Begünstigten, wie ihn die Bank kennt.',
  'Names the package and its file for ever.': 'Benennt das Paket und seine Datei für immer.',
  'Of the bank.': 'Der Bank.',
  "Of the beneficiary's bank; may be empty beside an IBAN.":
    'Der Bank des Begünstigten; darf neben einer IBAN leer sein.',
  'Of the beneficiary, two letters of ISO 3166.': 'Des Begünstigten, zwei Buchstaben nach ISO 3166.',
  'Of the bytes that left, hexadecimal.': 'Der Bytes, die hinausgingen, hexadezimal.',
  'One payment of a package.': 'Eine Zahlung eines Pakets.',
  "One user's agreement to the bytes of a package's file.":
    'Die Zustimmung eines Benutzers zu den Bytes der Datei eines Pakets.',
  'Points that signatures must reach; 0 or missing: 10.':
    'Punkte, die Unterschriften erreichen müssen; 0 oder nichts: 10.',
  'Reaches the beneficiary; never used for another order.':
    'Kommt beim Begünstigten an; wird nie für einen anderen Auftrag verwendet.',
  'Records that the bank file left as it was signed.':
    'Verzeichnet, dass die Bankdatei so hinausging, wie sie unterschrieben wurde.',
  'Refuses to sign a package, with a reason.': 'Lehnt es ab, ein Paket zu unterschreiben, mit Grund.',
  'SHA-256 of the file that was looked at.': 'SHA-256 der Datei, die angesehen wurde.',
  'SHA-256 of the file that was signed.': 'SHA-256 der Datei, die unterschrieben wurde.',
  "SHA-256 of the file's bytes, hexadecimal: what is signed. Empty in a draft.":
    'SHA-256 der Bytes der Datei, hexadezimal: was unterschrieben wird. Leer im Entwurf.',
  "Signs the package's bank file; the last signature needed accepts it.":
    'Unterschreibt die Bankdatei des Pakets; die letzte nötige Unterschrift nimmt es an.',
  'Taken back.': 'Zurückgenommen.',
  'Taken out of the package. The row stays, so that its end-to-end id is never used again.':
    'Aus dem Paket genommen. Die Zeile bleibt, damit ihre Ende-zu-Ende-ID nie wieder verwendet wird.',
  'Takes an order out of a draft.': 'Nimmt einen Auftrag aus einem Entwurf.',
  'Takes back the own signature of a package that is not accepted.':
    'Nimmt die eigene Unterschrift unter einem nicht angenommenen Paket zurück.',
  'The account that pays.': 'Das Konto, das zahlt.',
  'The beneficiary.': 'Der Begünstigte.',
  "The company's unit; it stays the same for ever.": 'Die Einheit des Unternehmens; sie bleibt für immer dieselbe.',
  "The customer's name as the file has it, frozen when submitted.":
    'Der Name des Kunden, wie ihn die Datei hat, beim Einreichen eingefroren.',
  "The customer's unit.": 'Die Einheit des Kunden.',
  'The job of a user at a customer.': 'Das Amt eines Benutzers bei einem Kunden.',
  'The kind of all its orders, or mixed.': 'Die Art aller seiner Aufträge, oder gemischt.',
  'The number of an account that has no IBAN.': 'Die Nummer eines Kontos, das keine IBAN hat.',
  'The one currency that is paid there; empty: any.': 'Die eine Währung, die dort bezahlt wird; leer: jede.',
  'The reason, for those who entered it.': 'Der Grund, für alle, die es erfasst haben.',
  'The unit that keeps it.': 'Die Einheit, die sie führt.',
  'The verdict that accepted it, frozen.': 'Das Urteil, das es annahm, eingefroren.',
  'The version of the bank instruction at entry.': 'Die Version der Bankverbindung bei der Erfassung.',
  'The version that was looked at; missing: the present one.':
    'Die Version, die angesehen wurde; fehlt sie: die jetzige.',
  'Two jobs of a customer whose holders do not sign together.':
    'Zwei Ämter eines Kunden, deren Inhaber nicht zusammen unterschreiben.',
  'What is paid, for the beneficiary.': 'Was bezahlt wird, für den Begünstigten.',
  'What people call it.': 'Wie man es nennt.',
  "What the user's signature adds on this account.": 'Was die Unterschrift des Benutzers auf diesem Konto beiträgt.',
  'Where to pay a beneficiary.': 'Wo ein Begünstigter bezahlt wird.',
  'Who declined or withdrew it.': 'Wer es abgelehnt oder zurückgezogen hat.',
  'Who pays the banks; empty: as agreed with the bank.': 'Wer die Banken bezahlt; leer: wie mit der Bank vereinbart.',
  'Without spaces; either this or number.': 'Ohne Leerzeichen; entweder dies oder die Nummer.',
  'YYYY-MM-DD.': 'JJJJ-MM-TT.',
  "The server's sealed record of session, factor and digest; empty with a passkey.":
    'Der versiegelte Vermerk des Servers über Sitzung, Faktor und Prüfsumme; leer bei einem Passkey.',
  "What the user's passkey signed, with all that it takes to check it again; empty without a passkey.":
    'Was der Passkey des Benutzers unterschrieb, mit allem, was eine neue Prüfung braucht; leer ohne Passkey.',
  "What the browser's passkey answered to me/passkey/sign; without it a young proof of the session is asked for.":
    'Was der Passkey des Browsers auf me/passkey/sign antwortete; ohne ihn wird ein frischer Nachweis der Sitzung verlangt.',
};
