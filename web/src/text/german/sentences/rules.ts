/** What the server says of four-eyes and duty rules, reviews, and what other applications ask. */
export const rules: Readonly<Record<string, string>> = {
  '%d items are still to be decided, and would end with the review; its reviewers have until %s.':
    '{1} Posten sind noch zu entscheiden und würden mit der Überprüfung enden; die Prüfer haben Zeit bis {2}.',
  '%q cannot be a column: small letters and underscores, and not id, version or pending_change.':
    '„{1}“ kann keine Spalte sein: Kleinbuchstaben und Unterstriche, und nicht id, version oder pending_change.',
  '%q cannot be a value: neither empty nor with a comma.': '„{1}“ kann kein Wert sein: weder leer noch mit Komma.',
  '%q is no column of kind text with ref: unit.': '„{1}“ ist keine Spalte der Art text mit ref: unit.',
  '%q is no domain in small letters, like example.com.': '„{1}“ ist keine Domäne in Kleinbuchstaben wie example.com.',
  '%q is no name of a property: letters, digits and underscores, not beginning with a digit.':
    '„{1}“ ist kein Name einer Eigenschaft: Buchstaben, Ziffern und Unterstriche, nicht mit einer Ziffer beginnend.',
  '%q is no name of an action: up to 64 letters, digits and _ : / -, beginning with a letter.':
    '„{1}“ ist kein Name einer Aktion: bis zu 64 Buchstaben, Ziffern und _ : / -, mit einem Buchstaben beginnend.',
  '%q is no whole number.': '„{1}“ ist keine ganze Zahl.',
  '%q is none of %s, %s, %s and %s.': '„{1}“ ist keines von {2}, {3}, {4} und {5}.',
  '%q is none of everything, unit, record and table.': '„{1}“ ist keines von everything, unit, record und table.',
  '%q is none of permission, known, anyone.': '„{1}“ ist keines von permission, known, anyone.',
  '%q is none of text, date, currency, integer, boolean, time, decimal, money, list.':
    '„{1}“ ist keines von text, date, currency, integer, boolean, time, decimal, money, list.',
  '%q is none of text, integer, boolean, time, list.': '„{1}“ ist keines von text, integer, boolean, time, list.',
  '%s is kept with %d values, and a %s has one.': '{1} ist mit {2} Werten gespeichert, und {3} hat einen.',
  '%s is no %s.': '{1} ist kein {2}.',
  '%s is served by the program itself; take another name.':
    '{1} bedient das Programm selbst; nehmen Sie einen anderen Namen.',
  '%s is the reviewer already.': '{1} überprüft das schon.',
  'A minimum is for integers.': 'Ein Minimum gibt es für ganze Zahlen.',
  'A permission is asked of who: permission alone.': 'Ein Recht wird mit who erfragt: allein mit permission.',
  'A property has at most 1000 values.': 'Eine Eigenschaft hat höchstens 1000 Werte.',
  'A rule stays of its kind; make another one.': 'Eine Regel bleibt von ihrer Art; legen Sie eine andere an.',
  'A secret is a text of which nothing else is said.': 'Ein Geheimnis ist ein Text, von dem sonst nichts gesagt wird.',
  'A session cannot be shorter in all than without a request.':
    'Eine Sitzung kann im Ganzen nicht kürzer sein als ohne Anfrage.',
  'A table has 1 to %d columns.': 'Eine Tabelle hat 1 bis {1} Spalten.',
  'A table has at most %d unique sets.': 'Eine Tabelle hat höchstens {1} eindeutige Gruppen.',
  'A text holds one id, a list several.': 'Ein Text enthält eine ID, eine Liste mehrere.',
  'A type has 1 to %d actions, and at most as many further permissions.':
    'Ein Typ hat 1 bis {1} Aktionen und höchstens ebenso viele weitere Rechte.',
  'All rules of the preset %s are in force already.': 'Alle Regeln der Vorlage {1} sind schon in Kraft.',
  'An action has at most %d clauses.': 'Eine Aktion hat höchstens {1} Klauseln.',
  'An entity has at most %d properties.': 'Ein Gegenstand hat höchstens {1} Eigenschaften.',
  'Another person or another rule takes another exception; end this one.':
    'Eine andere Person oder eine andere Regel braucht eine andere Ausnahme; beenden Sie diese.',
  'enum, min_length, max_length and pattern are for texts.':
    'enum, min_length, max_length und pattern gibt es für Texte.',
  'evaluations has %d requests; %d are allowed.': 'evaluations enthält {1} Anfragen; {2} sind erlaubt.',
  'For other people make another one, and end this one.':
    'Für andere Personen legen Sie eine neue an und beenden diese.',
  'It ends before it begins.': 'Es endet, bevor es beginnt.',
  'Lengths are 0 to 100000.': 'Längen gehen von 0 bis 100000.',
  'Name a person who is active.': 'Nennen Sie eine Person, die aktiv ist.',
  'Name somebody who is active, holds %s where it is, and is not one of those who have it.':
    'Nennen Sie jemanden, der aktiv ist, {1} an dieser Stelle hat und nicht selbst zu denen gehört, um die es geht.',
  'Name the columns of this set.': 'Nennen Sie die Spalten dieser Gruppe.',
  'Name the review by 1 to 40 small letters, digits and hyphens, like 2026-q4.':
    'Benennen Sie die Überprüfung mit 1 bis 40 Kleinbuchstaben, Ziffern und Bindestrichen, wie 2026-q4.',
  'Name the table and the id of the record.': 'Nennen Sie Tabelle und ID des Datensatzes.',
  'Nobody is their own deputy; name somebody else.': 'Niemand vertritt sich selbst; nennen Sie jemand anderen.',
  'Nobody named may review the %s %s: a reviewer holds %s where it is, and is not one of those who have it. Name somebody else as well.':
    'Niemand von den Genannten darf {1} {2} überprüfen: Wer überprüft, hat {3} an dieser Stelle und gehört nicht selbst zu denen, um die es geht. Nennen Sie noch jemanden.',
  'Nobody reviews their own access. Have it given to another reviewer.':
    'Niemand überprüft den eigenen Zugriff. Lassen Sie es jemand anderem geben.',
  'One of these units lies beneath the other; a wall stands between two that are apart.':
    'Eine dieser Einheiten liegt unter der anderen; eine Wand steht zwischen zweien, die getrennt sind.',
  'People hold roles by themselves, by the grants %s. Grant these to groups instead, and end them first.':
    'Personen haben Rollen für sich allein, durch die Berechtigungen {1}. Geben Sie diese stattdessen Gruppen, und beenden Sie sie zuerst.',
  'Roles and applications know the type as %s; declare another one.':
    'Rollen und Anwendungen kennen den Typ als {1}; erklären Sie einen anderen.',
  'Roles, addresses and the log know the table as %s; declare another one.':
    'Rollen, Adressen und das Protokoll kennen die Tabelle als {1}; erklären Sie eine andere.',
  'Say audit: show, or mask for a secret.': 'Geben Sie audit: show an, oder mask für ein Geheimnis.',
  'Say until when it is to be decided, a time that is still to come.':
    'Sagen Sie, bis wann zu entscheiden ist; die Zeit muss noch kommen.',
  'Say when it ends, a time that is still to come.': 'Sagen Sie, wann sie endet; der Zeitpunkt muss noch kommen.',
  'Say why it is revoked.': 'Sagen Sie, warum entzogen wird.',
  'Somebody else has to answer for it: name a sponsor who is not you.':
    'Jemand anderes muss dafür einstehen: Nennen Sie einen Bürgen, der nicht Sie sind.',
  'The %s %s has ended already, or is another by now; there is nothing to decide.':
    '{1} {2} ist schon beendet oder inzwischen etwas anderes; es ist nichts zu entscheiden.',
  'The %s %s is at version %d, not %d: it changed since it was looked at. Look at it again, and confirm that version.':
    '{1} {2} steht auf Version {3}, nicht {4}: Sie wurde geändert, seit sie angesehen wurde. Sehen Sie sie noch einmal an und bestätigen Sie diese Version.',
  'The column %s is declared twice.': 'Die Spalte {1} ist zweimal erklärt.',
  'The duty rule %q takes no exceptions: its mode is %s.':
    'Die Trennungsregel „{1}“ lässt keine Ausnahmen zu: Sie ist im Modus {2}.',
  'The policy is never deleted; change it.': 'Die Richtlinie wird nie gelöscht; ändern Sie sie.',
  'The property %s is declared twice.': 'Die Eigenschaft {1} ist zweimal erklärt.',
  'The property %s is given twice.': 'Die Eigenschaft {1} ist zweimal angegeben.',
  'The review %s is %s already.': 'Die Überprüfung {1} ist schon im Stand „{2}“.',
  'The review %s is %s; start another.': 'Die Überprüfung {1} ist im Stand „{2}“; beginnen Sie eine andere.',

  'The role %s is granted by %s; end these grants first.':
    'Die Rolle {1} ist durch {2} gegeben; beenden Sie zuerst diese Berechtigungen.',
  'The table %s has %d rows. Delete them first.': 'Die Tabelle {1} hat {2} Zeilen. Löschen Sie diese zuerst.',
  'The table %s has rows, which would lose their %s. Leave the column; it may become optional.':
    'Die Tabelle {1} hat Zeilen, die {2} verlören. Lassen Sie die Spalte stehen; sie darf freiwillig werden.',
  'The table %s has rows: kind, audit and ref of %s stay as they are.':
    'Die Tabelle {1} hat Zeilen: kind, audit und ref von {2} bleiben, wie sie sind.',
  "The table %s has rows: what is unique and the unit's column stay as they are.":
    'Die Tabelle {1} hat Zeilen: Was eindeutig ist und die Spalte der Einheit bleiben, wie sie sind.',
  'The type has no action or permission %s.': 'Der Typ hat keine Aktion und kein Recht {1}.',
  'The user is of the unit %q; leave the unit out.':
    'Der Benutzer gehört zur Einheit „{1}“; lassen Sie die Einheit weg.',
  'There are %d properties here; %d are allowed.': 'Hier sind {1} Eigenschaften; {2} sind erlaubt.',
  'There is a review %s already; take another id.': 'Es gibt schon eine Überprüfung {1}; nehmen Sie eine andere ID.',
  'There is no action %q; write one like user.insert.':
    'Den Vorgang „{1}“ gibt es nicht; schreiben Sie einen wie user.insert.',
  'There is no active user %q.': 'Es gibt keinen aktiven Benutzer „{1}“.',
  'There is no column %s that could be unique.': 'Es gibt keine Spalte {1}, die eindeutig sein könnte.',
  'There is no deputyship %s of yours.': 'Sie haben keine Vertretung {1}.',
  'There is no grant and no membership of that kind; widen the unit or the roles.':
    'Es gibt keine solche Berechtigung oder Mitgliedschaft; wählen Sie die Einheit oder die Rollen weiter.',
  'There is no preset %q; there are permissions, bank_instructions, third_party_payments, payment_release and everything.':
    'Die Vorlage „{1}“ gibt es nicht; es gibt permissions, bank_instructions, third_party_payments, payment_release und everything.',
  'There is no process %s.': 'Den Prozess {1} gibt es nicht.',
  'There is no record %q.': 'Es gibt keinen Datensatz „{1}“.',
  'There is no role %s.': 'Die Rolle {1} gibt es nicht.',
  'There is no rule %s.': 'Die Regel {1} gibt es nicht.',
  'There is no unit %s.': 'Die Einheit {1} gibt es nicht.',
  'There is one policy, under the id %s.': 'Es gibt eine Richtlinie, unter der ID {1}.',
  'These are %d grants and memberships; one review looks at %d. Start several, each of a unit or of fewer roles.':
    'Das sind {1} Berechtigungen und Mitgliedschaften; eine Überprüfung fasst {2}. Beginnen Sie mehrere, jede für eine Einheit oder für weniger Rollen.',
  'This condition cannot be used: %s.': 'Diese Bedingung ist nicht verwendbar: {1}.',
  'This condition cannot be used: %v.': 'Diese Bedingung ist nicht verwendbar: {1}.',
  'This condition is a %s; write one that is true or false.':
    'Diese Bedingung ist vom Typ {1}; schreiben Sie eine, die wahr oder falsch ist.',
  'This deputyship has ended already.': 'Diese Vertretung ist schon beendet.',
  'This is for %s to decide. Whoever leads the review can give it to another reviewer.':
    'Das hat {1} zu entscheiden. Wer die Überprüfung leitet, kann es jemand anderem geben.',
  'This is no regular expression: %v.': 'Das ist kein regulärer Ausdruck: {1}.',
  'This was decided already: it is %s.': 'Das ist schon entschieden: Der Stand ist „{1}“.',
  'To read is no act: %s leaves no trace that a duty could be kept apart by.':
    'Lesen ist keine Handlung: {1} hinterlässt keine Spur, nach der man Aufgaben trennen könnte.',
  'Whoever holds the role %s would break this rule by it alone, since it may do all that %s may. Nobody could hold it: leave one of them out, or name what they are to be kept apart by as permissions.':
    'Wer die Rolle {1} hat, verstieße allein durch sie gegen diese Regel, denn sie darf alles, was {2} darf. Niemand könnte sie haben: Lassen Sie eine davon weg, oder nennen Sie, wodurch sie getrennt sein sollen, als Rechte.',
};
