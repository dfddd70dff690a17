/** What the server says of the tables, columns and commands of rules. */
export const policy: Readonly<Record<string, string>> = {
  'A session ends after so long in all.': 'Nach dieser Zeit im Ganzen endet eine Sitzung.',
  'A session ends after so long without a request.': 'Nach dieser Zeit ohne Anfrage endet eine Sitzung.',
  'A table (bank_instruction) or a command (package.release).':
    'Eine Tabelle (bank_instruction) oder ein Befehl (package.release).',
  'All must be met: so many people with that permission to approve, or of that group.':
    'Alle müssen erfüllt sein: so viele Personen mit diesem Recht zuzustimmen oder aus dieser Gruppe.',
  'Approving, signing and changing who may do what ask for a proof again that is older than this.':
    'Genehmigen, Unterschreiben und Ändern von Rechten verlangen einen neuen Nachweis, wenn der letzte älter ist als dies.',
  'CEL over before, after, actor and now; empty: always.': 'CEL über before, after, actor und now; leer: immer.',
  'Everybody enrols a second factor at the next sign-in.':
    'Alle richten bei der nächsten Anmeldung einen zweiten Faktor ein.',
  'How old the last proof may be when somebody approves, signs or changes who may do what.':
    'Wie alt der letzte Nachweis sein darf, wenn jemand genehmigt, unterschreibt oder Rechte ändert.',
  'How people sign in: how long sessions last, what is asked again and when.':
    'Wie sich Personen anmelden: wie lange Sitzungen dauern, was wann noch einmal gefragt wird.',
  'Maker and approver must be of different units.':
    'Veranlassende und prüfende Person müssen aus verschiedenen Einheiten sein.',
  'Set how people sign in: the record is sign_in. Every field is given; one that is left out is refused.':
    'Festlegen, wie sich Personen anmelden: Der Datensatz ist sign_in. Jedes Feld wird angegeben; fehlt eines, wird es abgelehnt.',
  "The house's own words on the sign-in page.": 'Die eigenen Worte des Hauses auf der Anmeldeseite.',
  'When a change that waits ends by itself; 0: never.': 'Wann eine wartende Änderung von selbst endet; 0: nie.',
  'Which changes must wait, and for whom.': 'Welche Änderungen warten müssen, und auf wen.',
  'insert, update, delete of a table; command of a command.':
    'insert, update, delete bei einer Tabelle; command bei einem Befehl.',
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
  'Set what holds for all access, but for domains and sponsor: the record is access. Every field is given; one that is left out is refused.':
    'Festlegen, was für jeden Zugriff gilt, außer Domänen und Bürge: Der Datensatz ist access. Jedes Feld wird angegeben; fehlt eines, wird es abgelehnt.',
  'So many people can always manage users, and give roles.':
    'So viele Personen können immer Benutzer verwalten und Rollen vergeben.',
  'So many people can always manage users, and give roles: no change leaves fewer.':
    'So viele Personen können immer Benutzer verwalten und Rollen vergeben: Keine Änderung lässt weniger übrig.',
  'Such as example.com; none: any.': 'Etwa example.com; keine: jede.',
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
  'Of a static rule: the roles kept apart. Who may do all that a role may holds it, under whatever name and by however many roles together; what only reads counts for roles that only read.':
    'Einer statischen Regel: die getrennten Rollen. Wer alles darf, was eine Rolle erlaubt, hat sie, unter welchem Namen und durch wie viele Rollen zusammen auch immer; was nur liest, zählt bei Rollen, die nur lesen.',
  'Of a static rule: wherever they are held, or only where one scope lies in the other; empty is everywhere.':
    'Einer statischen Regel: wo auch immer sie gelten, oder nur, wo ein Bereich im anderen liegt; leer steht für überall.',
  'Of a static rule: the one unit that it is about. Only what is held there counts: over everything, at the unit, at one above or beneath it, or on a record of it or of one beneath it; empty is all units.':
    'Einer statischen Regel: die eine Einheit, um die es geht. Es zählt nur, was dort gilt: über alles, an der Einheit, an einer darüber oder darunter, oder an einem Datensatz von ihr oder einer darunter; leer steht für alle Einheiten.',
  'Of a wall between groups: the one side.': 'Einer Wand zwischen Gruppen: die eine Seite.',
  'Of a wall between groups: the other side.': 'Einer Wand zwischen Gruppen: die andere Seite.',
  'Of a wall between units: the one side, with all beneath it.':
    'Einer Wand zwischen Einheiten: die eine Seite, mit allem darunter.',
  'Of a wall between units: the other side.': 'Einer Wand zwischen Einheiten: die andere Seite.',
  "The user's home unit when it was made; filled in.":
    'Die Heimateinheit des Benutzers, als sie angelegt wurde; wird ausgefüllt.',
  'When it ends by itself.': 'Wann sie von selbst endet.',
  'Which duties are kept apart: what no one person holds or does together. To loosen or delete one that refuses is always agreed to by somebody else.':
    'Welche Aufgaben getrennt bleiben: was niemand zusammen innehat oder tut. Eine Regel, die ablehnt, zu lockern oder zu löschen, dem stimmt immer jemand anderes zu.',
  'Whom it lets past, with all users of the same person.': 'Wen sie ausnimmt, mit allen Benutzern derselben Person.',
  'Why it has to be.': 'Warum es sein muss.',
  'refuse; except: refuse unless an exception stands; report: let through and list.':
    'refuse: ablehnen; except: ablehnen, wenn keine Ausnahme besteht; report: durchlassen und auflisten.',
  'static: what no one person holds together; dynamic: what different people do to the same record; wall: two units or groups of which a person belongs to one.':
    'static: was niemand zusammen innehat; dynamic: was verschiedene Personen am selben Datensatz tun; wall: zwei Einheiten oder Gruppen, von denen eine Person zu einer gehört.',
  'How many others have to agree; 0: one.': 'Wie viele andere zustimmen müssen; 0: einer.',
  'Switch a family of four-eyes rules on: the record is permissions, bank_instructions, third_party_payments, payment_release or everything.':
    'Eine Familie von Vier-Augen-Regeln einschalten: Der Datensatz ist permissions, bank_instructions, third_party_payments, payment_release oder everything.',
  'The id of the group whose people they are; empty: whoever may approve what is changed.':
    'Die ID der Gruppe, aus der sie sind; leer: wer das Geänderte genehmigen darf.',
  'Who decides on changes for somebody who is absent, and until when.':
    'Wer für eine abwesende Person über Änderungen entscheidet, und bis wann.',
  'Who is absent.': 'Wer abwesend ist.',
  'Who decides on changes meanwhile.': 'Wer inzwischen über Änderungen entscheidet.',
  'Why, such as a leave.': 'Warum, etwa ein Urlaub.',
  "That person's home unit when it was made; filled in.":
    'Die Heimateinheit dieser Person, als es angelegt wurde; wird ausgefüllt.',
};
