import { expect, test } from 'vitest';
import { pairsAgree } from '../compat/pairs/pairs.suite.ts';

test('what vendors say of 200 random events is what our own API says', async () => {
  expect(await pairsAgree(200)).toBeGreaterThanOrEqual(200);
}, 600_000);
