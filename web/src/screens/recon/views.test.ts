import { expect, test } from 'vitest';
import { ofView, shownAs, views } from './views';

test('every view is known again by its filters, whatever else is filtered by', () => {
  for (const view of views) {
    const filter = ofView(view, ['process=cash', 'state=pending'], 'ada');
    expect(shownAs(filter, 'ada')).toBe(view);
    expect(filter).toContain('process=cash');
    expect(filter).not.toContain('state=pending');
  }
});

test("somebody else's exceptions are none of the views", () => {
  expect(shownAs(['state!=closed', 'assignee=bob'], 'ada')).toBeUndefined();
});
