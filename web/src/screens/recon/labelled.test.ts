import { describe, expect, it } from 'vitest';
import { labelled, ofLabel, withoutLabel } from './labelled';

describe('the label that a work-list is filtered by', () => {
  it('stands among the other filters, once', () => {
    const filter = ofLabel('bank', ['state!=closed', 'labels~other']);
    expect(filter).toEqual(['state!=closed', 'labels~bank']);
    expect(labelled(filter)).toBe('bank');
  });

  it('is taken away without the others', () => {
    expect(ofLabel('', ['labels~bank', 'kind=partial'])).toEqual(['kind=partial']);
    expect(withoutLabel(['labels~bank', 'kind=partial'])).toEqual(['kind=partial']);
    expect(labelled(['kind=partial'])).toBe('');
  });
});
