/** What the server says, in German: by its own sentence, whose values are {1}, {2} and so on in their order. */
export const sentences: Readonly<Record<string, string>> = {
  '%d is below %d.': '{1} liegt unter {2}.',
  '%q has been used before; it names one thing for ever.': '„{1}“ wurde schon verwendet; es benennt für immer eines.',
  '%q is neither true nor false.': '„{1}“ ist weder wahr noch falsch.',
  '%q is no currency of ISO 4217; give three capital letters such as EUR.':
    '„{1}“ ist keine Währung nach ISO 4217; geben Sie drei Großbuchstaben wie EUR an.',
  '%q is no day of the calendar; write it like 2026-11-30.':
    '„{1}“ ist kein Tag des Kalenders; schreiben Sie ihn wie 2026-11-30.',
  '%q is none of %s, %s.': '„{1}“ ist keines von {2}, {3}.',
  '%q is none of %s.': '„{1}“ ist keines von {2}.',
  '%q is none of sent, failed.': '„{1}“ ist keines von sent, failed.',
  '%q is not a BIC: %s': '„{1}“ ist kein BIC: {2}',
  '%q is not a SHA-256 of 64 small hexadecimal digits.': '„{1}“ ist kein SHA-256 aus 64 kleinen hexadezimalen Ziffern.',
  '%q is not a column, an operator (= != < <= > >= ~) and a value.':
    '„{1}“ ist nicht Spalte, Vergleich (= != < <= > >= ~) und Wert.',
  '%q is not a currency of ISO 4217.': '„{1}“ ist keine Währung nach ISO 4217.',
  '%q is not a day as YYYY-MM-DD.': '„{1}“ ist kein Tag in der Form JJJJ-MM-TT.',
  '%q is not a plain file name of at most 200 bytes.': '„{1}“ ist kein einfacher Dateiname mit höchstens 200 Byte.',
  '%q is not a time like 2026-11-22T14:00:00Z.': '„{1}“ ist keine Zeit wie 2026-11-22T14:00:00Z.',
  '%q is not a whole number from %d to %d.': '„{1}“ ist keine ganze Zahl von {2} bis {3}.',
  '%q is not a whole number.': '„{1}“ ist keine ganze Zahl.',
  '%q is not an account number: letters and digits are expected, with . : + - or a space between them.':
    '„{1}“ ist keine Kontonummer: Erwartet werden Buchstaben und Ziffern, mit . : + - oder einem Leerzeichen dazwischen.',
  '%q is not of the form %s.': '„{1}“ hat nicht die Form {2}.',
  '%q stands at %s already.': '„{1}“ steht schon bei {2}.',
  '%s belongs to the unit %s; give that unit.': '{1} gehört zur Einheit {2}; geben Sie diese Einheit an.',
  '%s cannot be reached; it can be tried again.': '{1} ist nicht erreichbar; es kann noch einmal versucht werden.',
  '%s cannot owe itself.': '{1} kann sich nicht selbst schulden.',
  '%s has %s, and there must be %d. Is it the whole file?':
    '{1} hat {2}, und es müssen {3} sein. Ist es die ganze Datei?',
  '%s holds another public key than the key ring. Checkpoints of two logs must not share a folder.':
    '{1} enthält einen anderen öffentlichen Schlüssel als der Schlüsselring. Prüfpunkte zweier Protokolle dürfen keinen Ordner teilen.',
  '%s is a service; its keeper makes tokens for it.': '{1} ist ein Dienst; wer ihn verantwortet, macht seine Tokens.',
  '%s is not a version like "3".': '{1} ist keine Version wie "3".',
  '%s is not active; a user administrator can say why.':
    '{1} ist nicht aktiv; die Benutzerverwaltung kann sagen, warum.',
  '%s is paid in %s there, not in %s.': '{1} wird dort in {2} bezahlt, nicht in {3}.',
  '%s is suspended; reactivate first.': '{1} ist gesperrt; heben Sie die Sperre erst auf.',
  '%s is the base currency: its rate is 1 and is not keyed.':
    '{1} ist die Basiswährung: Ihr Kurs ist 1 und wird nicht erfasst.',
  '%s never changes; make a new record.': '{1} ändert sich nie; legen Sie einen neuen Datensatz an.',
  '%s receives %s and has no bank instruction; enter one first.':
    '{1} erhält {2} und hat keine Bankverbindung; erfassen Sie zuerst eine.',
  '%s refuses user %q with the key or password of the channel.':
    '{1} weist den Benutzer „{2}“ mit dem Schlüssel oder Passwort des Kanals ab.',
  '%s shows a host key that is not pinned. Nothing was sent. Confirm the new key with the bank by another way before pinning it.':
    '{1} zeigt einen Serverschlüssel, der nicht festgelegt ist. Nichts wurde gesendet. Lassen Sie den neuen Schlüssel von der Bank auf anderem Weg bestätigen, bevor Sie ihn festlegen.',
  '%s signed and is not active any more; the package needs another signature.':
    '{1} hat unterschrieben und ist nicht mehr aktiv; das Paket braucht eine weitere Unterschrift.',
  'A JSON %s cannot stand here.': 'Ein JSON-Wert der Art {1} kann hier nicht stehen.',
  'A cash process needs the number of the account whose statements it takes.':
    'Ein Kassenprozess braucht die Nummer des Kontos, dessen Auszüge er nimmt.',
  'A comment is neither altered nor deleted; write another.':
    'Ein Kommentar wird weder geändert noch gelöscht; schreiben Sie einen weiteren.',
  'A cycle is never deleted.': 'Ein Zyklus wird nie gelöscht.',
  'A cycle that is %s does not become %s.': 'Ein Zyklus im Stand „{1}“ wird nicht „{2}“.',
  'A decision has no dry run; GET the change, which says what is missing.':
    'Eine Entscheidung hat keinen Probelauf; lesen Sie die Änderung, die sagt, was fehlt.',
  'A delivery is never deleted.': 'Eine Lieferung wird nie gelöscht.',
  'A four-eyes rule holds this step as change %s.': 'Eine Vier-Augen-Regel hält diesen Schritt als Änderung {1}.',
  'A grant over everything names no record.': 'Eine Berechtigung für alles nennt keinen Datensatz.',
  'A group stays in its unit, whose administrators look after its members; make another one there.':
    'Eine Gruppe bleibt in ihrer Einheit, deren Verwaltung ihre Mitglieder betreut; legen Sie dort eine andere an.',
  'A host name or address is needed.': 'Ein Servername oder eine Adresse ist nötig.',
  'A list takes %d filters at most.': 'Eine Liste nimmt höchstens {1} Filter.',
  'A package is never deleted; withdraw it.': 'Ein Paket wird nie gelöscht; ziehen Sie es zurück.',
  'A page holds 1 to %d entries.': 'Eine Seite hat 1 bis {1} Einträge.',
  "A page of another site asked for this; only this server's own pages may.":
    'Eine Seite eines anderen Ortes hat das verlangt; nur die Seiten dieses Servers dürfen es.',
  'A password has %d to %d characters.': 'Ein Passwort hat {1} bis {2} Zeichen.',
  'A person does not become a service, nor a service a person; make another user.':
    'Eine Person wird nicht zum Dienst und ein Dienst nicht zur Person; legen Sie einen anderen Benutzer an.',
  'A private key is needed, and it must be sealed before it is planned.':
    'Ein privater Schlüssel ist nötig, und er muss versiegelt sein, bevor er geplant wird.',
  'A private key or a password is needed.': 'Ein privater Schlüssel oder ein Passwort ist nötig.',
  'A process compares by keys, amount and date at the top level; several passes are for the command match.':
    'Ein Prozess vergleicht nach Schlüsseln, Betrag und Datum auf oberster Ebene; mehrere Durchgänge sind für den Befehl match.',
  'A rate is above zero.': 'Ein Kurs ist größer als null.',
  'A record or field is searched for in a table; name the table.':
    'Nach einem Datensatz oder Feld wird in einer Tabelle gesucht; nennen Sie die Tabelle.',
  'A record or field is searched for within its table; name it.':
    'Nach einem Datensatz oder Feld wird innerhalb seiner Tabelle gesucht; nennen Sie sie.',
  'A record with these values exists already.': 'Einen Datensatz mit diesen Werten gibt es schon.',
  'A run is never deleted.': 'Ein Lauf wird nie gelöscht.',
  'A service answers for nothing; name the person who does.':
    'Ein Dienst verantwortet nichts; nennen Sie die Person, die es tut.',
  'A service cannot answer for itself; name a person.':
    'Ein Dienst kann sich nicht selbst verantworten; nennen Sie eine Person.',
  'A session cannot be shorter in all than without a request.':
    'Eine Sitzung kann im Ganzen nicht kürzer sein als ohne Anfrage.',
  'A standard role is what the program says; it is not edited or deleted. Clone it into a role of your own.':
    'Eine Standardrolle ist, was das Programm sagt; sie wird nicht geändert oder gelöscht. Kopieren Sie sie in eine eigene Rolle.',
  'A text must not hold a NUL character.': 'Ein Text darf kein NUL-Zeichen enthalten.',
  'A token is never deleted; revoke it.': 'Ein Token wird nie gelöscht; widerrufen Sie es.',
  'A token needs an end that is still to come.': 'Ein Token braucht ein Ende, das noch kommt.',
  "A token's secret is drawn by the server: POST it to %s.":
    'Das Geheimnis eines Tokens zieht der Server: Senden Sie POST an {1}.',
  'A user is needed.': 'Ein Benutzer ist nötig.',
  'A user is never deleted; suspend it.': 'Ein Benutzer wird nie gelöscht; sperren Sie ihn.',
  'Account and bank instruction of an order must stand before it is entered.':
    'Konto und Bankverbindung eines Auftrags müssen bestehen, bevor er erfasst wird.',
  "After UTF-8'' the text is percent-encoded: %v.": "Hinter UTF-8'' ist der Text mit Prozentzeichen kodiert: {1}.",
  'An account without IBAN needs the BIC of its bank.': 'Ein Konto ohne IBAN braucht den BIC seiner Bank.',
  'An amount is compared with one like %s>=EUR 12.50, a currency like %s=EUR.':
    'Ein Betrag wird verglichen wie {1}>=EUR 12.50, eine Währung wie {2}=EUR.',
  'An exception is never deleted; close it.': 'Eine Ausnahme wird nie gelöscht; schließen Sie sie.',
  'An id of your own has 1 to 64 letters, digits, dots, hyphens and underscores, and begins with a letter or digit.':
    'Eine eigene ID hat 1 bis 64 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche und beginnt mit einem Buchstaben oder einer Ziffer.',
  'An idempotency key has at most 200 printable ASCII characters.':
    'Ein Idempotenzschlüssel hat höchstens 200 druckbare ASCII-Zeichen.',
  'An invoice over nothing is none.': 'Eine Rechnung über nichts ist keine.',
  'An invoice stays in its cycle; delete it here and enter it there.':
    'Eine Rechnung bleibt in ihrem Zyklus; löschen Sie sie hier und erfassen Sie sie dort.',
  'An order is never deleted; remove it from its package.':
    'Ein Auftrag wird nie gelöscht; nehmen Sie ihn aus seinem Paket.',
  'Another file stands at the bank as %s. It is not overwritten; find out whose it is.':
    'Bei der Bank steht als {1} eine andere Datei. Sie wird nicht überschrieben; finden Sie heraus, wessen sie ist.',
  'Another node signed the audit log meanwhile.': 'Ein anderer Knoten hat das Protokoll inzwischen unterzeichnet.',
  'Another record is named that does not exist, or this one is still referred to.':
    'Es wird ein anderer Datensatz genannt, den es nicht gibt, oder auf diesen wird noch verwiesen.',
  'Another secret, another user or a second life takes a new token.':
    'Ein anderes Geheimnis, ein anderer Benutzer oder ein zweites Leben braucht ein neues Token.',
  'Another user or another group takes another membership; end this one.':
    'Ein anderer Benutzer oder eine andere Gruppe ist eine andere Mitgliedschaft; beenden Sie diese.',
  'At least one host key must be pinned; ask the bank for it.':
    'Mindestens ein Serverschlüssel muss festgelegt sein; fragen Sie die Bank danach.',
  'At most %d streams of events are open for one user and %d here; close one.':
    'Höchstens {1} Ereignisströme sind für einen Benutzer offen und {2} hier; schließen Sie einen.',
  'Audit entry %d is not in the database: if it was archived, restore it first; if not, run countersign audit verify.':
    'Eintrag {1} des Protokolls ist nicht in der Datenbank: Wurde er archiviert, holen Sie ihn erst zurück; wenn nicht, führen Sie countersign audit verify aus.',
  'Change %s of this %s waits already. Decide or withdraw it first.':
    'Die Änderung {1} dieses Datensatzes ({2}) wartet schon. Entscheiden Sie darüber oder ziehen Sie sie zurück.',
  'Code, unit, base currency and dates are fixed once the cycle is open.':
    'Kürzel, Einheit, Basiswährung und Termine stehen fest, sobald der Zyklus offen ist.',
  'E-mail address and password do not belong together, or you may not sign in.':
    'E-Mail-Adresse und Passwort gehören nicht zusammen, oder Sie dürfen sich nicht anmelden.',
  'Entry %d has no proof: checkpoints cover the entries 1 to %d.':
    'Eintrag {1} hat keinen Nachweis: Prüfpunkte decken die Einträge 1 bis {2}.',
  'Give a code of your second factor.': 'Geben Sie einen Code Ihres zweiten Faktors an.',
  'Give at least %d characters.': 'Geben Sie mindestens {1} Zeichen an.',
  'Give at least one order.': 'Geben Sie mindestens einen Auftrag an.',
  'Give one address in small letters, like anna.kovacs@example.com.':
    'Geben Sie eine Adresse in Kleinbuchstaben an, wie anna.kovacs@example.com.',
  'Give the IBAN or the other number, not both.': 'Geben Sie die IBAN oder die andere Nummer an, nicht beide.',
  "Give the IBAN, or the account's other number.": 'Geben Sie die IBAN oder die andere Nummer des Kontos an.',
  'Give the SHA-256 of the secret as 64 hexadecimal digits.':
    'Geben Sie den SHA-256 des Geheimnisses mit 64 hexadezimalen Ziffern an.',
  'Give the day on which settlements are paid.': 'Nennen Sie den Tag, an dem Ausgleichszahlungen fließen.',
  "Give the file's name.": 'Geben Sie den Namen der Datei an.',
  'Give the parameter %s: %s': 'Geben Sie den Parameter {1} an: {2}',
  'In a mixed package every order names its own kind.':
    'In einem gemischten Paket nennt jeder Auftrag seine eigene Art.',
  'Leave the field out instead of sending null.': 'Lassen Sie das Feld weg, statt null zu senden.',
  'Line %d is not a host key; a line of known_hosts is expected.':
    'Zeile {1} ist kein Serverschlüssel; erwartet wird eine Zeile aus known_hosts.',
  'Line %d: markers such as @revoked cannot be pinned; give the plain key.':
    'Zeile {1}: Zeichen wie @revoked können nicht festgelegt werden; geben Sie den bloßen Schlüssel.',
  'More than %d rows would have to be looked at one by one; filter the list or leave the count out.':
    'Mehr als {1} Zeilen müssten einzeln angesehen werden; filtern Sie die Liste, oder lassen Sie die Zählung weg.',
  'Name at least two people: nobody shall administer users alone.':
    'Nennen Sie mindestens zwei Personen: Niemand soll Benutzer allein verwalten.',
  'Name the cycle by 1 to 40 small letters, digits and hyphens, like 2026-11.':
    'Benennen Sie den Zyklus mit 1 bis 40 kleinen Buchstaben, Ziffern und Bindestrichen, wie 2026-11.',
  'Name the table and the id of the record that the grant is for.':
    'Nennen Sie Tabelle und ID des Datensatzes, für den die Berechtigung ist.',
  'Name the user or the group that is to hold the role, one of them.':
    'Nennen Sie den Benutzer oder die Gruppe, die die Rolle haben soll, eines von beiden.',
  'No checkpoint has been signed yet; it takes a second.':
    'Noch ist kein Prüfpunkt unterzeichnet; es dauert eine Sekunde.',
  'No participant of this cycle receives anything.': 'Kein Teilnehmer dieses Zyklus erhält etwas.',
  'No record can have such an id.': 'Kein Datensatz kann eine solche ID haben.',
  'Nobody has keyed a rate for %q yet; key it first.':
    'Niemand hat bisher einen Kurs für „{1}“ erfasst; erfassen Sie ihn zuerst.',
  'Nobody has that e-mail address.': 'Niemand hat diese E-Mail-Adresse.',
  'Nobody makes a link for themselves; ask another administrator.':
    'Niemand macht einen Link für sich selbst; bitten Sie jemand anderen aus der Verwaltung.',
  'Nobody of that name is known here.': 'Niemand dieses Namens ist hier bekannt.',
  'Nobody takes their own second factor away; ask another administrator.':
    'Niemand nimmt sich selbst den zweiten Faktor; bitten Sie jemand anderen aus der Verwaltung.',
  'Nothing is served at %s; /docs lists what is.': 'Unter {1} gibt es nichts; /docs zählt auf, was es gibt.',
  'Only %s, who made this change, can withdraw it.': 'Nur {1}, von wem diese Änderung stammt, kann sie zurückziehen.',
  'Only * is of use here.': 'Nur * ist hier von Nutzen.',
  'Only a service has a keeper; a person answers for themselves.':
    'Nur ein Dienst wird von jemandem verantwortet; eine Person verantwortet sich selbst.',
  'Only who answers for a service makes its tokens, for who sees the secret counts as one person with it. A person has none: people sign in themselves.':
    'Nur wer einen Dienst verantwortet, macht seine Tokens, denn wer das Geheimnis sieht, zählt mit ihm als eine Person. Eine Person hat keine: Sie meldet sich selbst an.',
  'Records of %s have no file to deliver.': 'Datensätze der Tabelle {1} haben keine Datei zu liefern.',
  'Run %d compared these two files under this configuration already.':
    'Lauf {1} hat diese beiden Dateien unter dieser Konfiguration schon verglichen.',
  'Say after %s~ what it is to contain.': 'Sagen Sie hinter {1}~, was enthalten sein soll.',
  'Say what caused it before somebody is asked to solve it.':
    'Sagen Sie, was die Ursache war, bevor jemand es lösen soll.',
  'Say what should be done about it before somebody is asked to do it.':
    'Sagen Sie, was zu tun ist, bevor jemand es tun soll.',
  'Say what was done about it.': 'Sagen Sie, was unternommen wurde.',
  'Say who is to solve it.': 'Sagen Sie, wer es lösen soll.',
  'Say who told you what became of the file, and when.':
    'Sagen Sie, wer Ihnen wann gesagt hat, was aus der Datei wurde.',
  'Say why, so that the maker can do better.':
    'Sagen Sie, warum, damit die veranlassende Person es besser machen kann.',
  'Say why, so that the package can return better.': 'Sagen Sie, warum, damit das Paket besser zurückkehren kann.',
  'Send If-Match to replace or If-None-Match: * to insert, not both.':
    'Senden Sie If-Match zum Ersetzen oder If-None-Match: * zum Anlegen, nicht beides.',
  "Send an API token as 'Authorization: Bearer …'.": "Senden Sie ein API-Token als 'Authorization: Bearer …'.",
  'Send the body as application/json, not as %q.': 'Senden Sie den Inhalt als application/json, nicht als „{1}“.',
  'Send the file %s with its name.': 'Senden Sie die Datei {1} mit ihrem Namen.',
  'Send the version that you read as If-Match: "3"; the ETag of a GET has it.':
    'Senden Sie die Version, die Sie gelesen haben, als If-Match: "3"; sie steht im ETag eines GET.',
  'The %s %s is referred to by %s. Change or end these first.':
    'Auf {1} {2} verweist {3}. Ändern oder beenden Sie das zuerst.',
  'The %s is at version %d, not %d: it changed since it was read. Read it again and repeat the change.':
    '{1} ist bei Version {2}, nicht {3}: Der Datensatz wurde geändert, seit er gelesen wurde. Lesen Sie ihn noch einmal und wiederholen Sie die Änderung.',
  'The %s is set by the server alone.': '{1} setzt allein der Server.',
  'The %s stands in the address and in If-Match, not in the body.':
    '{1} steht in der Adresse und in If-Match, nicht im Inhalt.',
  "The account %s is another customer's.": 'Das Konto {1} gehört einem anderen Kunden.',
  'The account %s is in %s, not in %q.': 'Das Konto {1} ist in {2}, nicht in „{3}“.',
  'The account is of the customer %s; give that customer.':
    'Das Konto gehört dem Kunden {1}; geben Sie diesen Kunden an.',
  'The amounts of %s come to %s, and must come to %s. Is it the whole file?':
    'Die Beträge von {1} ergeben {2} und müssen {3} ergeben. Ist es die ganze Datei?',
  'The bank instruction of %s is at version %d, not %d: look at it again.':
    'Die Bankverbindung von {1} ist bei Version {2}, nicht {3}: Sehen Sie sie noch einmal an.',
  'The bank of a channel never changes; enter another channel.':
    'Die Bank eines Kanals ändert sich nie; legen Sie einen anderen Kanal an.',
  "The bank's disk is full: %d bytes are free.": 'Die Festplatte der Bank ist voll: {1} Byte sind frei.',
  "The bank's server does not permit %s; ask the bank to allow it.":
    'Der Server der Bank erlaubt dies nicht: {1}. Bitten Sie die Bank, es zu erlauben.',
  "The bank's server does not permit reading %s back. If that is its rule, set the channel to no read-back.":
    'Der Server der Bank erlaubt nicht, {1} zurückzulesen. Ist das seine Regel, stellen Sie den Kanal auf „ohne Rücklesen“.',
  'The body broke off before its end; send it again.':
    'Der Inhalt brach vor seinem Ende ab; senden Sie ihn noch einmal.',
  'The body cannot be read: %v.': 'Der Inhalt kann nicht gelesen werden: {1}.',
  'The body is not JSON, at byte %d: %s.': 'Der Inhalt ist kein JSON, bei Byte {1}: {2}.',
  'The body is not valid Unicode text, at byte %d.': 'Der Inhalt ist kein gültiger Unicode-Text, bei Byte {1}.',
  'The body is one JSON object.': 'Der Inhalt ist ein JSON-Objekt.',
  'The body may have %d bytes at most.': 'Der Inhalt darf höchstens {1} Byte haben.',
  'The checkpoint file %s proves %d audit entries that this database does not have: it was turned back, or is another. Nothing is signed until it is whole again; if an older backup was restored on purpose, move the file away and keep it as the proof of what was lost.':
    'Die Prüfpunktdatei {1} belegt {2} Einträge, die diese Datenbank nicht hat: Sie wurde zurückgedreht oder ist eine andere. Nichts wird unterzeichnet, bis sie wieder ganz ist; wurde absichtlich eine ältere Sicherung eingespielt, verwahren Sie die Datei anderswo als Beleg dessen, was verloren ging.',
  'The checkpoint file or its key cannot be kept at %s.':
    'Die Prüfpunktdatei oder ihr Schlüssel kann unter {1} nicht verwahrt werden.',
  'The code %s stays: files and digests name the company by it.':
    'Das Kürzel {1} bleibt: Dateien und Prüfsummen benennen das Unternehmen danach.',
  'The column %s is not filtered by %s but by %s.': 'Die Spalte {1} wird nicht mit {2} gefiltert, sondern mit {3}.',
  'The comparison was interrupted; nothing was kept.': 'Der Vergleich wurde unterbrochen; nichts wurde behalten.',
  'The connection to %s was lost before signing in; it can be tried again.':
    'Die Verbindung zu {1} brach vor der Anmeldung ab; es kann noch einmal versucht werden.',
  'The connection was lost before the file had its final name; it can be tried again.':
    'Die Verbindung brach ab, bevor die Datei ihren endgültigen Namen hatte; es kann noch einmal versucht werden.',
  'The connection was lost while %s; it can be tried again.':
    'Die Verbindung brach ab ({1}); es kann noch einmal versucht werden.',
  'The customer has %d accounts in %s; exactly one is needed to pay from.':
    'Der Kunde hat {1} Konten in {2}; genau eines wird zum Zahlen gebraucht.',
  'The cycle %s cannot be computed: %v. Reopen its input and put it right.':
    'Der Zyklus {1} kann nicht berechnet werden: {2}. Öffnen Sie seine Eingabe wieder und bringen Sie es in Ordnung.',
  'The cycle %s has been computed with %s as it is. Reopen its input, or settle it first.':
    'Der Zyklus {1} wurde mit {2} berechnet, wie es ist. Öffnen Sie seine Eingabe wieder, oder gleichen Sie ihn erst aus.',
  'The cycle %s is %s. %s': 'Der Zyklus {1} ist im Stand „{2}“. {3}',
  'The database does not answer. Nothing was written; try again.':
    'Die Datenbank antwortet nicht. Nichts wurde geschrieben; versuchen Sie es noch einmal.',
  'The database went away before anything was written; try again.':
    'Die Datenbank fiel aus, bevor etwas geschrieben wurde; versuchen Sie es noch einmal.',
  "The database went away while it was answering. Look in the audit log for this request's id before you try again.":
    'Die Datenbank fiel aus, während sie antwortete. Sehen Sie im Prüfprotokoll nach der Nummer dieser Anfrage, bevor Sie es noch einmal versuchen.',
  'The day %s is over; give one that is still to come.': 'Der Tag {1} ist vorbei; nennen Sie einen, der noch kommt.',
  'The delivery could not be recorded: a four-eyes rule holds delivery.record, which only the service makes.':
    'Die Lieferung konnte nicht verzeichnet werden: Eine Vier-Augen-Regel hält delivery.record, das nur der Dienst gibt.',
  'The directory %q does not exist at the bank.': 'Den Ordner „{1}“ gibt es bei der Bank nicht.',
  'The entries %d to %d cannot be exported: checkpoints cover the entries 1 to %d. Newer ones are covered within a second.':
    'Die Einträge {1} bis {2} können nicht exportiert werden: Prüfpunkte decken die Einträge 1 bis {3}. Neuere sind binnen einer Sekunde gedeckt.',
  'The field %s cannot be empty.': 'Das Feld {1} kann nicht leer sein.',
  'The field %s is given twice.': 'Das Feld {1} ist zweimal angegeben.',
  'The field %s is missing.': 'Das Feld {1} fehlt.',
  'The file could not be kept. Nothing was changed; the operator finds the reason in the log.':
    'Die Datei konnte nicht verwahrt werden. Nichts wurde geändert; der Betrieb findet den Grund im Protokoll des Servers.',
  'The file holds no statement of account %s, only %d of other accounts. Send the statement of this account, or correct the process.':
    'Die Datei enthält keinen Auszug des Kontos {1}, nur {2} anderer Konten. Senden Sie den Auszug dieses Kontos oder berichtigen Sie den Prozess.',
  'The file is larger than %d bytes. Split it, or ask the operator to raise the limit.':
    'Die Datei ist größer als {1} Byte. Teilen Sie sie, oder bitten Sie den Betrieb, die Grenze anzuheben.',
  'The file is no longer the one that was agreed to: it was queued as %s with SHA-256 %s and is now %s with %s. It is not sent.':
    'Die Datei ist nicht mehr die, der zugestimmt wurde: Eingereiht wurde sie als {1} mit SHA-256 {2}, jetzt ist sie {3} mit {4}. Sie wird nicht gesendet.',
  'The file may have reached the bank: %s. Ask the bank whether it has it; it is not sent again by itself.':
    'Die Datei hat die Bank vielleicht erreicht: {1}. Fragen Sie die Bank, ob sie sie hat; sie wird nicht von selbst noch einmal gesendet.',
  'The form cannot be read: %v.': 'Das Formular kann nicht gelesen werden: {1}.',
  'The grant would end before it begins.': 'Die Berechtigung würde enden, bevor sie beginnt.',
  'The group is of the unit %q; leave the unit out.':
    'Die Gruppe gehört zur Einheit „{1}“; lassen Sie die Einheit weg.',
  'The group still has the grant %s; end its grants first.':
    'Die Gruppe hat noch die Berechtigung {1}; beenden Sie erst ihre Berechtigungen.',
  'The id %s was of a %s that is deleted, and stays its own; take another.':
    'Die ID {1} gehörte zu einem gelöschten Datensatz ({2}) und bleibt dessen; nehmen Sie eine andere.',
  "The job %s is another customer's.": 'Das Amt {1} gehört einem anderen Kunden.',
  'The last checkpoint was not signed by this key ring. Give the ring that belongs to this log.':
    'Der letzte Prüfpunkt wurde nicht mit diesem Schlüsselring unterzeichnet. Geben Sie den Ring, der zu diesem Protokoll gehört.',
  'The last entry %d comes before the first, %d.': 'Der letzte Eintrag {1} kommt vor dem ersten, {2}.',
  'The membership would end before it begins.': 'Die Mitgliedschaft würde enden, bevor sie beginnt.',
  "The name has %d characters in the bank's character set; 1 to 140 are allowed.":
    'Der Name hat {1} Zeichen im Zeichensatz der Bank; 1 bis 140 sind erlaubt.',
  'The order says something else of the beneficiary than the bank instruction.':
    'Der Auftrag sagt vom Begünstigten etwas anderes als die Bankverbindung.',
  'The package %s has no orders; enter one before you submit it.':
    'Das Paket {1} hat keine Aufträge; erfassen Sie einen, bevor Sie es einreichen.',
  'The package %s is %s: it cannot be %s. %s': 'Das Paket {1} ist im Stand „{2}“; es kann nicht „{3}“ werden. {4}',
  'The package debits accounts of %s and of %s; one file goes to one bank.':
    'Das Paket belastet Konten von {1} und von {2}; eine Datei geht an eine Bank.',
  'The package is of %s orders only; this one is %s.': 'Das Paket hat nur Aufträge der Art {1}; dieser ist {2}.',
  'The package is of the customer %s; give that customer.':
    'Das Paket gehört dem Kunden {1}; geben Sie diesen Kunden an.',
  'The parameter %s is given %d times.': 'Der Parameter {1} ist {2}-mal angegeben.',
  'The part %s is there twice.': 'Der Teil {1} ist zweimal da.',
  'The payer enters its invoices: give the unit of %s.':
    'Der Zahler erfasst seine Rechnungen: Geben Sie die Einheit von {1} an.',
  'The policy is never deleted; change it.': 'Die Richtlinie wird nie gelöscht; ändern Sie sie.',
  'The port must be between 1 and 65535.': 'Der Port muss zwischen 1 und 65535 liegen.',
  'The private key cannot be read; an OpenSSH or PEM key without passphrase is needed.':
    'Der private Schlüssel kann nicht gelesen werden; nötig ist ein OpenSSH- oder PEM-Schlüssel ohne Passwort.',
  'The process changed while the files were compared. Run it again.':
    'Der Prozess wurde geändert, während die Dateien verglichen wurden. Starten Sie ihn noch einmal.',
  'The query cannot be read: %v.': 'Die Anfrage kann nicht gelesen werden: {1}.',
  'The rate for %s is confirmed already. To change it, key it anew.':
    'Der Kurs für {1} ist schon bestätigt. Um ihn zu ändern, erfassen Sie ihn neu.',
  'The record changed since it was read; read it again and repeat the change.':
    'Der Datensatz wurde geändert, seit er gelesen wurde; lesen Sie ihn noch einmal und wiederholen Sie die Änderung.',
  'The request waited too long and was not begun; try again.':
    'Die Anfrage wartete zu lange und wurde nicht begonnen; versuchen Sie es noch einmal.',
  "The signatures do not suffice yet; the package's standing says what is missing.":
    'Die Unterschriften genügen noch nicht; der Stand des Pakets sagt, was fehlt.',
  'The table %s has other columns than when the change was made; make the change again.':
    'Die Tabelle {1} hat andere Spalten als zu der Zeit, als die Änderung veranlasst wurde; veranlassen Sie sie noch einmal.',
  'The table %s is no more.': 'Die Tabelle {1} gibt es nicht mehr.',
  'The time for the delivery ran out while %s; it can be tried again.':
    'Die Zeit für die Lieferung lief ab ({1}); es kann noch einmal versucht werden.',
  'The time of %s here is over.': 'Die Zeit von {1} hier ist vorbei.',
  'The two passwords are not the same.': 'Die beiden Passwörter sind nicht gleich.',
  'There is no %s %s, and nothing is known of one.': '{1} {2} gibt es nicht, und nichts ist davon bekannt.',
  'No second factor waits to be confirmed in this session; ask for one first.':
    'In dieser Sitzung wartet kein zweiter Faktor auf Bestätigung; fordern Sie erst einen an.',
  'You have no second factor enrolled; enrol one first.':
    'Sie haben keinen zweiten Faktor eingerichtet; richten Sie erst einen ein.',
  '%s, who answers for the service %s, is not active; somebody else has to become its keeper.':
    '{1} ist für den Dienst {2} verantwortlich und nicht aktiv; jemand anderes muss ihn übernehmen.',
  'There is no entry %s of the log.': 'Es gibt keinen Eintrag {1} im Protokoll.',
  'Look for %d to %d characters; these are %d.': 'Suchen Sie nach {1} bis {2} Zeichen; das sind {3}.',
  'There is no %s %s.': '{1} {2} gibt es nicht.',
  'There is no bank instruction %s.': 'Die Bankverbindung {1} gibt es nicht.',
  'There is no change %s.': 'Die Änderung {1} gibt es nicht.',
  'There is no channel to the bank %s; enter one.': 'Es gibt keinen Kanal zur Bank {1}; legen Sie einen an.',
  'There is no column %q to %s by; there are %s.': 'Es gibt keine Spalte „{1}“ dafür ({2}); es gibt {3}.',
  'There is no command %q.': 'Es gibt keinen Befehl „{1}“.',
  'There is no confirmed rate for %s. Let one person key it and another confirm it, while the input is open or closed.':
    'Für {1} gibt es keinen bestätigten Kurs. Eine Person erfasse ihn und eine andere bestätige ihn, solange die Eingabe offen oder geschlossen ist.',
  'There is no field %s here.%s': 'Ein Feld {1} gibt es hier nicht.{2}',
  'There is no file with the digest %s.': 'Es gibt keine Datei mit der Prüfsumme {1}.',
  'There is no group %s.': 'Die Gruppe {1} gibt es nicht.',
  'There is no parameter %q here; there are %s.': 'Einen Parameter „{1}“ gibt es hier nicht; es gibt {2}.',
  'There is no part %q here; there are left, right, left_format and right_format.':
    'Einen Teil „{1}“ gibt es hier nicht; es gibt left, right, left_format und right_format.',
  'There is no participant with the code %.40q.': 'Es gibt keinen Teilnehmer mit dem Kürzel „{1}“.',
  'There is no permission %q.': 'Ein Recht „{1}“ gibt es nicht.',
  'There is no room to compare the files in; ask the operator.':
    'Es ist kein Platz, um die Dateien zu vergleichen; fragen Sie den Betrieb.',
  'There is no table %q.': 'Eine Tabelle „{1}“ gibt es nicht.',
  'There is no user %s.': 'Den Benutzer {1} gibt es nicht.',
  'There is one policy, under the id %s.': 'Es gibt eine Richtlinie, unter der ID {1}.',
  'These are %d characters, %d are allowed.': 'Das sind {1} Zeichen, {2} sind erlaubt.',
  'This asks for a proof of who you are that is newer than %d seconds. Send a code to /api/v1/me/proof and repeat the request.':
    'Das verlangt einen Nachweis, wer Sie sind, der neuer als {1} Sekunden ist. Senden Sie einen Code an /api/v1/me/proof und wiederholen Sie die Anfrage.',
  'This cannot stand here: %v.': 'Das kann hier nicht stehen: {1}.',
  'This change does not hold together: %v.': 'Diese Änderung passt nicht zusammen: {1}.',
  'This change is %s already.': 'Diese Änderung ist schon im Stand „{1}“.',
  'This change is %s.': 'Diese Änderung ist im Stand „{1}“.',
  'This change still has time.': 'Diese Änderung hat noch Zeit.',
  'This code is not accepted. Each code works once; wait for the next one.':
    'Dieser Code wird nicht angenommen. Jeder Code gilt einmal; warten Sie auf den nächsten.',
  'This cursor is not of this list with these filters and this sort; begin without one.':
    'Dieser Zeiger gehört nicht zu dieser Liste mit diesen Filtern und dieser Sortierung; beginnen Sie ohne einen.',
  'This customer signs by jobs, and you have none there yet. Ask the bank administrator.':
    'Dieser Kunde unterschreibt nach Ämtern, und Sie haben dort noch keines. Fragen Sie die Bankverwaltung.',
  'This delivery is %s and so %s.': 'Diese Lieferung ist im Stand „{1}“: {2}.',
  'This exception is %s, not closed; there is nothing to reopen.':
    'Diese Ausnahme ist im Stand „{1}“, nicht geschlossen; es gibt nichts wieder zu öffnen.',
  'This exception is closed. Reopen it first.': 'Diese Ausnahme ist geschlossen. Öffnen Sie sie zuerst wieder.',
  'This file has its delivery already, which is %s.': 'Diese Datei hat schon ihre Lieferung; sie ist im Stand „{1}“.',
  'This four-eyes rule cannot be used: %v.': 'Diese Vier-Augen-Regel ist nicht verwendbar: {1}.',
  'This idempotency key was used for another request; take a new one.':
    'Dieser Idempotenzschlüssel wurde für eine andere Anfrage verwendet; nehmen Sie einen neuen.',
  'This installation has users already; its administrators can add more.':
    'Diese Installation hat schon Benutzer; ihre Administratoren können weitere anlegen.',
  'This is not a private key in PEM or OpenSSH form without passphrase.':
    'Das ist kein privater Schlüssel in PEM- oder OpenSSH-Form ohne Passwort.',
  'This is not text in UTF-8.': 'Das ist kein Text in UTF-8.',
  'This is not the change you were shown: its digest is %s. Look at it again.':
    'Das ist nicht die Änderung, die Ihnen gezeigt wurde: Ihre Prüfsumme ist {1}. Sehen Sie sie noch einmal an.',
  'This is not the file that waits for signatures: its digest is %s. Look at it again.':
    'Das ist nicht die Datei, die auf Unterschriften wartet: Ihre Prüfsumme ist {1}. Sehen Sie sie noch einmal an.',
  'This is not the key of this channel. Leave it out to keep the present key, or give a new one.':
    'Das ist nicht der Schlüssel dieses Kanals. Lassen Sie ihn weg, um den jetzigen zu behalten, oder geben Sie einen neuen.',
  'This is not what was keyed for %s. Look at the source again; who is wrong keys it anew.':
    'Das ist nicht, was für {1} erfasst wurde. Sehen Sie noch einmal in der Quelle nach; wer sich geirrt hat, erfasst ihn neu.',
  'This is not your password.': 'Das ist nicht Ihr Passwort.',
  'This link cannot be used: it was used already, has ended, or a later one took its place. Ask for a new one.':
    'Dieser Link gilt nicht: Er wurde schon verwendet, ist abgelaufen, oder ein späterer trat an seine Stelle. Bitten Sie um einen neuen.',
  'This node cannot do its work now; its log says why.':
    'Dieser Knoten kann gerade nicht arbeiten; sein Protokoll sagt, warum.',
  'This node is stopping; try again on another.': 'Dieser Knoten wird beendet; versuchen Sie es auf einem anderen.',
  'This order was removed from its package; enter a new one.':
    'Dieser Auftrag wurde aus seinem Paket genommen; erfassen Sie einen neuen.',
  'This password is common or easily guessed. Take several words that do not belong together.':
    'Dieses Passwort ist verbreitet oder leicht zu erraten. Nehmen Sie mehrere Wörter, die nicht zusammengehören.',
  'This path takes %s, not %s.': 'Diese Adresse nimmt {1}, nicht {2}.',
  'This person has no second factor enrolled.': 'Diese Person hat keinen zweiten Faktor eingerichtet.',
  'This process has runs; what they proved stays, so it stays too.':
    'Dieser Prozess hat Läufe; was sie belegt haben, bleibt, und so bleibt auch er.',
  'This request takes no body.': 'Diese Anfrage hat keinen Inhalt.',
  'This role holds nothing yet; there is nothing to copy.':
    'Diese Rolle enthält noch nichts; es gibt nichts zu kopieren.',
  'This takes no parameter.': 'Das nimmt keinen Parameter.',
  'This text is not valid UTF-8.': 'Dieser Text ist kein gültiges UTF-8.',
  'This token has ended.': 'Dieses Token ist abgelaufen.',
  'This token has ended; another one takes a new secret.':
    'Dieses Token ist abgelaufen; ein anderes bekommt ein neues Geheimnis.',
  'This token is not valid. Ask a user administrator for a new one.':
    'Dieses Token ist nicht gültig. Bitten Sie eine Benutzerverwaltung um ein neues.',
  'This user may not sign in now; a user administrator can say why.':
    'Dieser Benutzer darf sich jetzt nicht anmelden; die Benutzerverwaltung kann sagen, warum.',
  'This value cannot be kept: %v': 'Dieser Wert kann nicht gespeichert werden: {1}',
  'This would give %s %s. Nobody agrees to their own access.':
    'Das würde {1} Folgendes geben: {2}. Niemand stimmt dem eigenen Zugriff zu.',
  'This would give you %s. Nobody widens their own access; ask another administrator.':
    'Das würde Ihnen Folgendes geben: {1}. Niemand erweitert den eigenen Zugriff; bitten Sie jemand anderen aus der Verwaltung.',
  'Too many attempts. Try again in %s.': 'Zu viele Versuche. Versuchen Sie es in {1} noch einmal.',
  'Too many people are signing in at this moment; try again.':
    'Gerade melden sich zu viele an; versuchen Sie es noch einmal.',
  'What left is not what was signed: the digest of the package %s is %s.':
    'Was hinausging, ist nicht, was unterschrieben wurde: Die Prüfsumme des Pakets {1} ist {2}.',
  'What settles %s does not fit: %v.': 'Was {1} ausgleicht, passt nicht: {2}.',
  "What the bank's server gives back is not what was sent; nothing was put under the final name. It can be tried again.":
    'Was der Server der Bank zurückgibt, ist nicht, was gesendet wurde; unter dem endgültigen Namen steht nichts. Es kann noch einmal versucht werden.',
  'What the cycle %s was computed from has changed. Compute it again.':
    'Woraus der Zyklus {1} berechnet wurde, hat sich geändert. Berechnen Sie ihn noch einmal.',
  'Who made the token stays; leave it out.': 'Von wem das Token stammt, bleibt; lassen Sie es weg.',
  'You are no signatory of an account that this package debits.':
    'Sie sind für kein Konto zeichnungsberechtigt, das dieses Paket belastet.',
  'You are not signed in, or your session has ended. Sign in at /sign-in, or send an API token.':
    'Sie sind nicht angemeldet, oder Ihre Sitzung ist zu Ende. Melden Sie sich unter /sign-in an, oder senden Sie ein API-Token.',
  'You entered this package or an order of it, as %s; others have to sign it.':
    'Sie haben dieses Paket oder einen Auftrag darin erfasst, als {1}; andere müssen es unterschreiben.',
  'You entered this package or an order of it; others have to sign it.':
    'Sie haben dieses Paket oder einen Auftrag darin erfasst; andere müssen es unterschreiben.',
  'You have a second factor already; replace it by another, or have an administrator take it away.':
    'Sie haben schon einen zweiten Faktor; ersetzen Sie ihn durch einen anderen, oder lassen Sie ihn von der Administration nehmen.',
  'You have agreed to this change already.': 'Sie haben dieser Änderung schon zugestimmt.',
  'You have no session %s.': 'Sie haben keine Sitzung {1}.',
  'You have not signed this package.': 'Sie haben dieses Paket nicht unterschrieben.',
  'You have signed this package already, as %s.': 'Sie haben dieses Paket schon unterschrieben, als {1}.',
  'You have signed this package already.': 'Sie haben dieses Paket schon unterschrieben.',
  'You keyed this rate; somebody else has to key it again.':
    'Sie haben diesen Kurs erfasst; jemand anderes muss ihn noch einmal erfassen.',
  "You made the link by which this person's password is set; another administrator has to take the factor away.":
    'Sie haben den Link gemacht, mit dem das Passwort dieser Person gesetzt wird; jemand anderes aus der Verwaltung muss den Faktor nehmen.',
  'You made this change; somebody else has to agree to it.':
    'Sie haben diese Änderung veranlasst; jemand anderes muss ihr zustimmen.',
  "You took this person's second factor away; another administrator has to make the link.":
    'Sie haben dieser Person den zweiten Faktor genommen; jemand anderes aus der Verwaltung muss den Link machen.',
  'Your agreement is not one of those that this change needs.':
    'Ihre Zustimmung ist keine von denen, die diese Änderung braucht.',
  'Your agreement is not one of those that this change needs: %v.':
    'Ihre Zustimmung ist keine von denen, die diese Änderung braucht: {1}.',
  '%q is no domain in small letters, like example.com.': '„{1}“ ist keine Domäne in Kleinbuchstaben wie example.com.',
  'The ticket %q does not have the form %s.': 'Die Ticketnummer „{1}“ hat nicht die Form {2}.',
  'The form of tickets is no regular expression: %v.': 'Die Form der Ticketnummern ist kein regulärer Ausdruck: {1}.',
  'The ticket rule on %s cannot be used: %v.': 'Die Ticketpflicht für {1} ist nicht zu gebrauchen: {2}.',
  'Addresses are of %s here; a domain administrator can add others.':
    'Adressen sind hier von {1}; ein Domänenverwalter kann weitere erlauben.',
  'People hold roles over everything or a unit through groups here. Grant the role to a group that the person is in; on one record people may still hold their own.':
    'Rollen für alles oder eine Einheit haben Personen hier nur über Gruppen. Geben Sie die Rolle einer Gruppe, in der die Person ist; für einen einzelnen Datensatz darf sie weiterhin eine eigene haben.',
  'The role %s is given to nobody until a sponsor answers for it, under four eyes and with a ticket.':
    'Die Rolle {1} bekommt niemand, bis ein Bürge mit vier Augen und einem Ticket dafür einsteht.',
  'There must always be at least %d people with %s over everything and for good. This would leave %s.':
    'Es muss immer mindestens {1} Personen mit {2} für alles und auf Dauer geben. Es blieben: {3}.',
  'The %s %s would be left without an administrator; %s is the last. Grant it to somebody else first.':
    '{1} {2} bliebe ohne Verwalter; der letzte ist {3}. Geben Sie das Recht zuerst jemand anderem.',
  'Nobody does this alone. Set up a four-eyes rule on %s first.':
    'Das tut niemand allein. Legen Sie zuerst eine Vier-Augen-Regel für {1} an.',
  'Name a person who is active.': 'Nennen Sie eine Person, die aktiv ist.',
  'Somebody else has to answer for it: name a sponsor who is not you.':
    'Jemand anderes muss dafür einstehen: Nennen Sie einen Bürgen, der nicht Sie sind.',
  'The role %s is granted by %s; end these grants first.':
    'Die Rolle {1} ist durch {2} gegeben; beenden Sie zuerst diese Berechtigungen.',
  'People hold roles by themselves, by the grants %s. Grant these to groups instead, and end them first.':
    'Personen haben Rollen für sich allein, durch die Berechtigungen {1}. Geben Sie diese stattdessen Gruppen, und beenden Sie sie zuerst.',
  '%s needs the number of a ticket; give it with the request.':
    '{1} braucht die Nummer eines Tickets; geben Sie sie mit an.',
  'There is no action %q; write one like user.insert.':
    'Den Vorgang „{1}“ gibt es nicht; schreiben Sie einen wie user.insert.',
  'This duty rule cannot be used: %s.': 'Diese Trennungsregel ist nicht brauchbar: {1}.',
  '%s. Ask for an exception that lasts as long as this would.':
    '{1}. Beantragen Sie eine Ausnahme, die so lange gilt wie dies gelten würde.',
  '%s. Nobody may hold these together.': '{1}. Niemand darf das zusammen innehaben.',
  'Say when it ends, a time that is still to come.': 'Sagen Sie, wann sie endet; der Zeitpunkt muss noch kommen.',
  'Another person or another rule takes another exception; end this one.':
    'Eine andere Person oder eine andere Regel braucht eine andere Ausnahme; beenden Sie diese.',
  'A rule stays of its kind; make another one.': 'Eine Regel bleibt von ihrer Art; legen Sie eine andere an.',
  'One of these units lies beneath the other; a wall stands between two that are apart.':
    'Eine dieser Einheiten liegt unter der anderen; eine Wand steht zwischen zweien, die getrennt sind.',
  'The duty rule %q takes no exceptions: its mode is %s.':
    'Die Trennungsregel „{1}“ lässt keine Ausnahmen zu: Sie ist im Modus {2}.',
  'There is no duty rule %s.': 'Es gibt keine Trennungsregel {1}.',
  'The user is of the unit %q; leave the unit out.':
    'Der Benutzer gehört zur Einheit „{1}“; lassen Sie die Einheit weg.',
  'This would add to what %s may do. Nobody makes or agrees to such a change for themselves; ask another administrator.':
    'Damit dürfte {1} mehr tun. Niemand macht eine solche Änderung für sich selbst oder stimmt ihr zu; fragen Sie einen anderen Administrator.',
  'All rules of the preset %s are in force already.': 'Alle Regeln der Vorlage {1} sind schon in Kraft.',
  'Too few people could ever meet the rule %s. Eligible today: %s.':
    'Zu wenige könnten die Regel {1} je erfüllen. Heute können es: {2}.',
  'There is no preset %q; there are permissions, bank_instructions, third_party_payments and everything.':
    'Die Vorlage „{1}“ gibt es nicht; es gibt permissions, bank_instructions, third_party_payments und everything.',
  'To read is no act: %s leaves no trace that a duty could be kept apart by.':
    'Lesen ist keine Handlung: {1} hinterlässt keine Spur, nach der man Aufgaben trennen könnte.',
  'This condition cannot be used: %s.': 'Diese Bedingung ist nicht verwendbar: {1}.',
  'This condition cannot be used: %v.': 'Diese Bedingung ist nicht verwendbar: {1}.',
  'This condition is a %s; write one that is true or false.':
    'Diese Bedingung ist vom Typ {1}; schreiben Sie eine, die wahr oder falsch ist.',
  '%q is no name of a property: letters, digits and underscores, not beginning with a digit.':
    '„{1}“ ist kein Name einer Eigenschaft: Buchstaben, Ziffern und Unterstriche, nicht mit einer Ziffer beginnend.',
  '%q is no name of an action: up to 64 letters, digits and _ : / -, beginning with a letter.':
    '„{1}“ ist kein Name einer Aktion: bis zu 64 Buchstaben, Ziffern und _ : / -, mit einem Buchstaben beginnend.',
  'A type has 1 to %d actions, and at most as many further permissions.':
    'Ein Typ hat 1 bis {1} Aktionen und höchstens ebenso viele weitere Rechte.',
  'evaluations has %d requests; %d are allowed.': 'evaluations enthält {1} Anfragen; {2} sind erlaubt.',
  'no token': 'kein Token',
  '%s is kept with %d values, and a %s has one.': '{1} ist mit {2} Werten gespeichert, und {3} hat einen.',
  '%s is no %s.': '{1} ist kein {2}.',
  'The role %s gives the permission %s, which would be no more. Take it out of the role first.':
    'Die Rolle {1} gibt das Recht {2}, das es nicht mehr gäbe. Nehmen Sie es zuerst aus der Rolle.',
  'Roles and applications know the type as %s; declare another one.':
    'Rollen und Anwendungen kennen den Typ als {1}; erklären Sie einen anderen.',
  'There is a permission %s already; take another name.':
    'Ein Recht {1} gibt es schon; nehmen Sie einen anderen Namen.',
  'A permission is asked of who: permission alone.': 'Ein Recht wird mit who erfragt: allein mit permission.',
  '%s is named twice.': '{1} ist zweimal genannt.',
  'The property %s is declared twice.': 'Die Eigenschaft {1} ist zweimal erklärt.',
  'The property %s is given twice.': 'Die Eigenschaft {1} ist zweimal angegeben.',
  'A property has at most 1000 values.': 'Eine Eigenschaft hat höchstens 1000 Werte.',
  'An action has at most %d clauses.': 'Eine Aktion hat höchstens {1} Klauseln.',
  'An entity has at most %d properties.': 'Ein Gegenstand hat höchstens {1} Eigenschaften.',
  'There are %d properties here; %d are allowed.': 'Hier sind {1} Eigenschaften; {2} sind erlaubt.',
  'The type has no action or permission %s.': 'Der Typ hat keine Aktion und kein Recht {1}.',
  '%q is none of permission, known, anyone.': '„{1}“ ist keines von permission, known, anyone.',
  '%q is none of text, integer, boolean, time, list.': '„{1}“ ist keines von text, integer, boolean, time, list.',
  '%q is none of everything, unit and record.': '„{1}“ ist keines von everything, unit und record.',
  'Name the role.': 'Nennen Sie die Rolle.',
  'Name the table and the id of the record.': 'Nennen Sie Tabelle und ID des Datensatzes.',
  '%q is none of %s, %s, %s and %s.': '„{1}“ ist keines von {2}, {3}, {4} und {5}.',
  'There is no process %s.': 'Den Prozess {1} gibt es nicht.',
  'There is no role %s.': 'Die Rolle {1} gibt es nicht.',
  'There is no rule %s.': 'Die Regel {1} gibt es nicht.',
  'There is no unit %s.': 'Die Einheit {1} gibt es nicht.',
  'Name another person, who is active.': 'Nennen Sie eine andere Person, die aktiv ist.',
  'There is no change %s that waits.': 'Es gibt keine wartende Änderung {1}.',
  'There is no handover %s.': 'Es gibt keine Übergabe {1}.',
  '%s still has %s. Reactivating gives nothing back that nobody looked at: say by user.reactivate what the person is to keep.':
    '{1} hat noch {2}. Beim Reaktivieren kommt nichts zurück, was niemand angesehen hat: Sagen Sie mit user.reactivate, was die Person behalten soll.',
  '%s is not suspended.': '{1} ist nicht gesperrt.',
  '%s is suspended already, and has nothing more to hand over.':
    '{1} ist schon gesperrt und hat nichts mehr zu übergeben.',
  '%s is of this unit already.': '{1} ist schon in dieser Einheit.',
  'This is settled already.': 'Das ist schon erledigt.',
  'There are %d things to hand over; name a successor.': 'Es sind {1} Dinge zu übergeben; nennen Sie einen Nachfolger.',
  '%s has no grant or membership %s.': '{1} hat keine Berechtigung oder Mitgliedschaft {2}.',
  'The table %s cannot be declared: %v.': 'Die Tabelle {1} kann nicht erklärt werden: {2}.',
  '%q cannot be a column: small letters and underscores, and not id, version or pending_change.':
    '„{1}“ kann keine Spalte sein: Kleinbuchstaben und Unterstriche, und nicht id, version oder pending_change.',
  '%q is no name of a table: small letters and underscores, singular.':
    '„{1}“ ist kein Name einer Tabelle: Kleinbuchstaben und Unterstriche, Einzahl.',
  'A table has 1 to %d columns.': 'Eine Tabelle hat 1 bis {1} Spalten.',
  'This is no regular expression: %v.': 'Das ist kein regulärer Ausdruck: {1}.',
  '%q cannot be a value: neither empty nor with a comma.': '„{1}“ kann kein Wert sein: weder leer noch mit Komma.',
  '%q is no whole number.': '„{1}“ ist keine ganze Zahl.',
  'Lengths are 0 to 100000.': 'Längen gehen von 0 bis 100000.',
  'Declare the table %s first, and change its rows in another change.':
    'Erklären Sie zuerst die Tabelle {1} und ändern Sie ihre Zeilen in einer anderen Änderung.',
  'A four-eyes rule speaks of what would be no more: %v. Change the rule first.':
    'Eine Vier-Augen-Regel spricht von etwas, was es nicht mehr gäbe: {1}. Ändern Sie zuerst die Regel.',
  'A ticket rule speaks of what would be no more: %v. Change the rule first.':
    'Eine Ticketregel spricht von etwas, was es nicht mehr gäbe: {1}. Ändern Sie zuerst die Regel.',
  'Name the columns of this set.': 'Nennen Sie die Spalten dieser Gruppe.',
  'Roles, addresses and the log know the table as %s; declare another one.':
    'Rollen, Adressen und das Protokoll kennen die Tabelle als {1}; erklären Sie eine andere.',
  '%s is served by the program itself; take another name.':
    '{1} bedient das Programm selbst; nehmen Sie einen anderen Namen.',
  'There is a table %s already; take another name.': 'Eine Tabelle {1} gibt es schon; nehmen Sie einen anderen Namen.',
  '%q is no column of kind text with ref: unit.': '„{1}“ ist keine Spalte der Art text mit ref: unit.',
  'A minimum is for integers.': 'Ein Minimum gibt es für ganze Zahlen.',
  'A secret is a text of which nothing else is said.': 'Ein Geheimnis ist ein Text, von dem sonst nichts gesagt wird.',
  'A text holds one id, a list several.': 'Ein Text enthält eine ID, eine Liste mehrere.',
  'enum, min_length, max_length and pattern are for texts.':
    'enum, min_length, max_length und pattern gibt es für Texte.',
  'The column %s is declared twice.': 'Die Spalte {1} ist zweimal erklärt.',
  'Two columns would be kept as %s; name one of them otherwise.':
    'Zwei Spalten würden als {1} gespeichert; nennen Sie eine davon anders.',
  'The %s %s does not fit: %s: %s Change it first.': '{1} {2} passt nicht: {3}: {4} Ändern Sie das zuerst.',
  'The table %s has been declared anew meanwhile; make the change again.':
    'Die Tabelle {1} ist inzwischen neu erklärt worden; machen Sie die Änderung noch einmal.',
  'The table %s has %d rows. Delete them first.': 'Die Tabelle {1} hat {2} Zeilen. Löschen Sie diese zuerst.',
  'The table %s has rows, which would lose their %s. Leave the column; it may become optional.':
    'Die Tabelle {1} hat Zeilen, die {2} verlören. Lassen Sie die Spalte stehen; sie darf freiwillig werden.',
  'The table %s has rows: kind, audit and ref of %s stay as they are.':
    'Die Tabelle {1} hat Zeilen: kind, audit und ref von {2} bleiben, wie sie sind.',
  "The table %s has rows: what is unique and the unit's column stay as they are.":
    'Die Tabelle {1} hat Zeilen: Was eindeutig ist und die Spalte der Einheit bleiben, wie sie sind.',
  'A table has at most %d unique sets.': 'Eine Tabelle hat höchstens {1} eindeutige Gruppen.',
  'There is no column %s that could be unique.': 'Es gibt keine Spalte {1}, die eindeutig sein könnte.',
  "The column %s refers to %s, which is no table of the program's own.":
    'Die Spalte {1} verweist auf {2}, und das ist keine Tabelle des Programms selbst.',
  '%q is none of text, date, currency, integer, boolean, time, decimal, money, list.':
    '„{1}“ ist keines von text, date, currency, integer, boolean, time, decimal, money, list.',
  'Say audit: show, or mask for a secret.': 'Geben Sie audit: show an, oder mask für ein Geheimnis.',
  '%s has agreed to this change already, with or as a deputy; nobody counts twice.':
    '{1} hat dieser Änderung schon zugestimmt, mit oder als Stellvertretung; niemand zählt zweimal.',
  'This change was asked for again already; entry %d of the log says what became of it.':
    'Diese Änderung wurde schon noch einmal veranlasst; Eintrag {1} des Protokolls sagt, was daraus wurde.',
  'Others changed what you wanted to change: %s. Say that yours goes first, or make another change.':
    'Andere haben geändert, was Sie ändern wollten: {1}. Sagen Sie, dass Ihre vorgeht, oder veranlassen Sie eine andere Änderung.',
  'Name the record.': 'Nennen Sie den Datensatz.',
  'You are not the deputy of %s, or not now.': 'Sie vertreten {1} nicht, oder nicht jetzt.',
  'The table %q says nothing about who may do what.': 'Die Tabelle „{1}“ sagt nichts darüber, wer was darf.',
  'The command %s takes other fields by now; make the change again.':
    'Der Befehl {1} nimmt inzwischen andere Felder; veranlassen Sie die Änderung noch einmal.',
  'There is no command %s any more.': 'Den Befehl {1} gibt es nicht mehr.',
  'This change is %s; only one that ended without being executed is asked for again.':
    'Diese Änderung ist im Stand „{1}“; nur eine, die endete, ohne ausgeführt zu werden, wird noch einmal veranlasst.',
  'This change was rejected: %s. Make another one that heeds it.':
    'Diese Änderung wurde abgelehnt: {1}. Veranlassen Sie eine andere, die das beachtet.',
  'What %s was asked with is not kept; make the change again.':
    'Womit {1} veranlasst wurde, ist nicht verwahrt; veranlassen Sie die Änderung noch einmal.',
  'Only %s, who made this change, can ask for it again.':
    'Nur {1}, von wem diese Änderung stammt, kann sie noch einmal veranlassen.',
  'All that this change asked for is so already.': 'Alles, was diese Änderung verlangte, ist schon so.',
  'There is a %s %s already.': '{1} {2} gibt es schon.',
  'The wall %s keeps you from what this change is about, for whomever you act.':
    'Die Wand {1} hält Sie von dem fern, worum es in dieser Änderung geht, für wen Sie auch handeln.',
  'For other people make another one, and end this one.':
    'Für andere Personen legen Sie eine neue an und beenden diese.',
  'It ends before it begins.': 'Es endet, bevor es beginnt.',
  'This deputyship has ended already.': 'Diese Vertretung ist schon beendet.',
  'There is no deputyship %s of yours.': 'Sie haben keine Vertretung {1}.',
  'Nobody is their own deputy; name somebody else.': 'Niemand vertritt sich selbst; nennen Sie jemand anderen.',
  'To delete a process takes the right to change it as well, such as the role config-admin on the process %s.':
    'Einen Prozess zu löschen braucht auch das Recht, ihn zu ändern, etwa die Rolle config-admin für den Prozess {1}.',
  'There is no ready group %q.': 'Die fertige Gruppe „{1}“ gibt es nicht.',
  'The roles of this group are given for a time: say when they end.':
    'Die Rollen dieser Gruppe sind auf Zeit gegeben: Sagen Sie, wann sie enden.',
  'At most %d changes are decided in one step.': 'In einem Schritt wird höchstens über {1} Änderungen entschieden.',
  'Name 1 to %d changes.': 'Nennen Sie 1 bis {1} Änderungen.',
  'The change %s is named twice.': 'Die Änderung {1} ist zweimal genannt.',
  'These amounts are too large to be added up; look at fewer changes.':
    'Diese Beträge sind zu groß, um addiert zu werden; sehen Sie weniger Änderungen an.',
  'Name the review by 1 to 40 small letters, digits and hyphens, like 2026-q4.': 'Benennen Sie die Überprüfung mit 1 bis 40 Kleinbuchstaben, Ziffern und Bindestrichen, wie 2026-q4.',
  'Name somebody who is active, holds %s where it is, and is not one of those who have it.': 'Nennen Sie jemanden, der aktiv ist, {1} an dieser Stelle hat und nicht selbst zu denen gehört, um die es geht.',
  'This was decided already: it is %s.': 'Das ist schon entschieden: Der Stand ist „{1}“.',
  'Say until when it is to be decided, a time that is still to come.': 'Sagen Sie, bis wann zu entscheiden ist; die Zeit muss noch kommen.',
  'The %s %s has ended already, or is another by now; there is nothing to decide.': '{1} {2} ist schon beendet oder inzwischen etwas anderes; es ist nichts zu entscheiden.',
  'The %s %s is at version %d, not %d: it changed since it was looked at. Look at it again, and confirm that version.': '{1} {2} steht auf Version {3}, nicht {4}: Sie wurde geändert, seit sie angesehen wurde. Sehen Sie sie noch einmal an und bestätigen Sie diese Version.',
  'Nobody named may review the %s %s: a reviewer holds %s where it is, and is not one of those who have it. Name somebody else as well.': 'Niemand von den Genannten darf {1} {2} überprüfen: Wer überprüft, hat {3} an dieser Stelle und gehört nicht selbst zu denen, um die es geht. Nennen Sie noch jemanden.',
  '%d items are still to be decided, and would end with the review; its reviewers have until %s.': '{1} Posten sind noch zu entscheiden und würden mit der Überprüfung enden; die Prüfer haben Zeit bis {2}.',
  'This is for %s to decide. Whoever leads the review can give it to another reviewer.': 'Das hat {1} zu entscheiden. Wer die Überprüfung leitet, kann es jemand anderem geben.',
  'There is no record of these tables that you may view.': 'In diesen Tabellen ist nichts, was Sie sehen dürfen.',
  'There is no grant and no membership of that kind; widen the unit or the roles.': 'Es gibt keine solche Berechtigung oder Mitgliedschaft; wählen Sie die Einheit oder die Rollen weiter.',
  'Nobody reviews their own access. Have it given to another reviewer.': 'Niemand überprüft den eigenen Zugriff. Lassen Sie es jemand anderem geben.',
  'Say why it is revoked.': 'Sagen Sie, warum entzogen wird.',
  'There is a review %s already; take another id.': 'Es gibt schon eine Überprüfung {1}; nehmen Sie eine andere ID.',
  '%s is the reviewer already.': '{1} überprüft das schon.',
  'These are %d grants and memberships; one review looks at %d. Start several, each of a unit or of fewer roles.': 'Das sind {1} Berechtigungen und Mitgliedschaften; eine Überprüfung fasst {2}. Beginnen Sie mehrere, jede für eine Einheit oder für weniger Rollen.',
  'There is no active user %q.': 'Es gibt keinen aktiven Benutzer „{1}“.',
  'There is no record %q.': 'Es gibt keinen Datensatz „{1}“.',
  'There is no configuration named %q.': 'Es gibt keine Konfiguration namens „{1}“.',
  'The review %s is %s already.': 'Die Überprüfung {1} ist schon im Stand „{2}“.',
  'The review %s is %s; start another.': 'Die Überprüfung {1} ist im Stand „{2}“; beginnen Sie eine andere.',
};
