/** What the server says of requests, and several rooms at once. */
export const requests: Readonly<Record<string, string>> = {
  '%q is neither true nor false.': '„{1}“ ist weder wahr noch falsch.',
  '%q is none of %s.': '„{1}“ ist keines von {2}.',
  '%q is not a BIC: %s': '„{1}“ ist kein BIC: {2}',
  '%q is not a column, an operator (= != < <= > >= ~) and a value.':
    '„{1}“ ist nicht Spalte, Vergleich (= != < <= > >= ~) und Wert.',
  '%q is not a currency of ISO 4217.': '„{1}“ ist keine Währung nach ISO 4217.',
  '%q is not a day as YYYY-MM-DD.': '„{1}“ ist kein Tag in der Form JJJJ-MM-TT.',
  '%q is not a time like 2026-11-22T14:00:00Z.': '„{1}“ ist keine Zeit wie 2026-11-22T14:00:00Z.',
  '%q is not a whole number from %d to %d.': '„{1}“ ist keine ganze Zahl von {2} bis {3}.',
  '%q stands at %s already.': '„{1}“ steht schon bei {2}.',
  '%s is named twice.': '{1} ist zweimal genannt.',
  '%s is not a version like "3".': '{1} ist keine Version wie "3".',
  'A decision has no dry run; GET the change, which says what is missing.':
    'Eine Entscheidung hat keinen Probelauf; lesen Sie die Änderung, die sagt, was fehlt.',
  'A JSON %s cannot stand here.': 'Ein JSON-Wert der Art {1} kann hier nicht stehen.',
  'A list takes %d filters at most.': 'Eine Liste nimmt höchstens {1} Filter.',
  "A page of another site asked for this; only this server's own pages may.":
    'Eine Seite eines anderen Ortes hat das verlangt; nur die Seiten dieses Servers dürfen es.',
  'A record or field is searched for within its table; name it.':
    'Nach einem Datensatz oder Feld wird innerhalb seiner Tabelle gesucht; nennen Sie sie.',
  'A text must not hold a NUL character.': 'Ein Text darf kein NUL-Zeichen enthalten.',
  "A token's secret is drawn by the server: POST it to %s.":
    'Das Geheimnis eines Tokens zieht der Server: Senden Sie POST an {1}.',
  "After UTF-8'' the text is percent-encoded: %v.": "Hinter UTF-8'' ist der Text mit Prozentzeichen kodiert: {1}.",
  'An id of your own has 1 to 64 letters, digits, dots, hyphens and underscores, and begins with a letter or digit.':
    'Eine eigene ID hat 1 bis 64 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche und beginnt mit einem Buchstaben oder einer Ziffer.',
  'An idempotency key has at most 200 printable ASCII characters.':
    'Ein Idempotenzschlüssel hat höchstens 200 druckbare ASCII-Zeichen.',
  'At least one host key must be pinned; ask the bank for it.':
    'Mindestens ein Serverschlüssel muss festgelegt sein; fragen Sie die Bank danach.',
  'At most %d streams of events are open for one user and %d here; close one.':
    'Höchstens {1} Ereignisströme sind für einen Benutzer offen und {2} hier; schließen Sie einen.',
  'Give the parameter %s: %s': 'Geben Sie den Parameter {1} an: {2}',
  'Leave the field out instead of sending null.': 'Lassen Sie das Feld weg, statt null zu senden.',
  'Look for %d to %d characters; these are %d.': 'Suchen Sie nach {1} bis {2} Zeichen; das sind {3}.',
  'Name the record.': 'Nennen Sie den Datensatz.',
  'Name the role.': 'Nennen Sie die Rolle.',
  'No checkpoint has been signed yet; it takes a second.':
    'Noch ist kein Prüfpunkt unterzeichnet; es dauert eine Sekunde.',
  'No record can have such an id.': 'Kein Datensatz kann eine solche ID haben.',
  'no token': 'kein Token',
  'Nothing is served at %s; /docs lists what is.': 'Unter {1} gibt es nichts; /docs zählt auf, was es gibt.',
  'Only * is of use here.': 'Nur * ist hier von Nutzen.',
  "Send an API token as 'Authorization: Bearer …'.": "Senden Sie ein API-Token als 'Authorization: Bearer …'.",
  'Send If-Match to replace or If-None-Match: * to insert, not both.':
    'Senden Sie If-Match zum Ersetzen oder If-None-Match: * zum Anlegen, nicht beides.',
  'Send the body as application/json, not as %q.': 'Senden Sie den Inhalt als application/json, nicht als „{1}“.',
  'Send the file %s with its name.': 'Senden Sie die Datei {1} mit ihrem Namen.',
  'Send the version that you read as If-Match: "3"; the ETag of a GET has it.':
    'Senden Sie die Version, die Sie gelesen haben, als If-Match: "3"; sie steht im ETag eines GET.',
  'The %s is set by the server alone.': '{1} setzt allein der Server.',
  'The %s stands in the address and in If-Match, not in the body.':
    '{1} steht in der Adresse und in If-Match, nicht im Inhalt.',
  'The body broke off before its end; send it again.':
    'Der Inhalt brach vor seinem Ende ab; senden Sie ihn noch einmal.',
  'The body cannot be read: %v.': 'Der Inhalt kann nicht gelesen werden: {1}.',
  'The body is not JSON, at byte %d: %s.': 'Der Inhalt ist kein JSON, bei Byte {1}: {2}.',
  'The body is not valid Unicode text, at byte %d.': 'Der Inhalt ist kein gültiger Unicode-Text, bei Byte {1}.',
  'The body is one JSON object.': 'Der Inhalt ist ein JSON-Objekt.',
  'The body may have %d bytes at most.': 'Der Inhalt darf höchstens {1} Byte haben.',
  'The database does not answer. Nothing was written; try again.':
    'Die Datenbank antwortet nicht. Nichts wurde geschrieben; versuchen Sie es noch einmal.',
  'The field %s cannot be empty.': 'Das Feld {1} kann nicht leer sein.',
  'The field %s is given twice.': 'Das Feld {1} ist zweimal angegeben.',
  'The field %s is missing.': 'Das Feld {1} fehlt.',
  'The form cannot be read: %v.': 'Das Formular kann nicht gelesen werden: {1}.',
  'The last entry %d comes before the first, %d.': 'Der letzte Eintrag {1} kommt vor dem ersten, {2}.',
  'The parameter %s is given %d times.': 'Der Parameter {1} ist {2}-mal angegeben.',
  'The part %s is there twice.': 'Der Teil {1} ist zweimal da.',
  'The port must be between 1 and 65535.': 'Der Port muss zwischen 1 und 65535 liegen.',
  'The query cannot be read: %v.': 'Die Anfrage kann nicht gelesen werden: {1}.',
  'The table %q says nothing about who may do what.': 'Die Tabelle „{1}“ sagt nichts darüber, wer was darf.',
  'There is no %s %s, and nothing is known of one.': '{1} {2} gibt es nicht, und nichts ist davon bekannt.',
  'There is no %s %s.': '{1} {2} gibt es nicht.',
  "%q is no installation's name. Take it from the installation that is to import the bundle: countersign export --key prints it there, after name.":
    '„{1}“ ist kein Name einer Installation. Nehmen Sie ihn von der Installation, die das Bündel einspielen soll: countersign export --key nennt ihn dort, hinter name.',
  '%s is this installation itself; name the one that is to import the bundle.':
    '{1} ist diese Installation selbst; nennen Sie die, die das Bündel einspielen soll.',
  'There is no configuration named %q.': 'Es gibt keine Konfiguration namens „{1}“.',
  '%s did so much of what a duty rule keeps apart from %s that the newest %d entries of it are not all. Whether any was done beneath this record cannot be said in time; let somebody else do it.':
    '{1} tat so viel von dem, was eine Trennungsregel von {2} trennt, dass die neuesten {3} Einträge nicht alle sind. Ob etwas davon unter diesem Datensatz geschah, lässt sich nicht rechtzeitig sagen; lassen Sie es jemand anderen tun.',
  'There is no duty rule %s.': 'Es gibt keine Trennungsregel {1}.',
  'There is no entry %s of the log.': 'Es gibt keinen Eintrag {1} im Protokoll.',
  'There is no field %s here.%s': 'Ein Feld {1} gibt es hier nicht.{2}',
  'There is no parameter %q here; there are %s.': 'Einen Parameter „{1}“ gibt es hier nicht; es gibt {2}.',
  'There is no part %q here; there are left, right, left_format and right_format.':
    'Einen Teil „{1}“ gibt es hier nicht; es gibt left, right, left_format und right_format.',
  'There is no permission %q.': 'Ein Recht „{1}“ gibt es nicht.',
  'There is no record of these tables that you may view.': 'In diesen Tabellen ist nichts, was Sie sehen dürfen.',
  'There is no user %s.': 'Den Benutzer {1} gibt es nicht.',
  'These are %d characters, %d are allowed.': 'Das sind {1} Zeichen, {2} sind erlaubt.',
  'This asks for a proof of who you are that is newer than %d seconds. Send a code to /api/v1/me/proof and repeat the request.':
    'Das verlangt einen Nachweis, wer Sie sind, der neuer als {1} Sekunden ist. Senden Sie einen Code an /api/v1/me/proof und wiederholen Sie die Anfrage.',
  'This cursor is not of this list with these filters and this sort; begin without one.':
    'Dieser Zeiger gehört nicht zu dieser Liste mit diesen Filtern und dieser Sortierung; beginnen Sie ohne einen.',
  'This is not text in UTF-8.': 'Das ist kein Text in UTF-8.',
  'This node cannot do its work now; its log says why.':
    'Dieser Knoten kann gerade nicht arbeiten; sein Protokoll sagt, warum.',
  'This path takes %s, not %s.': 'Diese Adresse nimmt {1}, nicht {2}.',
  'This request takes no body.': 'Diese Anfrage hat keinen Inhalt.',
  'This takes no parameter.': 'Das nimmt keinen Parameter.',
  'This token has ended.': 'Dieses Token ist abgelaufen.',
};
