/** What the server says of the tables, columns and commands of delivery. */
export const deliver: Readonly<Record<string, string>> = {
  '22 unless the bank says otherwise.': '22, wenn die Bank nichts anderes sagt.',
  "A bank's drop box, and how it is reached.": 'Der Briefkasten einer Bank, und wie er erreicht wird.',
  'Fingerprint of the server that took it.': 'Fingerabdruck des Servers, der sie nahm.',
  'Has a failed delivery sent again.': 'Lässt eine fehlgeschlagene Lieferung noch einmal senden.',
  "Name or address of the bank's server.": 'Name oder Adresse des Servers der Bank.',
  'Of the bytes that were agreed to; no others are sent.':
    'Der Bytes, denen zugestimmt wurde; andere werden nicht gesendet.',
  'One file on its way to a bank, with the proof of its arrival.':
    'Eine Datei auf dem Weg zu einer Bank, mit dem Beleg ihrer Ankunft.',
  'Says whether the bank has a file whose arrival is unsure.':
    'Sagt, ob die Bank eine Datei hat, deren Ankunft unsicher ist.',
  'The key that signs in: PEM or OpenSSH without passphrase. Never shown again.':
    'Der Schlüssel, der anmeldet: PEM oder OpenSSH ohne Passwort. Er wird nie wieder gezeigt.',
  'The name at the bank.': 'Der Name bei der Bank.',
  'The record whose file it is.': 'Der Datensatz, dessen Datei es ist.',
  "The server's own keys, as lines of known_hosts; only a server that holds one is spoken to.":
    'Die Schlüssel des Servers selbst, als Zeilen aus known_hosts; nur mit einem Server, der einen davon hat, wird gesprochen.',
  'The table of the record whose file it is.': 'Die Tabelle des Datensatzes, dessen Datei es ist.',
  'What the last attempt or the person who looked said.':
    'Was der letzte Versuch oder die Person, die nachsah, gesagt hat.',
  'When the file was first about to get its final name; from then on it may have arrived.':
    'Wann die Datei zuerst ihren endgültigen Namen bekommen sollte; von da an kann sie angekommen sein.',
  'Where files are put; empty: where the user lands.': 'Wohin Dateien gelegt werden; leer: wo der Benutzer ankommt.',
  'Where it stands at the bank.': 'Wo sie bei der Bank steht.',
  'Who said so, and when.': 'Wer es wann gesagt hat.',
  'no_read_back: the bank forbids reading, so a file counts as sent, unconfirmed.':
    'no_read_back: Die Bank verbietet das Lesen; eine Datei gilt dann als gesendet, unbestätigt.',
  'sent: the bank has the file; failed: it has not.': 'sent: Die Bank hat die Datei; failed: Sie hat sie nicht.',
  'An export of the log with its proof, its newest checkpoint, or a report that was made by itself.':
    'Ein Auszug des Protokolls mit seinem Beweis, sein neuester Prüfpunkt oder ein von selbst erstellter Bericht.',
  "Has a file of the installation's sent by a channel, such as an export of the log.":
    'Lässt eine Datei der Installation über einen Kanal senden, etwa einen Auszug des Protokolls.',
  'Of an export: the first entry; 0: the first of all.': 'Bei einem Auszug: der erste Eintrag; 0: der allererste.',
  'Of an export: the last entry; 0: the newest that is signed.':
    'Bei einem Auszug: der letzte Eintrag; 0: der neueste unterschriebene.',
  "Of the bank: files that debit its accounts leave here. It never changes. Empty: no bank's, for files of other kinds.":
    'Der Bank: Dateien, die ihre Konten belasten, gehen hier ab. Er ändert sich nie. Leer: keiner Bank, für Dateien anderer Art.',
  'Of a report: which one.': 'Bei einem Bericht: welcher.',
  'Of the cipher text around those bytes, where the channel encrypts: what stands at the bank.':
    'Des Geheimtextes um diese Bytes, wenn der Kanal verschlüsselt: was bei der Bank steht.',
  "The bank's public key: for openpgp an armoured RSA key, for age keys like age1…, one a line.":
    'Der öffentliche Schlüssel der Bank: für openpgp ein RSA-Schlüssel als Text, für age Schlüssel wie age1…, je Zeile einer.',
  'Of a webhook: https, or http on the same machine.': 'Eines Webhooks: https, oder http auf demselben Rechner.',
  'Of a webhook: what files are signed with, 24 to 64 bytes in base64 after whsec_, or 24 characters or more. Never shown again.':
    'Eines Webhooks: womit Dateien unterzeichnet werden, 24 bis 64 Byte in Base64 nach whsec_ oder mindestens 24 Zeichen. Wird nie wieder gezeigt.',
  'The password that signs in, where the bank takes no key. Never shown again.':
    'Das Passwort zur Anmeldung, wenn die Bank keinen Schlüssel nimmt. Es wird nie wieder gezeigt.',
  'Whether files are encrypted for the bank before they leave; empty: none.':
    'Ob Dateien für die Bank verschlüsselt werden, bevor sie abgehen; leer: nein.',
  "folder: a folder below the server's own for deliveries, from where an agent takes the file; webhook: an address that it is posted to, signed.":
    'folder: ein Ordner unter dem des Servers für Lieferungen, aus dem ein anderes Programm die Datei holt; webhook: eine Adresse, an die sie unterzeichnet gesendet wird.',
};
