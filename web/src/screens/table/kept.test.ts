import { expect, it } from 'vitest';
import { type KeptView, withView } from './kept';

const views: readonly KeptView[] = [{ name: 'Mine', search: '?filter=owner%3Dme' }];

it('keeps views by their names', () => {
  expect(withView(views, { name: 'All', search: '' }).map(({ name }) => name)).toEqual(['All', 'Mine']);
});

it('lets a view of the same name take the place of the one before', () => {
  expect(withView(views, { name: 'Mine', search: '?sort=-code' })).toEqual([{ name: 'Mine', search: '?sort=-code' }]);
});
