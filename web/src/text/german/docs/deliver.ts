/** What the server says of the tables, columns and commands of delivery. */
export const deliver: Readonly<Record<string, string>> = {
  '22 unless the bank says otherwise.': '22, wenn die Bank nichts anderes sagt.',
  "A bank's drop box, and how it is reached.": 'Der Briefkasten einer Bank, und wie er erreicht wird.',
  'Fingerprint of the server that took it.': 'Fingerabdruck des Servers, der sie nahm.',
  'Has a failed delivery sent again.': 'Lässt eine fehlgeschlagene Lieferung noch einmal senden.',
  "Name or address of the bank's server.": 'Name oder Adresse des Servers der Bank.',
  'Of the bank: files that debit its accounts leave here. It never changes.':
    'Der Bank: Dateien, die ihre Konten belasten, gehen hier hinaus. Er ändert sich nie.',
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
};
