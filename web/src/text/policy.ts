import type { Entries } from './entries';

export const policy = {
  'policy.tickets': ['Actions that need a ticket', 'Aktionen, die ein Ticket brauchen'],
  'policy.tickets.none': [
    'No action needs one. Usual ones are offered here.',
    'Keine Aktion braucht eines. Übliche werden hier angeboten.',
  ],
  'policy.tickets.what': [
    'Whoever does one of these gives the number of a ticket; without it they are refused.',
    'Wer eine davon ausführt, gibt die Nummer eines Tickets an; ohne sie wird es abgelehnt.',
  ],
  'policy.tickets.other': ['Another action', 'Eine andere Aktion'],
  'policy.tickets.action': ['Action {n}', 'Aktion {n}'],
  'policy.tickets.when': ['Only if, as an expression ({n})', 'Nur wenn, als Ausdruck ({n})'],
  'policy.tickets.always': ['always', 'immer'],
  'policy.tickets.remove': ['No ticket for {action}', 'Kein Ticket für {action}'],
  'policy.form': ['What a ticket’s number looks like', 'Wie die Nummer eines Tickets aussieht'],
  'policy.form.any': ['any number', 'jede Nummer'],
  'policy.form.like': ['like {example}', 'wie {example}'],
  'policy.form.pattern': ['Form of the number', 'Form der Nummer'],
  'policy.form.pattern.what': [
    'A regular expression (RE2) that the whole number has; empty: any number.',
    'Ein regulärer Ausdruck (RE2), dem die ganze Nummer folgt; leer: jede Nummer.',
  ],
  'policy.form.try': ['Try a number', 'Eine Nummer ausprobieren'],
  'policy.form.try.what': ['It is kept nowhere.', 'Sie wird nirgends gespeichert.'],
  'policy.form.taken': ['{number} would be taken.', '{number} würde angenommen.'],
  'policy.form.refused': ['{number} would be refused.', '{number} würde abgelehnt.'],
  'policy.form.unread': [
    'This form cannot be tried here; the server says whether it is one.',
    'Diese Form lässt sich hier nicht ausprobieren; der Server sagt, ob sie gültig ist.',
  ],
} as const satisfies Entries;
