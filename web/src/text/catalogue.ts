import { change } from './change';
import { frame } from './frame';
import { home } from './home';
import { table } from './table';

/** Every text of the page, English and German side by side: [en, de]. */
export const catalogue = { ...frame, ...home, ...change, ...table };

export type Key = keyof typeof catalogue;
