/** What the server says of calendars, bands, call-backs and the bank's files. */
export const packages: Readonly<Record<string, string>> = {
  "A bank's file that says what became of orders.": 'Eine Datei einer Bank, die sagt, was aus Aufträgen wurde.',
  'A change of its bank instruction waited; it is not signed before the beneficiary was called back.':
    'Eine Änderung seiner Bankverbindung wartete; er wird erst unterschrieben, wenn der Empfänger zurückgerufen wurde.',
  'A structured reference instead of a text: a creditor reference of ISO 11649, unless reference_type names another.':
    'Eine strukturierte Referenz statt eines Textes: eine Gläubigerreferenz nach ISO 11649, wenn reference_type keine andere nennt.',
  'Empty: saturday_sunday.': 'Leer: Samstag und Sonntag.',
  'End-to-end id of an order of the same beneficiary, amount and reference; its package is held when it is submitted.':
    'Ende-zu-Ende-Referenz eines Auftrags mit gleichem Empfänger, Betrag und Zweck; sein Paket wird beim Vorlegen angehalten.',
  'End-to-end id, or the name of a block or message.':
    'Ende-zu-Ende-Referenz, oder der Name eines Blocks oder einer Nachricht.',
  'Enters a package from a CSV or pain.001 file, all of it or nothing; the id in the address is not used.':
    'Gibt ein Paket aus einer Datei ein, CSV oder pain.001, ganz oder gar nicht; die ID in der Adresse wird nicht verwendet.',
  'For so many days after a bank instruction changed, its beneficiary is called back before it is paid; 0 or missing: 10.':
    'So viele Tage nach der Änderung einer Bankverbindung wird ihr Empfänger zurückgerufen, bevor er bezahlt wird; 0 oder leer: 10.',
  "From this amount on, in the account's currency.": 'Ab diesem Betrag, in der Währung des Kontos.',
  "HH:MM: until then the bank takes orders for the same day; empty: until the day's end.":
    'HH:MM: Bis dahin nimmt die Bank Aufträge für denselben Tag; leer: bis zum Ende des Tages.',
  'In bytes.': 'In Bytes.',
  'It is neither signed nor released nor sent until two people resume it.':
    'Es wird weder unterschrieben noch freigegeben noch gesendet, bis zwei Personen es fortsetzen.',
  'It leaves only when a second party released it; frozen when submitted.':
    'Es geht erst hinaus, wenn eine zweite Stelle es freigegeben hat; beim Vorlegen festgehalten.',
  'Its bank instruction had changed lately; it is not submitted before the beneficiary was called back.':
    'Seine Bankverbindung war kürzlich geändert; er wird erst vorgelegt, wenn der Empfänger zurückgerufen wurde.',
  'Lets a held package go on; never by one person alone.':
    'Lässt ein angehaltenes Paket weitergehen; nie durch eine Person allein.',
  'Lets an accepted package under dual disposition leave; never by one person alone.':
    'Lässt ein angenommenes Paket unter doppelter Verfügung hinausgehen; nie durch eine Person allein.',
  'Lines that a person must look at: unknown, or against what is known.':
    'Zeilen, die jemand ansehen muss: unbekannt, oder im Widerspruch zu dem, was bekannt ist.',
  'Lines that moved an order on.': 'Zeilen, die einen Auftrag weiterbrachten.',
  'Makes a package stale whose day or cut-off passed while it waited.':
    'Macht ein Paket überholt, dessen Tag oder Annahmezeit verging, während es wartete.',
  'Notes that a beneficiary confirmed where to be paid, when called back.':
    'Hält fest, dass ein Empfänger beim Rückruf bestätigt hat, wohin er bezahlt wird.',
  'Asks the bank to give an order back.': 'Bittet die Bank, einen Auftrag zurückzugeben.',
  'Of its bytes, hexadecimal; one file is taken once.':
    'Über seine Bytes, hexadezimal; eine Datei wird einmal übernommen.',
  'Of the bank file, frozen when submitted; empty: pain.001.001.09.':
    'Der Bankdatei, beim Vorlegen festgehalten; leer: pain.001.001.09.',
  'Of the beneficiary; an address needs its town.': 'Des Empfängers; eine Anschrift braucht ihren Ort.',
  'Of the order.': 'Des Auftrags.',
  'Of the paying account; empty: any.': 'Des zahlenden Kontos; leer: jede.',
  'On which days no payments are made in a country or currency.':
    'An welchen Tagen in einem Land oder einer Währung nicht gezahlt wird.',
  'On whose behalf it is paid.': 'In wessen Namen bezahlt wird.',
  'One day of a calendar on which no payments are made.': 'Ein Tag eines Kalenders, an dem nicht gezahlt wird.',
  "One thing that a bank's file says.": 'Eine Aussage in der Datei einer Bank.',
  'Orders of the same beneficiary, amount and reference within so many days are possible duplicates; 0 or missing: 30.':
    'Aufträge mit gleichem Empfänger, Betrag und Zweck innerhalb so vieler Tage sind mögliche Doppel; 0 oder leer: 30.',
  'Points that signatures must reach then.': 'Punkte, die die Unterschriften dann erreichen müssen.',
  'An ISO 20022 purpose code.': 'Ein Zweckcode nach ISO 20022.',
  'Signatories who were suspended after they signed, and for whom it has been held.':
    'Zeichnungsberechtigte, die nach ihrer Unterschrift gesperrt wurden und für die es angehalten wurde.',
  'Stops a package that has not left, until two people resume it.':
    'Hält ein Paket an, das noch nicht hinausgegangen ist, bis zwei Personen es fortsetzen.',
  'Such as QRR; empty: ISO 11649.': 'Etwa QRR; leer: ISO 11649.',
  'Such as SEPA or URGP.': 'Etwa SEPA oder URGP.',
  "Takes a bank's file that says what became of orders; the id in the address is not used.":
    'Übernimmt eine Datei einer Bank, die sagt, was aus Aufträgen wurde; die ID in der Adresse wird nicht verwendet.',
  'That a beneficiary was asked where to be paid.': 'Dass ein Empfänger gefragt wurde, wohin er bezahlt wird.',
  "The bank instruction's unit.": 'Die Einheit der Bankverbindung.',
  "The bank's code, such as AC04.": 'Der Code der Bank, etwa AC04.',
  "The bank's status, or BOOK, RTRN.": 'Der Stand nach der Bank, oder BOOK, RTRN.',
  "The bank's words, and why it could not be applied.":
    'Die Worte der Bank, und warum es nicht angewendet werden konnte.',
  "The bank's words.": 'Die Worte der Bank.',
  'The change that waited then, if any.': 'Die Änderung, die damals wartete, wenn es eine gab.',
  'The day that the bank booked it or gave it back.': 'Der Tag, an dem die Bank ihn buchte oder zurückgab.',
  "The file's text. CSV has a header line of account,creditor_account,currency,amount,execution_date,end_to_end_id and optionally creditor,remittance,reference,reference_type,kind,charge_bearer,purpose,service_level,ultimate_debtor; accounts are named by IBAN or number. pain.001 is of version 03 or 09.":
    'Der Text der Datei. CSV hat eine Kopfzeile mit account,creditor_account,currency,amount,execution_date,end_to_end_id und wahlweise creditor,remittance,reference,reference_type,kind,charge_bearer,purpose,service_level,ultimate_debtor; Konten werden mit IBAN oder Nummer genannt. pain.001 hat die Fassung 03 oder 09.',
  "The file's text: pain.002, camt.053 or camt.029.": 'Der Text der Datei: pain.002, camt.053 oder camt.029.',
  'The reason as the bank is told it, such as DUPL.': 'Der Grund, wie ihn die Bank erfährt, etwa DUPL.',
  'What the bank says of giving it back; empty: it was not asked.':
    'Was die Bank zur Rückgabe sagt; leer: Sie wurde nicht verlangt.',
  "The bank's code and words about giving it back.": 'Code und Worte der Bank zur Rückgabe.',
  'How the bank is asked to give a payment back; empty: camt.056.001.08.':
    'Wie die Bank um Rückgabe einer Zahlung gebeten wird; leer: camt.056.001.08.',
  'For people here; the bank is told its first 105 characters.':
    'Für die Menschen hier; die Bank erfährt die ersten 105 Zeichen.',
  'The reason as the bank is told it: CUST asked for by the customer, DUPL paid twice, TECH technical, FRAD fraud, AM09 wrong amount, AC03 wrong account, UPAY undue, CURR wrong currency, CUTA as the bank asked; empty: CUST.':
    'Der Grund, wie ihn die Bank erfährt: CUST vom Kunden gewünscht, DUPL doppelt gezahlt, TECH technischer Fehler, FRAD Betrug, AM09 falscher Betrag, AC03 falsches Konto, UPAY nicht geschuldet, CURR falsche Währung, CUTA wie von der Bank verlangt; leer: CUST.',
  'The number that was called: one that was known before, never one from the message that asks for the change.':
    'Die angerufene Nummer: eine, die vorher bekannt war, nie eine aus der Nachricht, die um die Änderung bittet.',
  'The points that an account requires from an amount on.': 'Die Punkte, die ein Konto ab einem Betrag verlangt.',
  'The rejected or returned order that this one pays anew.':
    'Der zurückgewiesene oder zurückgegebene Auftrag, den dieser neu bezahlt.',
  'The version that was asked about.': 'Die Version, nach der gefragt wurde.',
  'What is to be found out before it goes on.': 'Was zu klären ist, bevor es weitergeht.',
  'What the bank calls it, as far as one name goes.': 'Wie die Bank sie nennt, soweit ein Name reicht.',
  'What the bank says of it; empty: nothing yet.': 'Was die Bank dazu sagt; leer: noch nichts.',
  'What the bank takes; empty: pain.001.001.09.': 'Was die Bank nimmt; leer: pain.001.001.09.',
  'What was called.': 'Was angerufen wurde.',
  'Where the cut-off is told, such as Europe/Berlin.': 'Wo die Annahmezeit gilt, etwa Europe/Berlin.',
  'Where the paying account is kept, two letters of ISO 3166; empty: anywhere.':
    'Wo das zahlende Konto geführt wird, zwei Buchstaben nach ISO 3166; leer: überall.',
  'Whether an accepted package waits until a second party releases it.':
    'Ob ein angenommenes Paket wartet, bis eine zweite Stelle es freigibt.',
  'Whether who entered orders of a package may sign it too; they do not otherwise.':
    'Ob, wer Aufträge eines Pakets eingegeben hat, es auch unterschreiben darf; sonst nicht.',
  'Who confirmed it.': 'Wer es bestätigt hat.',
  'Who held it; empty: the program, for the reason given.':
    'Wer es angehalten hat; leer: das Programm, aus dem genannten Grund.',
  'Whose orders it may speak of.': 'Von wessen Aufträgen sie sprechen darf.',
  'Why it was asked to be given back; empty: it was not.': 'Warum er zurückverlangt wurde; leer: wurde er nicht.',
};
