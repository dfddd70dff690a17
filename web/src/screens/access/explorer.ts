import type { Asked } from './useAsked';

export const modes = ['can', 'who', 'what'] as const;
export type Mode = (typeof modes)[number];

/** What the address of the explorer says. */
export const names = ['ask', 'user', 'permission', 'table', 'id', 'as_of'] as const;
export type ExplorerAsked = Asked<(typeof names)[number]>;

export function modeOf(text: string): Mode {
  return modes.find((mode) => mode === text) ?? 'can';
}

/** Whether everything is named that the question needs. */
export function isWhole(mode: Mode, { user, permission, table, id }: ExplorerAsked): boolean {
  if (mode !== 'who' && user === '') return false;
  return mode === 'what' || (permission !== '' && (table === '') === (id === ''));
}

/** The question without what this kind of it does not speak of. */
export function aboutOf(mode: Mode, { user, permission, table, id, as_of }: ExplorerAsked) {
  switch (mode) {
    case 'can':
      return { user, permission, table, id, as_of };
    case 'who':
      return { permission, table, id, as_of };
    case 'what':
      return { user, as_of };
  }
}
