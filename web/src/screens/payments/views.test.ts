import { describe, expect, it } from 'vitest';
import { ofView, shownAs } from './views';

describe('the views of packages', () => {
  it('are the filter by state', () => {
    expect(shownAs([])).toBe('all');
    expect(shownAs(['kind=tax'])).toBe('all');
    expect(shownAs(['state=draft', 'kind=tax'])).toBe('draft');
  });

  it('are none of them under another filter by state', () => {
    expect(shownAs(['state=declined'])).toBeUndefined();
    expect(shownAs(['state!=draft'])).toBeUndefined();
    expect(shownAs(['state=draft', 'state=sent'])).toBeUndefined();
  });

  it('keep what else was filtered by', () => {
    expect(ofView('sent', ['state=draft', 'kind=tax'])).toEqual(['state=sent', 'kind=tax']);
    expect(ofView('all', ['state=draft', 'kind=tax'])).toEqual(['kind=tax']);
  });
});
