import type { Entries } from './entries';

export const me = {
  'me.factor': ['My second factor', 'Mein zweiter Faktor'],
  'me.factor.what': [
    'An authenticator on your phone shows the codes that you sign in and confirm with.',
    'Eine Authenticator-App auf Ihrem Telefon zeigt die Codes, mit denen Sie sich anmelden und bestätigen.',
  ],
  'me.factor.replace.what': [
    'Another authenticator takes the place of the one that you use now. Everywhere else you are signed out, and you get new recovery codes.',
    'Eine andere App tritt an die Stelle der jetzigen. Überall sonst werden Sie abgemeldet, und Sie erhalten neue Wiederherstellungscodes.',
  ],
  'me.factor.replace': ['Replace my authenticator', 'Meine App ersetzen'],
  'me.factor.set.what': [
    'You sign in with a password alone. With a second factor a stolen password is not enough. Everywhere else you are signed out.',
    'Sie melden sich nur mit einem Passwort an. Mit einem zweiten Faktor genügt ein gestohlenes Passwort nicht. Überall sonst werden Sie abgemeldet.',
  ],
  'me.factor.set': ['Set up an authenticator', 'Eine App einrichten'],
  'me.factor.scan': [
    'Scan the picture with the new authenticator, or type the key into it. Then give the code that it shows. Until then nothing changes.',
    'Lesen Sie das Bild mit der neuen App ein, oder tippen Sie den Schlüssel ab. Geben Sie dann den Code ein, den sie zeigt. Bis dahin ändert sich nichts.',
  ],
  'me.factor.picture': ['The new key as a QR code', 'Der neue Schlüssel als QR-Code'],
  'me.factor.key': ['The new key', 'Der neue Schlüssel'],
  'me.factor.code': ['Code of the new authenticator', 'Code der neuen App'],
  'me.factor.confirm': ['Confirm and sign out elsewhere', 'Bestätigen und anderswo abmelden'],
  'me.factor.leave': ['Leave it as it is', 'Lassen, wie es ist'],
  'me.recovery.what': [
    'A recovery code lets you in once without your authenticator. If you make new ones, those before are of no use any more.',
    'Ein Wiederherstellungscode lässt Sie einmal ohne Ihre App hinein. Wenn Sie neue ausstellen, gelten die bisherigen nicht mehr.',
  ],
  'me.recovery.renew': ['Make new recovery codes', 'Neue Codes ausstellen'],
  'me.codes': ['Your new recovery codes', 'Ihre neuen Wiederherstellungscodes'],
  'me.codes.keep': [
    'Keep these ten codes in a safe place, away from your phone. Each works once. They are shown this once; nobody can look them up.',
    'Bewahren Sie diese zehn Codes sicher auf, nicht auf Ihrem Telefon. Jeder gilt einmal. Sie werden nur dieses eine Mal gezeigt; niemand kann sie nachsehen.',
  ],
  'me.codes.held': [
    'Others have to agree first: the codes work from then on, and until then everything stays as it was.',
    'Andere müssen zuerst zustimmen: Die Codes gelten ab dann, und bis dahin bleibt alles, wie es war.',
  ],
  'me.codes.replaced': [
    'Your new authenticator counts from now on. Elsewhere you are signed out.',
    'Ab jetzt gilt Ihre neue App. Anderswo sind Sie abgemeldet.',
  ],
  'me.codes.copy': ['Copy all ten', 'Alle zehn kopieren'],
  'me.codes.kept': ['I have kept them', 'Ich habe sie aufbewahrt'],
  'me.passkeys': ['My passkeys', 'Meine Passkeys'],
  'me.passkeys.what': [
    'A passkey on your phone, computer or security key signs packages: the file itself goes into what it signs, and anybody can check that later.',
    'Ein Passkey auf Telefon, Computer oder Sicherheitsschlüssel unterschreibt Pakete: Die Datei selbst geht in das Unterschriebene ein, und das kann später jeder nachprüfen.',
  ],
  'me.passkeys.none': [
    'You have none yet. Until then you sign with the code of your authenticator.',
    'Sie haben noch keinen. Bis dahin unterschreiben Sie mit dem Code Ihrer App.',
  ],
  'me.passkeys.impossible': [
    'This browser or address takes no passkeys. They need HTTPS and a name, or localhost.',
    'Dieser Browser oder diese Adresse nimmt keine Passkeys an. Nötig sind HTTPS und ein Name, oder localhost.',
  ],
  'me.passkeys.list': ['Passkeys', 'Passkeys'],
  'me.passkeys.name': ['Name of this device', 'Name dieses Geräts'],
  'me.passkeys.add': ['Add a passkey', 'Passkey hinzufügen'],
  'me.passkeys.added': ['Added', 'Hinzugefügt'],
  'me.passkeys.site': ['For', 'Für'],
  'me.passkeys.remove': ['Remove', 'Entfernen'],
  'me.passkeys.remove.which': ['Remove {name}', '{name} entfernen'],
  'me.passkeys.stopped': [
    'The browser or device did not go on. Nothing happened.',
    'Browser oder Gerät haben nicht weitergemacht. Es ist nichts geschehen.',
  ],
  'me.notices': ['My mails', 'Meine E-Mails'],
  'me.notices.what': [
    'What waits for you (changes, signatures, exceptions, reviews) is told by e-mail as well, where the installation sends any. Mails hold no amounts and no contents.',
    'Was auf Sie wartet (Änderungen, Unterschriften, Ausnahmen, Überprüfungen), erfahren Sie auch per E-Mail, wo die Installation welche verschickt. E-Mails enthalten keine Beträge und keine Inhalte.',
  ],
  'me.notices.at_once': ['Each at once', 'Jede sofort'],
  'me.notices.daily': ['One a day', 'Eine am Tag'],
  'me.notices.off': ['None', 'Keine'],
} as const satisfies Entries;
