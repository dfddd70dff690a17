import type { Entries } from './entries';

export const netting = {
  'cycle.settles': ['settles on {date}', 'Ausgleich am {date}'],
  'cycle.steps': ['Steps', 'Schritte'],
  'cycle.step.now': ['now', 'jetzt'],
  'cycle.step.done': ['done', 'erledigt'],
  'cycle.result': ['Result', 'Ergebnis'],
  'cycle.payments': ['Payments', 'Zahlungen'],
  'cycle.value': ['Value moved', 'Bewegter Wert'],
  'cycle.saved': ['{pct} % need not be moved', '{pct} % müssen nicht bewegt werden'],
  'cycle.residue': [
    '{amount} stays with the centre from rounding',
    '{amount} verbleiben durch Rundung bei der Zentrale',
  ],
  'cycle.inputs': ['Computed from', 'Berechnet aus'],
  'cycle.flows': ['Flows', 'Ströme'],
  'cycle.before': ['Before: everybody pays everybody', 'Vorher: alle zahlen an alle'],
  'cycle.after': ['After: one payment each', 'Nachher: je eine Zahlung'],
  'cycle.centre': ['Netting centre', 'Netting-Zentrale'],
  'cycle.flows.none': ['No invoice yet', 'Noch keine Rechnung'],
  'cycle.flows.none.what': [
    'As soon as companies have entered what they owe, the flows between them are drawn here.',
    'Sobald Gesellschaften eingegeben haben, was sie schulden, stehen hier die Ströme zwischen ihnen.',
  ],
  'cycle.unvalued': [
    '{n} invoices have no value in {currency} yet: the rate of their currency is not confirmed.',
    '{n} Rechnungen haben noch keinen Wert in {currency}: der Kurs ihrer Währung ist nicht bestätigt.',
  ],
  'cycle.flow': [
    '{payer} owes {payee} {base} {currency} in {n} invoices',
    '{payer} schuldet {payee} {base} {currency} in {n} Rechnungen',
  ],
  'cycle.pays': ['{member} pays {base} {currency}', '{member} zahlt {base} {currency}'],
  'cycle.receives': ['{member} receives {base} {currency}', '{member} erhält {base} {currency}'],
  'cycle.members': ['Participants', 'Teilnehmer'],
  'cycle.member': ['Company', 'Gesellschaft'],
  'cycle.owes': ['Owes', 'Schuldet'],
  'cycle.isOwed': ['Is owed', 'Hat zu bekommen'],
  'cycle.settlement': ['Settles by', 'Gleicht aus mit'],
  'cycle.rates': ['Rates', 'Kurse'],
  'cycle.rates.about': ['One unit in {currency}', 'Eine Einheit in {currency}'],
  'cycle.rates.none': ['No rate yet', 'Noch kein Kurs'],
  'cycle.rates.none.what': [
    'One person keys each rate from the source; another keys it again without seeing the first.',
    'Eine Person gibt jeden Kurs von der Quelle ein, eine andere noch einmal, ohne den ersten zu sehen.',
  ],
} as const satisfies Entries;
