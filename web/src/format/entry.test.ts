import { expect, test } from 'vitest';
import { imagesOf, placeOf, sizeOf } from './entry';

test('the size of a checkpoint is on its second line', () => {
  expect(
    sizeOf('countersign.example/log\n48113\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— countersign sig\n'),
  ).toBe(48113);
});

test('an update is shown with its old values in the place of the new', () => {
  expect(imagesOf({ op: 'update', after: { iban: 'new', owner: 'Eva' }, was: { iban: 'old' } })).toEqual({
    before: { iban: 'old', owner: 'Eva' },
    after: { iban: 'new', owner: 'Eva' },
    changed: ['iban'],
  });
});

test('an insertion has nothing before, a deletion nothing after', () => {
  expect(imagesOf({ op: 'insert', after: { a: '1' } })).toEqual({ before: undefined, after: { a: '1' } });
  expect(imagesOf({ op: 'delete', was: { a: '1' } })).toEqual({ before: { a: '1' }, after: undefined });
});

test('a proof tells the leaf, the size of the tree and how far it is to its root', () => {
  const proof = 'c2sp.org/tlog-proof@v1\nindex 17\nAAA=\nBBB=\n\nlog.example\n40\nROOT=\n\n— log.example sig\n';
  expect(placeOf(proof)).toEqual({ index: 17, size: 40, steps: 2, root: 'ROOT=' });
});
