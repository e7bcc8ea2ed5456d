import { expect, it } from 'vitest';
import { Ring } from '../../../storage/redis/ring.ts';

const MINUTE_MS = 60_000;
const entry = (ms: number, text = '') => ({ id: `${ms}-0`, fields: ['c', text] });
const idsAfter = (ring: Ring, id: string | null) => ring.after(id)?.map((raw) => raw.id);

it('gives what follows an entry, or what follows the one before its first', () => {
  const ring = new Ring({ ms: MINUTE_MS, bytes: 1000 }, '5-0');
  for (const ms of [10, 20, 30]) ring.push(entry(ms));
  expect(idsAfter(ring, '5-0')).toEqual(['10-0', '20-0', '30-0']);
  expect(idsAfter(ring, '20-0')).toEqual(['30-0']);
  expect(idsAfter(ring, '30-0')).toEqual([]);
  expect(idsAfter(ring, null)).toEqual(['10-0', '20-0', '30-0']);
});

it('does not say what follows an entry that it has never read, or no longer has', () => {
  const ring = new Ring({ ms: MINUTE_MS, bytes: 1000 }, '5-0');
  for (const ms of [10, 20, 30]) ring.push(entry(ms));
  expect(idsAfter(ring, '4-0')).toBeUndefined();
  expect(idsAfter(ring, '15-0')).toBeUndefined();
  expect(idsAfter(ring, '40-0')).toBeUndefined();
});

it('forgets what is too old, and what is too much, but never the last', () => {
  const ring = new Ring({ ms: MINUTE_MS, bytes: 1000 }, null);
  ring.push(entry(0));
  ring.push(entry(MINUTE_MS));
  expect(idsAfter(ring, null)).toEqual(['0-0', `${MINUTE_MS}-0`]);
  ring.push(entry(MINUTE_MS + 1));
  expect(idsAfter(ring, '0-0')).toEqual([`${MINUTE_MS}-0`, `${MINUTE_MS + 1}-0`]);
  ring.push(entry(MINUTE_MS + 2, 'x'.repeat(2000)));
  expect(idsAfter(ring, null)).toEqual([`${MINUTE_MS + 2}-0`]);
  expect(ring.bytes).toBeGreaterThan(2000);
  for (let ms = 0; ms < 10_000; ms++) ring.push(entry(2 * MINUTE_MS + ms, 'x'.repeat(90)));
  expect(ring.bytes).toBeLessThanOrEqual(1000);
});
