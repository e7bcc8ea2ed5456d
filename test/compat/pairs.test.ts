import { expect, test } from 'vitest';
import { pairsAgree } from './pairs/pairs.suite.ts';

test('what vendors say of random events is what our own API says', async () => {
  expect(await pairsAgree(10, 6)).toBeGreaterThanOrEqual(10);
}, 60_000);
