/** What the server says of notices, webhooks and escalations. */
export const notice: Readonly<Record<string, string>> = {
  'Give an address like https://chat.example/hooks/treasury, without user and password.':
    'Geben Sie eine Adresse an wie https://chat.example/hooks/treasury, ohne Benutzer und Kennwort.',
  'This is not the secret of this webhook. Leave it out to keep the present one, or give a new one.':
    'Dies ist nicht das Geheimnis dieses Webhooks. Lassen Sie es weg, um das jetzige zu behalten, oder geben Sie ein neues an.',
  'Say after how long, how long before the end, or both.':
    'Sagen Sie, nach wie langer Zeit, wie lange vor dem Ende oder beides.',
  'What waits there has no cut-off; say after how long.':
    'Was dort wartet, hat keinen Annahmeschluss; sagen Sie, nach wie langer Zeit.',
  'Say who is told: a person, a group, or both.':
    'Sagen Sie, wer benachrichtigt wird: eine Person, eine Gruppe oder beide.',
  'Notices and files are sent over https, or over http to this machine alone.':
    'Benachrichtigungen und Dateien gehen über https, über http nur an diesen Rechner.',
  'A secret is needed, and it must be sealed before it is planned.':
    'Ein Geheimnis ist nötig, und es muss versiegelt sein, bevor es geplant wird.',
  'A file stays with its process; enter one of the other process.':
    'Eine Datei bleibt bei ihrem Prozess; legen Sie beim anderen Prozess eine an.',
  'Say on which weekdays it is awaited, on the business days of which calendar, or both.':
    'Sagen Sie, an welchen Wochentagen sie erwartet wird, an den Geschäftstagen welches Kalenders oder beides.',
  'Say who looks after it: a person, a group, or both.':
    'Sagen Sie, wer sich darum kümmert: eine Person, eine Gruppe oder beide.',
  '%q is no day of the calendar.': '{1} ist kein Tag des Kalenders.',
  'That is so already.': 'Das ist schon so.',
  'This was told already.': 'Darüber wurde schon benachrichtigt.',
  'After whsec_ the secret is base64.': 'Nach whsec_ ist das Geheimnis Base64.',
  'Give a secret of %d bytes or more, drawn by chance.':
    'Geben Sie ein zufällig gezogenes Geheimnis von mindestens {1} Byte an.',
  'The mail server %s did not take the mail: %v.': 'Der Mailserver {1} hat die E-Mail nicht angenommen: {2}.',
  'The mail server %s cannot be used: %v.': 'Der Mailserver {1} ist nicht zu gebrauchen: {2}.',
  'The webhook %s answered %d.': 'Der Webhook {1} antwortete mit {2}.',
  'The webhook %s cannot be reached: %v.': 'Der Webhook {1} ist nicht zu erreichen: {2}.',
  'Say what to archive: before a time, or to an entry.':
    'Sagen Sie, was archiviert werden soll: vor einer Zeit oder bis zu einem Eintrag.',
  'Give either weekdays or the day of each month.': 'Geben Sie entweder Wochentage oder den Tag jedes Monats an.',
  'This report was made already.': 'Dieser Bericht wurde schon erstellt.',
  '%s is there twice.': '{1} steht zweimal da.',
  'The schedule changed while its report was made; it is made again.':
    'Der Plan wurde geändert, während sein Bericht erstellt wurde; er wird noch einmal erstellt.',
  '%q is no time zone like Europe/Vienna.': '{1} ist keine Zeitzone wie Europe/Vienna.',
  'The report changes is of one user, whom it needs; the others are of nobody.':
    'Der Bericht changes handelt von einem Benutzer und braucht ihn; die anderen handeln von niemandem.',
  'A wall keeps a part of the log from you, and this report was made of all of it. Ask for the report yourself: yours leaves that part out.':
    'Eine Mauer hält einen Teil des Protokolls von Ihnen fern, und dieser Bericht wurde aus allem erstellt. Fragen Sie den Bericht selbst ab: Ihrer lässt diesen Teil aus.',
};
