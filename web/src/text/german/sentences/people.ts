/** What the server says of the directory and signing in. */
export const people: Readonly<Record<string, string>> = {
  '%s names a person whom you do not administer. Have somebody make the two users one person who administers both.':
    '{1} bezeichnet eine Person, die Sie nicht verwalten. Lassen Sie die beiden Benutzer von jemandem zu einer Person machen, der beide verwaltet.',
  '%s has no grant or membership %s.': '{1} hat keine Berechtigung oder Mitgliedschaft {2}.',
  '%s is a service; its keeper makes tokens for it.': '{1} ist ein Dienst; wer ihn verantwortet, macht seine Tokens.',
  '%s is not suspended.': '{1} ist nicht gesperrt.',
  '%s is of this unit already.': '{1} ist schon in dieser Einheit.',
  '%s is suspended already, and has nothing more to hand over.':
    '{1} ist schon gesperrt und hat nichts mehr zu übergeben.',
  '%s is suspended; reactivate first.': '{1} ist gesperrt; heben Sie die Sperre erst auf.',
  '%s still has %s. Reactivating gives nothing back that nobody looked at: say by user.reactivate what the person is to keep.':
    '{1} hat noch {2}. Beim Reaktivieren kommt nichts zurück, was niemand angesehen hat: Sagen Sie mit user.reactivate, was die Person behalten soll.',
  'A grant over everything names no record.': 'Eine Berechtigung für alles nennt keinen Datensatz.',
  'A group stays in its unit, whose administrators look after its members; make another one there.':
    'Eine Gruppe bleibt in ihrer Einheit, deren Verwaltung ihre Mitglieder betreut; legen Sie dort eine andere an.',
  'A password has %d to %d characters.': 'Ein Passwort hat {1} bis {2} Zeichen.',
  'A person does not become a service, nor a service a person; make another user.':
    'Eine Person wird nicht zum Dienst und ein Dienst nicht zur Person; legen Sie einen anderen Benutzer an.',
  'A service answers for nothing; name the person who does.':
    'Ein Dienst verantwortet nichts; nennen Sie die Person, die es tut.',
  'A service cannot answer for itself; name a person.':
    'Ein Dienst kann sich nicht selbst verantworten; nennen Sie eine Person.',
  'A standard role is what the program says; it is not edited or deleted. Clone it into a role of your own.':
    'Eine Standardrolle ist, was das Programm sagt; sie wird nicht geändert oder gelöscht. Kopieren Sie sie in eine eigene Rolle.',
  'A token is never deleted; revoke it.': 'Ein Token wird nie gelöscht; widerrufen Sie es.',
  'A token needs an end that is still to come.': 'Ein Token braucht ein Ende, das noch kommt.',
  'A user is never deleted; suspend it.': 'Ein Benutzer wird nie gelöscht; sperren Sie ihn.',
  'Addresses are of %s here; a domain administrator can add others.':
    'Adressen sind hier von {1}; ein Domänenverwalter kann weitere erlauben.',
  'Another secret, another user or a second life takes a new token.':
    'Ein anderes Geheimnis, ein anderer Benutzer oder ein zweites Leben braucht ein neues Token.',
  'Another user or another group takes another membership; end this one.':
    'Ein anderer Benutzer oder eine andere Gruppe ist eine andere Mitgliedschaft; beenden Sie diese.',
  'E-mail address and password do not belong together, or you may not sign in.':
    'E-Mail-Adresse und Passwort gehören nicht zusammen, oder Sie dürfen sich nicht anmelden.',
  'Give a code of your second factor.': 'Geben Sie einen Code Ihres zweiten Faktors an.',
  'Give one address in small letters, like anna.kovacs@example.com.':
    'Geben Sie eine Adresse in Kleinbuchstaben an, wie anna.kovacs@example.com.',
  'Give the SHA-256 of the secret as 64 hexadecimal digits.':
    'Geben Sie den SHA-256 des Geheimnisses mit 64 hexadezimalen Ziffern an.',
  'Name another person, who is active.': 'Nennen Sie eine andere Person, die aktiv ist.',
  'Name at least two people: nobody shall administer users alone.':
    'Nennen Sie mindestens zwei Personen: Niemand soll Benutzer allein verwalten.',
  'Name the table and the id of the record that the grant is for.':
    'Nennen Sie Tabelle und ID des Datensatzes, für den die Berechtigung ist.',
  'Roles are given on every one of %s, not of %q.': 'Rollen werden auf allen von {1} gegeben, nicht auf „{2}“.',
  'The role %s is given on records of %s: on one, or on every one of a unit or of all (scope table).':
    'Die Rolle {1} wird auf Datensätzen von {2} gegeben: auf einem oder auf allen, einer Einheit oder überhaupt (Bereich table).',
  'A grant over a unit names no table; for every record of one there is the scope table.':
    'Eine Berechtigung über eine Einheit nennt keine Tabelle; für alle Datensätze einer gibt es den Bereich table.',
  'The record says the ticket %s and the request %s; say it once.':
    'Der Datensatz nennt das Ticket {1} und die Anfrage {2}; nennen Sie es einmal.',
  'Name the user or the group that is to hold the role, one of them.':
    'Nennen Sie den Benutzer oder die Gruppe, die die Rolle haben soll, eines von beiden.',
  'No second factor waits to be confirmed in this session; ask for one first.':
    'In dieser Sitzung wartet kein zweiter Faktor auf Bestätigung; fordern Sie erst einen an.',
  'Nobody has that e-mail address.': 'Niemand hat diese E-Mail-Adresse.',
  'Nobody makes a link for themselves; ask another administrator.':
    'Niemand macht einen Link für sich selbst; bitten Sie jemand anderen aus der Verwaltung.',
  'Nobody takes their own second factor away; ask another administrator.':
    'Niemand nimmt sich selbst den zweiten Faktor; bitten Sie jemand anderen aus der Verwaltung.',
  'Only a service has a keeper; a person answers for themselves.':
    'Nur ein Dienst wird von jemandem verantwortet; eine Person verantwortet sich selbst.',
  'Only who answers for a service makes its tokens, for who sees the secret counts as one person with it. A person has none: people sign in themselves.':
    'Nur wer einen Dienst verantwortet, macht seine Tokens, denn wer das Geheimnis sieht, zählt mit ihm als eine Person. Eine Person hat keine: Sie meldet sich selbst an.',
  'People hold roles over everything or a unit through groups here. Grant the role to a group that the person is in; on one record people may still hold their own.':
    'Rollen für alles oder eine Einheit haben Personen hier nur über Gruppen. Geben Sie die Rolle einer Gruppe, in der die Person ist; für einen einzelnen Datensatz darf sie weiterhin eine eigene haben.',
  'The grant would have ended already.': 'Die Berechtigung wäre schon zu Ende.',
  'The grant would end before it begins.': 'Die Berechtigung würde enden, bevor sie beginnt.',
  'The record is of the unit %q; leave the unit out.':
    'Der Datensatz gehört zur Einheit „{1}“; lassen Sie die Einheit weg.',
  'The group is of the unit %q; leave the unit out.':
    'Die Gruppe gehört zur Einheit „{1}“; lassen Sie die Einheit weg.',
  'Who is one person with somebody else may be asked by who may ask about everything; leave it as it is.':
    'Wer mit jemand anderem eine Person ist, darf fragen, wer nach allem fragen darf; lassen Sie es, wie es ist.',
  'The group still has grants; end its grants first.':
    'Die Gruppe hat noch Berechtigungen; beenden Sie erst ihre Berechtigungen.',
  'The group still has the grant %s; end its grants first.':
    'Die Gruppe hat noch die Berechtigung {1}; beenden Sie erst ihre Berechtigungen.',
  'The membership would end before it begins.': 'Die Mitgliedschaft würde enden, bevor sie beginnt.',
  'The role %s is given to nobody until a sponsor answers for it, under four eyes and with a ticket.':
    'Die Rolle {1} bekommt niemand, bis ein Bürge mit vier Augen und einem Ticket dafür einsteht.',
  'The roles of this group are given for a time: say when they end.':
    'Die Rollen dieser Gruppe sind auf Zeit gegeben: Sagen Sie, wann sie enden.',
  'The two passwords are not the same.': 'Die beiden Passwörter sind nicht gleich.',
  'This person has something to hand over (%d in all); name a successor.':
    'Diese Person hat etwas zu übergeben (insgesamt {1}); nennen Sie einen Nachfolger.',
  'There is no change %s that waits.': 'Es gibt keine wartende Änderung {1}.',
  'There is no group %s.': 'Die Gruppe {1} gibt es nicht.',
  'The user is of the unit %q; leave the unit out.':
    'Der Benutzer gehört zur Einheit „{1}“; lassen Sie die Einheit weg.',
  'The time of the grant %s is not over.': 'Die Zeit der Berechtigung {1} ist nicht vorbei.',
  'The time of the membership %s is not over.': 'Die Zeit der Mitgliedschaft {1} ist nicht vorbei.',
  'The time of %s is not over.': 'Die Zeit von {1} ist nicht vorbei.',
  '%s has nothing more to hand over.': '{1} hat nichts mehr zu übergeben.',
  'There is no handover %s.': 'Es gibt keine Übergabe {1}.',
  'Only super users and subject matter experts have a partner; leave it out.':
    'Nur Super-User und Fachexperten haben eine Partnergruppe; lassen Sie sie weg.',
  'There is no ready group %q.': 'Die fertige Gruppe „{1}“ gibt es nicht.',
  'This code is not accepted. Each code works once; wait for the next one.':
    'Dieser Code wird nicht angenommen. Jeder Code gilt einmal; warten Sie auf den nächsten.',
  'This installation has users already; its administrators can add more.':
    'Diese Installation hat schon Benutzer; ihre Administratoren können weitere anlegen.',
  'This is not your password.': 'Das ist nicht Ihr Passwort.',
  'This is settled already.': 'Das ist schon erledigt.',
  'This link cannot be used: it was used already, has ended, or a later one took its place. Ask for a new one.':
    'Dieser Link gilt nicht: Er wurde schon verwendet, ist abgelaufen, oder ein späterer trat an seine Stelle. Bitten Sie um einen neuen.',
  'This password is common or easily guessed. Take several words that do not belong together.':
    'Dieses Passwort ist verbreitet oder leicht zu erraten. Nehmen Sie mehrere Wörter, die nicht zusammengehören.',
  'This person has no second factor enrolled.': 'Diese Person hat keinen zweiten Faktor eingerichtet.',
  'This role holds nothing yet; there is nothing to copy.':
    'Diese Rolle enthält noch nichts; es gibt nichts zu kopieren.',
  'This token has ended; another one takes a new secret.':
    'Dieses Token ist abgelaufen; ein anderes bekommt ein neues Geheimnis.',
  'This token is not valid. Ask a user administrator for a new one.':
    'Dieses Token ist nicht gültig. Bitten Sie eine Benutzerverwaltung um ein neues.',
  'This user may not sign in now; a user administrator can say why.':
    'Dieser Benutzer darf sich jetzt nicht anmelden; die Benutzerverwaltung kann sagen, warum.',
  'Too many attempts. Try again in %s.': 'Zu viele Versuche. Versuchen Sie es in {1} noch einmal.',
  'Too many people are signing in at this moment; try again.':
    'Gerade melden sich zu viele an; versuchen Sie es noch einmal.',
  'Who made the token stays; leave it out.': 'Von wem das Token stammt, bleibt; lassen Sie es weg.',
  'You are not signed in, or your session has ended. Sign in at /sign-in, or send an API token.':
    'Sie sind nicht angemeldet, oder Ihre Sitzung ist zu Ende. Melden Sie sich unter /sign-in an, oder senden Sie ein API-Token.',
  'You have a second factor already; replace it by another, or have an administrator take it away.':
    'Sie haben schon einen zweiten Faktor; ersetzen Sie ihn durch einen anderen, oder lassen Sie ihn von der Administration nehmen.',
  'You have no second factor enrolled; enrol one first.':
    'Sie haben keinen zweiten Faktor eingerichtet; richten Sie erst einen ein.',
  'You have no session %s.': 'Sie haben keine Sitzung {1}.',
  "You made the link by which this person's password is set; another administrator has to take the factor away.":
    'Sie haben den Link gemacht, mit dem das Passwort dieser Person gesetzt wird; jemand anderes aus der Verwaltung muss den Faktor nehmen.',
  "You took this person's second factor away; another administrator has to make the link.":
    'Sie haben dieser Person den zweiten Faktor genommen; jemand anderes aus der Verwaltung muss den Link machen.',
  'This is none of your passkeys any more.': 'Das ist keiner Ihrer Passkeys mehr.',
  'What the passkey answered does not prove that you agreed to this. Try again; if it stays so, remove the passkey and add it anew.':
    'Was der Passkey antwortete, beweist nicht, dass Sie zugestimmt haben. Versuchen Sie es noch einmal; bleibt es dabei, entfernen Sie den Passkey und fügen ihn neu hinzu.',
  'You have no passkey for %s; add one on your own page first.':
    'Sie haben keinen Passkey für {1}; fügen Sie erst auf Ihrer eigenen Seite einen hinzu.',
  'This person has no passkey.': 'Diese Person hat keinen Passkey.',
  'Browsers keep passkeys for a name reached over HTTPS, or for localhost; %s is neither.':
    'Browser verwahren Passkeys für einen Namen, der über HTTPS erreicht wird, oder für localhost; {1} ist keines von beiden.',
  'Passkeys are used at %s; open the page there.': 'Passkeys gelten unter {1}; öffnen Sie die Seite dort.',
  'Passkeys are used from a browser, on a page of this installation.':
    'Passkeys gelten in einem Browser, auf einer Seite dieser Installation.',
  'You have no passkey %s.': 'Sie haben keinen Passkey {1}.',
  'What your passkey answered was not asked just now, or was used already. Try again.':
    'Was Ihr Passkey antwortete, war nicht eben gefragt oder wurde schon benutzt. Versuchen Sie es noch einmal.',
  "Your passkey's count of signatures went back, as that of a copy would. Remove it, add another, and tell an administrator.":
    'Der Zähler Ihres Passkeys ging zurück, wie es bei einer Kopie geschähe. Entfernen Sie ihn, fügen Sie einen anderen hinzu und sagen Sie es der Verwaltung.',
  'You have %d passkeys already; remove one that you do not use.':
    'Sie haben schon {1} Passkeys; entfernen Sie einen, den Sie nicht benutzen.',
};
