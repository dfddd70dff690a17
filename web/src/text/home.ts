import type { Entries } from './entries';

export const home = {
  'home.title': ['Home', 'Start'],
  'home.waiting': ['Waiting for me', 'Wartet auf mich'],
  'home.waiting.none': ['Nothing waits for you.', 'Nichts wartet auf Sie.'],
  'home.waiting.what': [
    'Changes that need your agreement, packages to sign, exceptions to solve and access to review appear here as soon as somebody asks.',
    'Änderungen, die Ihre Zustimmung brauchen, Pakete zum Unterschreiben, zu lösende Ausnahmen und zu überprüfender Zugriff erscheinen hier, sobald jemand fragt.',
  ],
  'home.mine': ['Mine under way', 'Meine laufenden'],
  'home.mine.none': ['You have asked for nothing that still waits.', 'Nichts, was Sie angestoßen haben, wartet noch.'],
  'home.mine.what': [
    'What you change and somebody else must agree to, you can follow here.',
    'Was Sie ändern und andere bestätigen müssen, können Sie hier verfolgen.',
  ],
  'home.today': ['Today', 'Heute'],
  'home.today.none': [
    'Nothing falls due, and no run was made today.',
    'Nichts wird fällig, und heute gab es keinen Lauf.',
  ],
  'home.today.what': [
    'Runs of today, days of settlement and execution, and changes that end by themselves stand here on a time line.',
    'Läufe von heute, Ausgleichs- und Ausführungstage und Änderungen, die von selbst enden, stehen hier auf einer Zeitlinie.',
  ],
  'home.timeline': ['Today and the days to come', 'Heute und die kommenden Tage'],
  'home.later': ['Later', 'Später'],
  'home.nothing': ['nothing', 'nichts'],
  'home.late': ['late', 'überfällig'],
  'home.due.run': ['files compared', 'Dateien verglichen'],
  'home.due.settles': ['settlement', 'Ausgleich'],
  'home.due.execution': ['orders to execute: {n}', 'auszuführende Aufträge: {n}'],
  'home.due.expires': ['ends unless decided', 'endet ohne Entscheidung'],
  'home.review': ['Review', 'Prüfen'],
  'home.sign': ['Sign', 'Unterschreiben'],
  'home.orders': ['orders: {n}', 'Aufträge: {n}'],
  'home.open': ['Open', 'Öffnen'],
} as const satisfies Entries;
