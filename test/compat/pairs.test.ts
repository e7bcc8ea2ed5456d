import { expect, test } from 'vitest';
import { pairsAgree } from './pairs/pairs.suite.ts';

test('what vendors say of random events is what our own API says', async () => {
  expect(await pairsAgree(12)).toBeGreaterThanOrEqual(12);
}, 60_000);
