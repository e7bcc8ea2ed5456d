import { expect, it } from 'vitest';
import { createSizes } from '../../../server/dashboard/format/sizes.ts';

it('memory and short times are written in the unit that fits', () => {
  const { bytes, lag } = createSizes('en');
  expect([0, 999, 1500, 312_400_000, 2e15].map(bytes)).toEqual([
    '0 byte',
    '999 byte',
    '1.5 kB',
    '312 MB',
    '2,000 TB',
  ]);
  expect([0, 0.0042, 0.25, 1.5, 75].map(lag)).toEqual(['0 ms', '4.2 ms', '250 ms', '1.5 sec', '75 sec']);
});
