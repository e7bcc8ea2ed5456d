import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Ring } from '../../../storage/redis/ring.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

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

it('does not hold in memory what it has forgotten', async () => {
  const ring = new Ring({ ms: MINUTE_MS, bytes: 1000 }, null);
  const first = new WeakRef(entry(0));
  const push = () => ring.push(first.deref() ?? entry(1));
  push();
  for (let ms = 1; ms < 100; ms++) ring.push(entry(ms, 'x'.repeat(90)));
  // A reference that was looked at stays until the end of the turn.
  await nextTurn();
  collect();
  expect(first.deref()).toBeUndefined();
  expect(ring.bytes).toBeLessThanOrEqual(1000);
});
