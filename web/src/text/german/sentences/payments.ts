/** What the server says of packages and their orders, signing and the way to the bank. */
export const payments: Readonly<Record<string, string>> = {
  '%q has been used before; it names one thing for ever.': '„{1}“ wurde schon verwendet; es benennt für immer eines.',
  '%q is none of sent, failed.': '„{1}“ ist keines von sent, failed.',
  '%q is not a plain file name of at most 200 bytes.': '„{1}“ ist kein einfacher Dateiname mit höchstens 200 Byte.',
  '%q is not an account number: letters and digits are expected, with . : + - or a space between them.':
    '„{1}“ ist keine Kontonummer: Erwartet werden Buchstaben und Ziffern, mit . : + - oder einem Leerzeichen dazwischen.',
  '%s belongs to the unit %s; give that unit.': '{1} gehört zur Einheit {2}; geben Sie diese Einheit an.',
  '%s cannot be reached; it can be tried again.': '{1} ist nicht erreichbar; es kann noch einmal versucht werden.',
  '%s is paid in %s there, not in %s.': '{1} wird dort in {2} bezahlt, nicht in {3}.',
  '%s never changes; make a new record.': '{1} ändert sich nie; legen Sie einen neuen Datensatz an.',
  '%s receives %s and has no bank instruction; enter one first.':
    '{1} erhält {2} und hat keine Bankverbindung; erfassen Sie zuerst eine.',
  '%s refuses user %q with the key or password of the channel.':
    '{1} weist den Benutzer „{2}“ mit dem Schlüssel oder Passwort des Kanals ab.',
  '%s shows a host key that is not pinned. Nothing was sent. Confirm the new key with the bank by another way before pinning it.':
    '{1} zeigt einen Serverschlüssel, der nicht festgelegt ist. Nichts wurde gesendet. Lassen Sie den neuen Schlüssel von der Bank auf anderem Weg bestätigen, bevor Sie ihn festlegen.',
  '%s signed and is not active any more; the package needs another signature.':
    '{1} hat unterschrieben und ist nicht mehr aktiv; das Paket braucht eine weitere Unterschrift.',
  '%s signed and may not any more; the package needs another signature. %s':
    '{1} hat unterschrieben und darf es nicht mehr; das Paket braucht eine weitere Unterschrift. {2}',
  'A delivery is never deleted.': 'Eine Lieferung wird nie gelöscht.',
  'A host name or address is needed.': 'Ein Servername oder eine Adresse ist nötig.',
  'A package is never deleted; withdraw it.': 'Ein Paket wird nie gelöscht; ziehen Sie es zurück.',
  'The field %s is missing: an SFTP server is reached by it.':
    'Das Feld {1} fehlt: mit ihm wird ein SFTP-Server erreicht.',
  'The field directory is missing: name the folder.': 'Das Feld directory fehlt: nennen Sie den Ordner.',
  'A private key or a password is needed.': 'Ein privater Schlüssel oder ein Passwort ist nötig.',
  'A user is needed.': 'Ein Benutzer ist nötig.',
  'Account and bank instruction of an order must stand before it is entered.':
    'Konto und Bankverbindung eines Auftrags müssen bestehen, bevor er erfasst wird.',
  'An account without IBAN needs the BIC of its bank.': 'Ein Konto ohne IBAN braucht den BIC seiner Bank.',
  'An order is never deleted; remove it from its package.':
    'Ein Auftrag wird nie gelöscht; nehmen Sie ihn aus seinem Paket.',
  'Another file stands at the bank as %s. It is not overwritten; find out whose it is.':
    'Bei der Bank steht als {1} eine andere Datei. Sie wird nicht überschrieben; finden Sie heraus, wessen sie ist.',
  'Give at least one order.': 'Geben Sie mindestens einen Auftrag an.',
  'Give the IBAN or the other number, not both.': 'Geben Sie die IBAN oder die andere Nummer an, nicht beide.',
  "Give the IBAN, or the account's other number.": 'Geben Sie die IBAN oder die andere Nummer des Kontos an.',
  'In a mixed package every order names its own kind.':
    'In einem gemischten Paket nennt jeder Auftrag seine eigene Art.',
  'Line %d is not a host key; a line of known_hosts is expected.':
    'Zeile {1} ist kein Serverschlüssel; erwartet wird eine Zeile aus known_hosts.',
  'Line %d: markers such as @revoked cannot be pinned; give the plain key.':
    'Zeile {1}: Zeichen wie @revoked können nicht festgelegt werden; geben Sie den bloßen Schlüssel.',
  'No participant of this cycle receives anything.': 'Kein Teilnehmer dieses Zyklus erhält etwas.',
  'Say who told you what became of the file, and when.':
    'Sagen Sie, wer Ihnen wann gesagt hat, was aus der Datei wurde.',
  'Say why, so that the package can return better.': 'Sagen Sie, warum, damit das Paket besser zurückkehren kann.',
  "The account %s is another customer's.": 'Das Konto {1} gehört einem anderen Kunden.',
  'The account %s is in %s, not in %q.': 'Das Konto {1} ist in {2}, nicht in „{3}“.',
  'The account is of the customer %s; give that customer.':
    'Das Konto gehört dem Kunden {1}; geben Sie diesen Kunden an.',
  'The bank instruction of %s is at version %d, not %d: look at it again.':
    'Die Bankverbindung von {1} ist bei Version {2}, nicht {3}: Sehen Sie sie noch einmal an.',
  'The bank of a channel never changes; enter another channel.':
    'Die Bank eines Kanals ändert sich nie; legen Sie einen anderen Kanal an.',
  "The bank's disk is full: %d bytes are free.": 'Die Festplatte der Bank ist voll: {1} Byte sind frei.',
  "The bank's server does not permit %s; ask the bank to allow it.":
    'Der Server der Bank erlaubt dies nicht: {1}. Bitten Sie die Bank, es zu erlauben.',
  "The bank's server does not permit reading %s back. If that is its rule, set the channel to no read-back.":
    'Der Server der Bank erlaubt nicht, {1} zurückzulesen. Ist das seine Regel, stellen Sie den Kanal auf „ohne Rücklesen“.',
  'The connection to %s was lost before signing in; it can be tried again.':
    'Die Verbindung zu {1} brach vor der Anmeldung ab; es kann noch einmal versucht werden.',
  'The connection was lost before the file had its final name; it can be tried again.':
    'Die Verbindung brach ab, bevor die Datei ihren endgültigen Namen hatte; es kann noch einmal versucht werden.',
  'The connection was lost while %s; it can be tried again.':
    'Die Verbindung brach ab ({1}); es kann noch einmal versucht werden.',
  'The customer has %d accounts in %s; exactly one is needed to pay from.':
    'Der Kunde hat {1} Konten in {2}; genau eines wird zum Zahlen gebraucht.',
  'The day %s is over; give one that is still to come.': 'Der Tag {1} ist vorbei; nennen Sie einen, der noch kommt.',
  'The delivery could not be recorded: a four-eyes rule holds delivery.record, which only the service makes.':
    'Die Lieferung konnte nicht verzeichnet werden: Eine Vier-Augen-Regel hält delivery.record, das nur der Dienst gibt.',
  'The directory %q does not exist at the bank.': 'Den Ordner „{1}“ gibt es bei der Bank nicht.',
  'The file is no longer the one that was agreed to: it was queued as %s with SHA-256 %s and is now %s with %s. It is not sent.':
    'Die Datei ist nicht mehr die, der zugestimmt wurde: Eingereiht wurde sie als {1} mit SHA-256 {2}, jetzt ist sie {3} mit {4}. Sie wird nicht gesendet.',
  'The file may have reached the bank: %s. Ask the bank whether it has it; it is not sent again by itself.':
    'Die Datei hat die Bank vielleicht erreicht: {1}. Fragen Sie die Bank, ob sie sie hat; sie wird nicht von selbst noch einmal gesendet.',
  "The job %s is another customer's.": 'Das Amt {1} gehört einem anderen Kunden.',
  "The name has %d characters in the bank's character set; 1 to 140 are allowed.":
    'Der Name hat {1} Zeichen im Zeichensatz der Bank; 1 bis 140 sind erlaubt.',
  'The order says something else of the beneficiary than the bank instruction.':
    'Der Auftrag sagt vom Begünstigten etwas anderes als die Bankverbindung.',
  'The package %s has no orders; enter one before you submit it.':
    'Das Paket {1} hat keine Aufträge; erfassen Sie einen, bevor Sie es einreichen.',
  'The package %s is %s: it cannot be %s. %s': 'Das Paket {1} ist im Stand „{2}“; es kann nicht „{3}“ werden. {4}',
  'The bank instruction of %s names no netting participant, so an order to it is not intercompany: give another kind, or have the participant entered in the bank instruction first.':
    'Die Bankverbindung von {1} nennt keinen Netting-Teilnehmer, also ist ein Auftrag dorthin nicht konzernintern: Geben Sie eine andere Art an, oder lassen Sie zuerst den Teilnehmer in der Bankverbindung eintragen.',
  'The bank instruction of %s names the netting participant %q, and there is none of that id: give another kind, or have the bank instruction put right first.':
    'Die Bankverbindung von {1} nennt den Netting-Teilnehmer „{2}“, und es gibt keinen mit dieser ID: Geben Sie eine andere Art an, oder lassen Sie zuerst die Bankverbindung berichtigen.',
  'The package is of %s orders only; this one is %s.': 'Das Paket hat nur Aufträge der Art {1}; dieser ist {2}.',
  'The package is of the customer %s; give that customer.':
    'Das Paket gehört dem Kunden {1}; geben Sie diesen Kunden an.',
  'The private key cannot be read; an OpenSSH or PEM key without passphrase is needed.':
    'Der private Schlüssel kann nicht gelesen werden; nötig ist ein OpenSSH- oder PEM-Schlüssel ohne Passwort.',
  "The signatures do not suffice yet; the package's standing says what is missing.":
    'Die Unterschriften genügen noch nicht; der Stand des Pakets sagt, was fehlt.',
  'The time for the delivery ran out while %s; it can be tried again.':
    'Die Zeit für die Lieferung lief ab ({1}); es kann noch einmal versucht werden.',
  'There is no bank instruction %s.': 'Die Bankverbindung {1} gibt es nicht.',
  'This customer signs by jobs, and you have none there yet. Ask the bank administrator.':
    'Dieser Kunde unterschreibt nach Ämtern, und Sie haben dort noch keines. Fragen Sie die Bankverwaltung.',
  'This delivery is %s and so %s.': 'Diese Lieferung ist im Stand „{1}“: {2}.',
  'This file has its delivery already, which is %s.': 'Diese Datei hat schon ihre Lieferung; sie ist im Stand „{1}“.',
  'This is not a private key in PEM or OpenSSH form without passphrase.':
    'Das ist kein privater Schlüssel in PEM- oder OpenSSH-Form ohne Passwort.',
  'This is not the file that waits for signatures: its digest is %s. Look at it again.':
    'Das ist nicht die Datei, die auf Unterschriften wartet: Ihre Prüfsumme ist {1}. Sehen Sie sie noch einmal an.',
  'This order was removed from its package; enter a new one.':
    'Dieser Auftrag wurde aus seinem Paket genommen; erfassen Sie einen neuen.',
  'What left is not what was signed: the digest of the package %s is %s.':
    'Was hinausging, ist nicht, was unterschrieben wurde: Die Prüfsumme des Pakets {1} ist {2}.',
  "What the bank's server gives back is not what was sent; nothing was put under the final name. It can be tried again.":
    'Was der Server der Bank zurückgibt, ist nicht, was gesendet wurde; unter dem endgültigen Namen steht nichts. Es kann noch einmal versucht werden.',
  'You are no signatory of an account that this package debits.':
    'Sie sind für kein Konto zeichnungsberechtigt, das dieses Paket belastet.',
  'You entered this package or an order of it, as %s; others have to sign it.':
    'Sie haben dieses Paket oder einen Auftrag darin erfasst, als {1}; andere müssen es unterschreiben.',
  'You entered this package or an order of it; others have to sign it.':
    'Sie haben dieses Paket oder einen Auftrag darin erfasst; andere müssen es unterschreiben.',
  'You have not signed this package.': 'Sie haben dieses Paket nicht unterschrieben.',
  'You have signed this package already, as %s.': 'Sie haben dieses Paket schon unterschrieben, als {1}.',
  'You have signed this package already.': 'Sie haben dieses Paket schon unterschrieben.',
  '%q is not a SHA-256 of 64 hexadecimal digits.': '„{1}“ ist keine SHA-256-Prüfsumme aus 64 hexadezimalen Ziffern.',
  'The seal is of another signature.': 'Das Siegel gehört zu einer anderen Unterschrift.',
  'This installation has never sealed that signature.': 'Diese Installation hat jene Unterschrift nie versiegelt.',
  "This signature came without a proof of who gave it. Sign again, from the package's page.":
    'Diese Unterschrift kam ohne Nachweis, wer sie gab. Unterschreiben Sie noch einmal, auf der Seite des Pakets.',
  'It was given for another file.': 'Sie wurde für eine andere Datei gegeben.',
  'Only the installation can open its seals.': 'Ihre Siegel öffnet nur die Installation selbst.',
  "The file could not be encrypted for the channel's key; ask the bank for another.":
    'Die Datei ließ sich für den Schlüssel des Kanals nicht verschlüsseln; bitten Sie die Bank um einen anderen.',
  'This key cannot be encrypted for: %s.': 'Für diesen Schlüssel kann nicht verschlüsselt werden: {1}.',
  'What the disk gives back is not what was written; nothing was put under the final name. It can be tried again.':
    'Was der Datenträger zurückgibt, ist nicht das Geschriebene; unter dem endgültigen Namen steht nichts. Es kann noch einmal versucht werden.',
  'The folder did not take the file; it can be tried again. The operator finds the reason in the log.':
    'Der Ordner nahm die Datei nicht an; es kann noch einmal versucht werden. Den Grund findet der Betrieb im Log.',
  "There is no folder %q below the server's folder for deliveries; the operator has to make it.":
    'Unter dem Ordner des Servers für Lieferungen gibt es keinen Ordner „{1}“; der Betrieb muss ihn anlegen.',
  'Another file stands in the folder as %s. It is not overwritten; find out whose it is.':
    'Im Ordner steht eine andere Datei als {1}. Sie wird nicht überschrieben; klären Sie, wessen sie ist.',
  'A folder has no host, port, user, key, password, host keys, address and secret; leave them empty.':
    'Ein Ordner hat weder Host, Port, Benutzer, Schlüssel, Passwort, Hostschlüssel, Adresse noch Geheimnis; lassen Sie sie leer.',
  'Only a webhook has an address and a secret; leave them empty.':
    'Nur ein Webhook hat eine Adresse und ein Geheimnis; lassen Sie sie leer.',
  'A webhook has an address and a secret, and nothing of a server or folder; leave these empty.':
    'Ein Webhook hat eine Adresse und ein Geheimnis, und nichts von einem Server oder Ordner; lassen Sie dies leer.',
  'The receiver of a webhook answers with the digest; what it does not answer to so is unconfirmed by itself.':
    'Der Empfänger eines Webhooks antwortet mit der Prüfsumme; worauf er nicht so antwortet, ist von selbst unbestätigt.',
  'The field url is missing: give the address that files are posted to.':
    'Das Feld url fehlt: Geben Sie die Adresse an, an die Dateien gesendet werden.',
  "The channel's address cannot be used; correct it.":
    'Die Adresse des Kanals ist nicht verwendbar; berichtigen Sie sie.',
  'The receiver says that it took a file with SHA-256 %s; ours has %s. Find out what it has; nothing is sent again by itself.':
    'Der Empfänger sagt, er habe eine Datei mit SHA-256 {1} genommen; unsere hat {2}. Klären Sie, was er hat; von selbst wird nichts noch einmal gesendet.',
  'The receiver cannot be reached; it can be tried again.':
    'Der Empfänger ist nicht erreichbar; es kann noch einmal versucht werden.',
  "The receiver's answer was lost; it is asked again under the same key, so that it takes one file.":
    'Die Antwort des Empfängers ging verloren; er wird unter demselben Schlüssel noch einmal gefragt, damit er eine Datei nimmt.',
  'The receiver is busy (%d); it is tried again.': 'Der Empfänger ist beschäftigt ({1}); es wird noch einmal versucht.',
  'The receiver failed (%d) and may have taken the file; it is asked again under the same key, so that it takes one file.':
    'Beim Empfänger schlug etwas fehl ({1}), und er hat die Datei vielleicht genommen; er wird unter demselben Schlüssel noch einmal gefragt, damit er eine Datei nimmt.',
  'The receiver points to another address (%d); enter that one, for a signature is meant for one address.':
    'Der Empfänger verweist auf eine andere Adresse ({1}); geben Sie jene an, denn eine Unterschrift gilt einer Adresse.',
  'The receiver refused the file (%d); ask whoever keeps it why, and look at address and secret.':
    'Der Empfänger lehnte die Datei ab ({1}); fragen Sie, wer ihn betreibt, nach dem Grund, und sehen Sie Adresse und Geheimnis nach.',
  'These are %d keys; %d are allowed.': 'Das sind {1} Schlüssel; {2} sind erlaubt.',
  'What is put into a folder is always read back.': 'Was in einen Ordner gelegt wird, wird immer zurückgelesen.',
  'This is not the secret of this channel. Leave it out to keep the present one, or give a new one.':
    'Das ist nicht das Geheimnis dieses Kanals. Lassen Sie es weg, um das jetzige zu behalten, oder geben Sie ein neues.',
  'The file to be sent was not made; ask for it again.':
    'Die Datei, die gesendet werden soll, wurde nicht erstellt; fordern Sie sie noch einmal an.',
  'Give the private key or the password that signs in.':
    'Geben Sie den privaten Schlüssel oder das Passwort zur Anmeldung an.',
  'A password must be sealed before it is planned.': 'Ein Passwort muss versiegelt sein, bevor es eingeplant wird.',
  'A private key must be sealed before it is planned.':
    'Ein privater Schlüssel muss versiegelt sein, bevor er eingeplant wird.',
  'A key is given and nothing is encrypted for it; set the encryption, or take the key away.':
    'Ein Schlüssel ist angegeben, und nichts wird für ihn verschlüsselt; stellen Sie die Verschlüsselung ein, oder nehmen Sie den Schlüssel weg.',
  'The file may have been taken: an earlier attempt gave it its name, and it stands under neither. Ask whoever takes files there; it is not sent again by itself.':
    'Die Datei wurde vielleicht abgeholt: Ein früherer Versuch gab ihr ihren Namen, und sie steht unter keinem. Fragen Sie, wer dort Dateien abholt; von selbst wird sie nicht noch einmal gesendet.',
  'The file was given its name, and another stands under it. Find out whose it is.':
    'Die Datei bekam ihren Namen, und eine andere steht darunter. Klären Sie, wessen sie ist.',
};
