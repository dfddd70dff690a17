/** What stands within other sentences of the server. */
export const phrases: Readonly<Record<string, string>> = {
  '%d more with %s (%s)': 'noch {1} mit {2} ({3})',
  '%s may %s: %s': '{1} darf {2}: {3}',
  '%s may not %s: %s': '{1} darf {2} nicht: {3}',
  'grant %s%s of role %s at %s': 'Berechtigung {1}{2} der Rolle {3} für {4}',
  'there is no such user': 'den Benutzer gibt es nicht',
  'the user is suspended': 'der Benutzer ist gesperrt',
  'the user has ended': 'die Zeit des Benutzers ist vorbei',
  'no role lists the permission': 'keine Rolle enthält das Recht',
  'no grant of the user has the permission': 'keine Berechtigung des Benutzers enthält das Recht',
  'no grant that you may be told of has the permission there':
    'keine Berechtigung, die man Ihnen nennen darf, enthält dort das Recht',
  'a grant that you may not be told of': 'eine Berechtigung, die man Ihnen nicht nennen darf',
  'a grant that you may not be told of, at %s': 'eine Berechtigung, die man Ihnen nicht nennen darf, für {1}',
  'a wall keeps the user from it': 'eine Wand hält den Benutzer davon fern',
  '%s is not valid yet': '{1} gilt noch nicht',
  '%s is no longer valid': '{1} gilt nicht mehr',
  '%s does not reach it': '{1} reicht nicht dorthin',
  'group %s': 'Gruppe {1}',
  'roles that would give it: %s': 'Rollen, die es geben würden: {1}',
  'the wall %s keeps the user from it': 'die Wand {1} hält den Benutzer davon fern',
};
