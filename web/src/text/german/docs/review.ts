/** What the server says of the tables, columns and commands of reviews. */
export const review: Readonly<Record<string, string>> = {
  'A grant or a membership.': 'Eine Berechtigung oder eine Mitgliedschaft.',
  'A grant or membership under review, and what was said of it.':
    'Eine Berechtigung oder Mitgliedschaft, die überprüft wird, und was dazu gesagt wurde.',
  'A review of access that was given: each reviewer confirms or revokes it by a date.':
    'Eine Überprüfung des gegebenen Zugriffs: Wer überprüft, bestätigt oder entzieht bis zu einem Termin.',
  "Confirm or revoke a grant or membership that one reviews; never one's own.":
    'Eine Berechtigung oder Mitgliedschaft bestätigen oder entziehen, die man überprüft; nie die eigene.',
  'End a review, and with it what nobody confirmed, where it was started so.':
    'Eine Überprüfung beenden und, wo es so begonnen wurde, mit ihr, was niemand bestätigt hat.',
  'Give an item of a review to another reviewer.': 'Einen Posten einer Überprüfung jemand anderem geben.',
  "Have today's grants and memberships reviewed; the id in the address becomes the review's.":
    'Die heutigen Berechtigungen und Mitgliedschaften überprüfen lassen; die ID in der Adresse wird die der Überprüfung.',
  'How many grants and memberships it has.': 'Wie viele Berechtigungen und Mitgliedschaften sie umfasst.',
  'Ids of the roles whose grants are reviewed, and of those that include them; empty: every role.':
    'Die IDs der Rollen, deren Berechtigungen überprüft werden, samt denen, die sie enthalten; leer: jede Rolle.',
  'Its id.': 'Deren ID.',
  'Of a grant: everything, a unit and all beneath it, one record, or every record of a table.':
    'Bei einer Berechtigung: alles, eine Einheit mit allem darunter, ein Datensatz oder alle einer Tabelle.',
  'Of a grant: the role.': 'Bei einer Berechtigung: die Rolle.',
  'The group that has it, or that the user is in.': 'Die Gruppe, die sie hat oder in der der Benutzer ist.',
  "The group's name then.": 'Der damalige Name der Gruppe.',
  "The role's name then.": 'Der damalige Name der Rolle.',
  'The unit that the grant is scoped to, or that the record or group is of; empty: none.':
    'Die Einheit, für die die Berechtigung gilt oder zu der Datensatz oder Gruppe gehört; leer: keine.',
  'The version of it that the item shows.': 'Deren Version, die der Posten zeigt.',
  'The version of the grant or membership that was looked at; 0: the one that the item shows.':
    'Die Version der Berechtigung oder Mitgliedschaft, die angesehen wurde; 0: die, die der Posten zeigt.',
  'Until when it is to be decided; then it closes by itself.':
    'Bis wann zu entscheiden ist; dann endet sie von selbst.',
  'What becomes of what nobody confirmed: keep, or end with the review.':
    'Was aus dem wird, was niemand bestätigt hat: behalten, oder mit der Überprüfung beenden.',
  'Who has it; empty: the group.': 'Wer sie hat; leer: die Gruppe.',
  'Who is to decide.': 'Wer zu entscheiden hat.',
  'Who is to decide: somebody who may, and who does not have it.':
    'Wer zu entscheiden hat: jemand, der es darf und sie nicht selbst hat.',
  'Who reviews what, the closest unit first; empty: whoever may over the whole scope.':
    'Wer was überprüft, die nächste Einheit zuerst; leer: wer es für den ganzen Bereich darf.',
  'Whose grants are reviewed, with all beneath it; empty: everything.':
    'Wessen Berechtigungen überprüft werden, mit allem darunter; leer: alles.',
  'Why; a revocation has one.': 'Warum; ein Entzug hat einen Grund.',
  'Why; a revocation needs one.': 'Warum; ein Entzug braucht einen Grund.',
  'lapsed: it ended with the review, as nobody confirmed it; gone: it had ended otherwise, or had become another.':
    'lapsed: endete mit der Überprüfung, da niemand bestätigte; gone: war anders beendet oder etwas anderes geworden.',
};
