import type { Entries } from './entries';

export const ending = {
  'ending.title': ['Are you still there?', 'Sind Sie noch da?'],
  'ending.why': [
    'You are about to be signed out because nothing was asked for a while. What you have typed here stays as long as you stay.',
    'Sie werden gleich abgemeldet, weil eine Weile nichts gefragt wurde. Was Sie hier eingegeben haben, bleibt, wenn Sie bleiben.',
  ],
  'ending.whole': ['Your session is ending', 'Ihre Sitzung endet'],
  'ending.whole.why': [
    'It has lasted as long as this house allows. Finish what you are doing, then sign in again.',
    'Sie hat so lange gedauert, wie dieses Haus erlaubt. Bringen Sie zu Ende, was Sie tun, und melden Sie sich wieder an.',
  ],
  'ending.left': ['Seconds left: {n}', 'Noch Sekunden: {n}'],
  'ending.noted': ['I see', 'Verstanden'],
  'ending.stay': ['Stay signed in', 'Angemeldet bleiben'],
} as const satisfies Entries;
