/** What the server says of the tables, columns and commands of the directory. */
export const directory: Readonly<Record<string, string>> = {
  "The user's home unit; filled in, and kept as the user moves.":
    'Die Heimateinheit des Benutzers; wird eingetragen und zieht mit ihm um.',
  'The unit that the one record belongs to; filled in, and kept as the record moves.':
    'Die Einheit, zu der der eine Datensatz gehört; sie wird ausgefüllt und geht mit, wenn der Datensatz wandert.',
  "A department, team or company in the organisation's tree.":
    'Eine Abteilung, ein Team oder ein Unternehmen im Baum der Organisation.',
  'A later link took its place.': 'Ein späterer Link trat an seine Stelle.',
  'A named set of permissions.': 'Ein benannter Satz von Rechten.',
  'A one-time link by which a person sets a password; only the hash of its secret is kept.':
    'Ein Einmal-Link, mit dem eine Person ein Passwort setzt; verwahrt wird nur der Hash seines Geheimnisses.',
  'A person or service known to the system.': 'Eine Person oder ein Dienst, den das System kennt.',
  'A role given to a user or a group, at a scope, for a time.':
    'Eine Rolle, einem Benutzer oder einer Gruppe gegeben, für einen Bereich und eine Zeit.',
  'A set of users; what is granted to it, its members have.':
    'Eine Menge von Benutzern; was ihr gegeben ist, haben ihre Mitglieder.',
  'A token that a service signs in with; only its hash is kept.':
    'Ein Token, mit dem sich ein Dienst anmeldet; verwahrt wird nur sein Hash.',
  "A user's membership of a group, for a time.": 'Die Mitgliedschaft eines Benutzers in einer Gruppe, für eine Zeit.',
  "Copy a role into one of one's own.": 'Eine Rolle in eine eigene kopieren.',
  'Everything, a unit and all beneath it, one record, or every record of a table.':
    'Alles, eine Einheit mit allem darunter, ein Datensatz oder alle einer Tabelle.',
  'Ids of roles whose permissions this one has too.': 'Rollen, deren Rechte diese auch hat.',
  'Of a service: who answers for it. The two count as one person, and only the keeper makes its tokens.':
    'Bei einem Dienst: wer ihn verantwortet. Beide zählen als eine Person, und nur wer ihn verantwortet, macht seine Tokens.',
  'Of the copy.': 'Der Kopie.',
  'Of the second factor (RFC 6238); empty: none is enrolled.':
    'Des zweiten Faktors (RFC 6238); leer: keiner ist eingerichtet.',
  'SHA-256 of the secret, hexadecimal.': 'SHA-256 des Geheimnisses, hexadezimal.',
  'Sorted; each one of those that the server lists.': 'Sortiert; jedes eines von denen, die der Server aufzählt.',
  'End every session of a person, at once and on every node.':
    'Beendet alle Sitzungen einer Person, sofort und auf jedem Knoten.',
  'That every session of a person was ended: by an administrator, or with a password set anew or a second factor taken away.':
    'Dass alle Sitzungen einer Person beendet wurden: von einer Administratorin oder einem Administrator, oder mit einem neu gesetzten Passwort oder einem weggenommenen zweiten Faktor.',
  'When somebody asked for it; it counts from when that was carried out, which may have waited for others.':
    'Wann es verlangt wurde; es gilt ab der Ausführung, die auf andere gewartet haben kann.',
  'Whose sessions are over.': 'Wessen Sitzungen vorüber sind.',
  "Take a person's second factor away, so that another is enrolled at the next sign-in; never one's own.":
    'Jemandem den zweiten Faktor nehmen, damit bei der nächsten Anmeldung ein anderer eingerichtet wird; nie den eigenen.',
  'The group whose members hold the role; empty when a user does.':
    'Die Gruppe, deren Mitglieder die Rolle haben; leer, wenn ein Benutzer sie hat.',
  "The group's unit; filled in.": 'Die Einheit der Gruppe; wird ausgefüllt.',
  'The hashes of the recovery codes.': 'Die Hashes der Wiederherstellungscodes.',
  'The home unit.': 'Die Heimateinheit.',
  'The keeper who saw the secret; filled in.': 'Wer das Geheimnis gesehen hat; wird ausgefüllt.',
  'The number of an external ticket, that of the change which gives it.':
    'Die Nummer eines externen Tickets, die der Änderung, mit der sie gegeben wird.',
  "The revision of the program's table that it is of; 0 for a role of one's own.":
    'Der Stand der Tabelle des Programms, von dem sie ist; 0 bei einer eigenen Rolle.',
  'The unit above; empty at the top.': 'Die Einheit darüber; leer ganz oben.',
  'The unit whose administrators look after it; empty: those of everything.':
    'Die Einheit, deren Verwaltung sich darum kümmert; leer: die Verwaltung von allem.',
  'Two users with the same personnel id are one person.':
    'Zwei Benutzer mit derselben Personalnummer sind eine Person.',
  'What a person signs in with: a hashed password and a sealed second factor.':
    'Womit sich eine Person anmeldet: ein gehashtes Passwort und ein versiegelter zweiter Faktor.',
  'When a password was set by it; empty: not yet.': 'Wann damit ein Passwort gesetzt wurde; leer: noch nicht.',
  'When the password was set.': 'Wann das Passwort gesetzt wurde.',
  'When the second factor was enrolled.': 'Wann der zweite Faktor eingerichtet wurde.',
  'When the user ends by itself; empty: never.': 'Wann der Benutzer von selbst endet; leer: nie.',
  'Who holds the role; empty when a group does.': 'Wer die Rolle hat; leer, wenn eine Gruppe sie hat.',
  'Who saw the secret; empty: it was shown where the installation was founded.':
    'Wer das Geheimnis gesehen hat; leer: Es wurde gezeigt, wo die Installation gegründet wurde.',
  'Sessions from before are over: another second factor took the place of one, or it was taken away.':
    'Frühere Sitzungen sind beendet: Ein anderer zweiter Faktor trat an die Stelle, oder er wurde genommen.',
  'Who took the second factor away; empty once another is enrolled.':
    'Wer den zweiten Faktor genommen hat; leer, sobald ein anderer eingerichtet ist.',
  'Why it was given, the reason of the change.': 'Warum sie gegeben wurde, der Grund der Änderung.',
  'Give a user another home unit, and end the memberships of the old one that are not named.':
    'Einem Benutzer eine andere Heimateinheit geben und die nicht genannten Mitgliedschaften der alten beenden.',
  'Let a suspended user act again, with those grants and memberships alone that are named.':
    'Einen gesperrten Benutzer wieder handeln lassen, nur mit den genannten Berechtigungen und Mitgliedschaften.',
  "Suspend a user, and hand over what the person had to a successor's list.":
    'Einen Benutzer sperren und, was die Person hatte, auf die Liste eines Nachfolgers setzen.',
  "That person's home unit.": 'Die Heimateinheit dieser Person.',
  'The id of a pending change: when that is executed, or ends otherwise, so does the membership.':
    'Die ID einer wartenden Änderung: Wird sie ausgeführt oder endet sie anders, endet auch die Mitgliedschaft.',
  'When the user ends by itself; empty: as before, and never where that is over.':
    'Wann der Benutzer von selbst endet; leer: wie bisher, und nie, wenn das vorbei ist.',
  'The ids of the grants and memberships that the person is to have again; the others end.':
    'Die IDs der Berechtigungen und Mitgliedschaften, die die Person wieder haben soll; die anderen enden.',
  'The ids of the memberships in groups of the old unit that stay; the others end.':
    'Die IDs der Mitgliedschaften in Gruppen der alten Einheit, die bleiben; die anderen enden.',
  'The new home unit.': 'Die neue Heimateinheit.',
  'What people had who are suspended or whose time is over, on the lists of those who look after it.':
    'Was gesperrte Personen hatten, auf den Listen derer, die sich darum kümmern.',
  'When the successor was done with it; empty: not yet.': 'Wann der Nachfolger damit fertig war; leer: noch nicht.',
  'Who had it.': 'Wer es hatte.',
  'Who looks after it.': 'Wer sich darum kümmert.',
  "Who looks after pending changes, exceptions and tokens; empty: whom the user's record names, and nobody is needed while there are none.":
    'Wer sich um wartende Änderungen, Ausnahmen und Token kümmert; leer: wen der Datensatz des Benutzers nennt, und niemand ist nötig, solange es keine gibt.',
  'Who looks after what the user has once the user is suspended or ends; may be empty while there is nothing.':
    'Wer sich um das kümmert, was der Benutzer hat, sobald er gesperrt ist; darf leer sein, solange es nichts gibt.',
  "Make a ready group with the roles of one kind of person: the record is the ready group's id, such as treasurer.":
    'Eine fertige Gruppe mit den Rollen einer Art von Person anlegen: Der Datensatz ist die ID der fertigen Gruppe, etwa treasurer.',
  "Empty: the ready group's own.": 'Leer: der eigene der fertigen Gruppe.',
  "Of super users: the group whose members they name. Of subject matter experts: the group of super users who name its members. Empty: the unit's, where it goes by the ready group's own name; if there is none, nobody is given that yet.":
    'Bei Super-Usern: die Gruppe, deren Mitglieder sie benennen. Bei Fachexperten: die Gruppe der Super-User, die ihre Mitglieder benennen. Leer: die der Einheit, wo sie den eigenen Namen der fertigen Gruppe trägt; gibt es keine, erhält das noch niemand.',
  'The unit whose group it is and within which its roles are granted; empty: everything.':
    'Die Einheit, deren Gruppe es ist und in der ihre Rollen gegeben sind; leer: alles.',
  'When its roles end; needed for external auditors.': 'Wann ihre Rollen enden; für externe Prüfer nötig.',
  'A pending change, an exception to solve, a token of a service, or somebody who is absent and was to be stood in for.':
    'Eine wartende Änderung, eine zu klärende Ausnahme, ein Token eines Dienstes oder eine abwesende Person, die zu vertreten war.',
  "The change's command, the token's name, or who is absent.":
    'Der Befehl der Änderung, der Name des Tokens oder wer abwesend ist.',
  "A key on a person's device by which they sign packages.":
    'Ein Schlüssel auf dem Gerät einer Person, mit dem sie Pakete unterschreibt.',
  'COSE_Key (RFC 9052), base64url.': 'COSE_Key (RFC 9052), base64url.',
  'The host name that it was made for; it works nowhere else.':
    'Der Hostname, für den er gemacht wurde; anderswo gilt er nicht.',
  "The key's id on the device, base64url.": 'Die Kennung des Schlüssels auf dem Gerät, base64url.',
  'What the person calls the device.': 'Wie die Person das Gerät nennt.',
  "Remove all passkeys of a person, whose device was lost; never one's own.":
    'Alle Passkeys einer Person entfernen, deren Gerät verloren ging; nie die eigenen.',
};
