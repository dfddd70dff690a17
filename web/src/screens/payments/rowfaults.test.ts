import { expect, it } from 'vitest';
import { rowFaultsOf } from './rowfaults';

it('reads every row of a refused file', () => {
  const detail =
    '2 of 5 rows of o.csv cannot be taken.\nrow 4, amount: bad_amount: "1.005" is no amount.\nrow 10: wrong_width: It has 2 columns: too few.\nand 3 more';
  expect(rowFaultsOf(detail)).toEqual([
    { row: '4', column: 'amount', code: 'bad_amount', detail: '"1.005" is no amount.' },
    { row: '10', column: '', code: 'wrong_width', detail: 'It has 2 columns: too few.' },
  ]);
});
