import type { Entries } from './entries';

export const deliver = {
  'deliver.what': [
    'Every file that left or is to leave, with the digest that was agreed to and the server that took it.',
    'Jede Datei, die hinausging oder hinausgehen soll, mit der vereinbarten Prüfsumme und dem Server, der sie nahm.',
  ],
  'deliver.none': ['Nothing has left yet', 'Noch ist nichts hinausgegangen'],
  'deliver.none.what': [
    'The file of a package comes here by itself when its signatures accept it.',
    'Die Datei eines Pakets kommt von selbst hierher, sobald seine Unterschriften es annehmen.',
  ],
  'deliver.cipher': ['Encrypted', 'Verschlüsselt'],
  'deliver.look': ['A person must look.', 'Jemand muss nachsehen.'],
  'deliver.mend': ['Did not arrive.', 'Nicht angekommen.'],
  'deliver.confirm': [
    'Sent, unconfirmed: until the bank answers or somebody confirms it.',
    'Gesendet, unbestätigt: bis die Bank antwortet oder jemand es bestätigt.',
  ],
  'deliver.test': ['Test', 'Testen'],
  'deliver.test.which': ['Test {name}', '{name} testen'],
  'deliver.test.ok': ['It could deliver', 'Er könnte liefern'],
  'deliver.test.failed': ['It could not deliver', 'Er könnte nicht liefern'],
  'deliver.step.recipient': ['The bank’s key to encrypt for', 'Schlüssel der Bank zum Verschlüsseln'],
  'deliver.step.connection': ['Server, its key, and signing in', 'Server, sein Schlüssel und die Anmeldung'],
  'deliver.step.directory': ['Directory', 'Verzeichnis'],
  'deliver.step.address': ['Address and signature', 'Adresse und Unterschrift'],
  'deliver.channels.none': ['There is no way out yet', 'Noch führt kein Weg hinaus'],
  'deliver.channels.first': [
    'Enter a channel: the bank’s server and its host key, a folder, or an address that files are posted to.',
    'Legen Sie einen Kanal an: den Server der Bank und seinen Hostschlüssel, einen Ordner, oder eine Adresse, an die Dateien gesendet werden.',
  ],
} as const satisfies Entries;
