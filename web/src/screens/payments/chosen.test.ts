import { describe, expect, it } from 'vitest';
import type { Row } from '@/api/declared';
import { type Chosen, pairOf, withPerson } from './chosen';

const held: readonly Row[] = [
  { id: '1', version: 1, user: 'eva', job: 'mayor' },
  { id: '2', version: 1, user: 'paul', job: 'notary' },
];

const press = (...users: string[]) => users.reduce<Chosen>(withPerson, { kind: 'none' });

describe('choosing people', () => {
  it('lights the cell of their jobs when there are two', () => {
    expect(pairOf(press('eva'), held)).toBeUndefined();
    expect(pairOf(press('eva', 'paul'), held)).toEqual({ a: 'mayor', b: 'notary' });
  });

  it('lights no cell for who has no job', () => {
    expect(pairOf(press('eva', 'newcomer'), held)).toBeUndefined();
  });

  it('lets go who is pressed again, and begins anew with a third', () => {
    expect(press('eva', 'eva')).toEqual({ kind: 'none' });
    expect(press('eva', 'paul', 'eva')).toEqual({ kind: 'people', first: 'paul' });
    expect(press('eva', 'paul', 'newcomer')).toEqual({ kind: 'people', first: 'newcomer' });
  });
});
