import type { Entries } from './entries';

export const home = {
  'home.title': ['Home', 'Start'],
  'home.waiting': ['Waiting for me', 'Wartet auf mich'],
  'home.waiting.none': ['Nothing waits for you.', 'Nichts wartet auf Sie.'],
  'home.waiting.what': [
    'Changes that need your agreement, and packages to sign, appear here as soon as somebody asks.',
    'Änderungen, die Ihre Zustimmung brauchen, und Pakete zum Unterschreiben erscheinen hier, sobald jemand fragt.',
  ],
  'home.mine': ['Mine under way', 'Meine laufenden'],
  'home.mine.none': ['You have asked for nothing that still waits.', 'Nichts, was Sie angestoßen haben, wartet noch.'],
  'home.mine.what': [
    'What you change and somebody else must agree to, you can follow here.',
    'Was Sie ändern und andere bestätigen müssen, können Sie hier verfolgen.',
  ],
  'home.today': ['Today', 'Heute'],
  'home.today.none': ['No cycle and no run is under way.', 'Kein Zyklus und kein Lauf ist im Gange.'],
  'home.today.what': [
    'Open netting cycles, packages and reconciliation runs stand here with where they are.',
    'Offene Zyklen, Pakete und Abstimmungsläufe stehen hier mit ihrem Stand.',
  ],
  'home.review': ['Review', 'Prüfen'],
  'home.sign': ['Sign', 'Unterschreiben'],
  'home.open': ['Open', 'Öffnen'],
  'home.settles': ['settles {date}', 'Ausgleich {date}'],
} as const satisfies Entries;
