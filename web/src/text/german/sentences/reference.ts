/** What the server says of reference tables and their rows. */
export const reference: Readonly<Record<string, string>> = {
  '%q cannot be a column: at most 40 small letters, digits and underscores, beginning with a letter.':
    '„{1}“ kann keine Spalte sein: höchstens 40 Kleinbuchstaben, Ziffern und Unterstriche, mit einem Buchstaben am Anfang.',
  '%q is none of text, integer, decimal, date, boolean.': '„{1}“ ist keines von text, integer, decimal, date, boolean.',
  '%s has a header and no rows.': '{1} hat einen Kopf und keine Zeilen.',
  '%s is a key column, which no row may leave empty.':
    '{1} ist eine Schlüsselspalte, die keine Zeile leer lassen darf.',
  'A row stays in its table; enter it in the other one and delete it here.':
    'Eine Zeile bleibt in ihrer Tabelle; erfassen Sie sie in der anderen und löschen Sie sie hier.',
  'Say by which column rows are told apart: at least one is the key.':
    'Sagen Sie, durch welche Spalte sich Zeilen unterscheiden: Mindestens eine ist der Schlüssel.',
  'The table %s belongs to the unit %q; give that unit.':
    'Die Tabelle {1} gehört zur Einheit „{2}“; geben Sie diese an.',
  'The table %s has rows, in which %s may be empty: it stays optional.':
    'Die Tabelle {1} hat Zeilen, in denen {2} leer sein kann: Die Spalte darf weiter leer sein.',
  'The table %s has rows, which say nothing about %s: a new column is optional.':
    'Die Tabelle {1} hat Zeilen, die nichts über {2} sagen: Eine neue Spalte darf leer sein.',
  'The table %s has rows, which would move with it: its unit stays.':
    'Die Tabelle {1} hat Zeilen, die mit ihr wandern würden: Ihre Einheit bleibt.',
  'The table %s has rows: the kind of %s, and whether it is a key, stay.':
    'Die Tabelle {1} hat Zeilen: Die Art von {2} bleibt, und ob es ein Schlüssel ist.',
  'The table %s says what %s says already.': 'Die Tabelle {1} sagt schon, was {2} sagt.',
  'These are %d characters, 1000 are allowed.': 'Das sind {1} Zeichen, 1000 sind erlaubt.',
};
