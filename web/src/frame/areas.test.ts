import { expect, it } from 'vitest';
import type { Table } from '@/api/declared';
import { screens } from '@/screens/list';
import { translate } from '@/text/text';
import { languages, pluralIn } from '@/text/words';
import { areasOf } from './areas';

const table = (name: string, area: string, view = true) => ({ name, area, may: { view, insert: true } }) as Table;
const reviews = table('access_review', 'review');
const there = [reviews, table('process', 'recon'), table('role', 'directory'), table('four_eyes_rule', 'policy')];
const doors = (tables: readonly Table[], holds: (permission: string) => boolean) =>
  areasOf(screens, tables, holds).flatMap(([, list]) => list);

it('leads to everything once, under one name', () => {
  for (const language of languages) {
    const names = doors(there, () => true).map(({ text, table }) =>
      text ? translate(language, text) : pluralIn(language, table ?? ''),
    );
    expect(names).toHaveLength(new Set(names).size);
    expect(names).toContain(pluralIn(language, 'access_review'));
  }
});

it('leads to a table itself where its screen is not for this person', () => {
  expect(doors([reviews], () => false)).toEqual([{ to: '/access_review', table: 'access_review' }]);
});

it('leads once to a table that one may add to and not view', () => {
  const lines = doors([table('process', 'recon', false)], (permission) => permission === 'process.run');
  expect(lines.map(({ to }) => to)).toEqual(['/process']);
});
