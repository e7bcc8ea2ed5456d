import { expect, test } from 'vitest';
import { engagementHash } from '../../../storage/sqlite/engagement-hash.ts';

const TIMED = '0190b5c2-7f3a-7c1d-9e2f-0123456789ab';

test('a hash is 16 bytes, the same for the same id and another for any other id or tenant', () => {
  const pairs = ['e1', 'E1', '1e', TIMED, TIMED.toUpperCase(), TIMED.replace('-7c', '-4c'), 'ü 🎉'].flatMap(
    (id) => [[1, id] as const, [11, id] as const],
  );
  const hashes = pairs.map(([tenant, id]) => engagementHash(tenant, id));
  expect(new Set(hashes).size).toBe(pairs.length);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/);
  expect(pairs.map(([tenant, id]) => engagementHash(tenant, id))).toEqual(hashes);
});

test('hashes of time-ordered ids are in order of time', () => {
  const ids = ['0190b5c27f3a', '0190b5c27f3b', '0190b5c28000', '0290b5c27f3a'].map(
    (time) => `${time.slice(0, 8)}-${time.slice(8)}${TIMED.slice(13)}`,
  );
  const hashes = ids.map((id) => engagementHash(1, id));
  expect(hashes).toEqual(hashes.toSorted());
  expect(hashes.map((hash) => hash.slice(0, 12))).toEqual(ids.map((id) => id.replace('-', '').slice(0, 12)));
});

test('time-ordered ids of one millisecond differ in the rest', () => {
  const other = TIMED.replace('ab', 'ac');
  expect(engagementHash(1, TIMED)).not.toBe(engagementHash(1, other));
});
