import { describe, expect, it } from 'vitest';
import { actsBy, dutiesOf, ofKind, textOf } from './fields';

describe('a duty rule in its form', () => {
  it('keeps nothing of another kind', () => {
    expect(ofKind('wall')).toMatchObject({ kind: 'wall', roles: '', too_many: '', unit: '', duties: '' });
    expect(ofKind('static')).toMatchObject({ too_many: '2', within: 'everywhere' });
  });

  it('begins with two duties, and says none while none is chosen', () => {
    expect(dutiesOf('')).toEqual([[], []]);
    expect(dutiesOf('{')).toEqual([[], []]);
    expect(textOf(dutiesOf(''))).toBe('');
    const text = textOf([['package.create'], ['package.sign', 'package.release']]);
    expect(JSON.parse(text)).toEqual([
      { actions: ['package.create'] },
      { actions: ['package.sign', 'package.release'] },
    ]);
    expect(dutiesOf(text)).toEqual([['package.create'], ['package.sign', 'package.release']]);
  });

  it('offers acts alone, those on the record that was chosen first', () => {
    const by = actsBy(['account.update', 'package.view', 'package.sign', 'package.create'], ['package.sign']);
    expect([...by.keys()]).toEqual(['package', 'account']);
    expect(by.get('package')).toEqual(['package.create', 'package.sign']);
  });
});
