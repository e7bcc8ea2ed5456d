import { expect, test } from 'vitest';
import { Credentials } from '../../server/gateway/credentials.ts';
import { hashOfKey, newKeyText } from '../../server/gateway/key-text.ts';
import { KeyUses } from '../../server/gateway/key-uses.ts';
import type { Change } from '../../server/live/changes.ts';
import { Live } from '../../server/live/live.ts';
import type { PlainChange } from '../../server/pipeline.ts';
import { START } from '../live/oracle/entries.ts';

const T0 = Date.UTC(2026, 4, 4);
const admin = { org: 'acme', attendee: 'boss', role: 'admin' } as const;

/** A core with a log of its own, and whatever the parts have it keep. */
function world() {
  const live = new Live();
  let number = 0;
  let wall = T0;
  const apply = (...changes: Change[]) => {
    const entry = { position: String(++number), time: T0 + number, incarnation: 'one', number };
    return live.apply({ ...entry, changes: number === 1 ? [START, ...changes] : changes }).outcomes.at(-1);
  };
  const written: PlainChange[] = [];
  let refusal: 'unavailable' | null = null;
  const pipeline = {
    now: () => T0 + number,
    write: (change: PlainChange) => {
      written.push(change);
      return Promise.resolve(refusal);
    },
  };
  const uses = new KeyUses({ live, pipeline });
  const tokens = { verify: () => undefined };
  const credentials = new Credentials({ live, tokens, uses, wall: () => wall });
  const make = (more: Partial<Extract<Change, { kind: 'putKey' }>> = {}) => {
    const { id, text } = newKeyText();
    const hash = hashOfKey(text).toString('hex');
    const made = { kind: 'putKey', actor: admin, id, hash, name: 'k', role: 'operator', expiresAt: null };
    return { id, text, outcome: apply({ ...made, ...more } as Change) };
  };
  return {
    ...{ apply, make, credentials, uses, written },
    refuse: (code: 'unavailable' | null) => {
      refusal = code;
    },
    setWall: (time: number) => {
      wall = time;
    },
  };
}

test('a key speaks for its organization and event, until it expires, to the millisecond', () => {
  const { make, credentials, setWall, apply } = world();
  const details = { title: '', shortCode: null, startsAt: null, endsAt: null, timeZone: null, metadata: {} };
  apply({ kind: 'putEvent', actor: admin, id: 'e1', details });
  const { id, text } = make({ event: 'e1', expiresAt: T0 + 500 });
  const claims = { attendee: `key:${id}`, org: 'acme', event: 'e1', role: 'operator' };
  expect(credentials.verify(text)).toMatchObject({ ...claims, expiresAt: (T0 + 500) / 1000 });
  setWall(T0 + 499);
  expect(credentials.verify(text)).toMatchObject(claims);
  setWall(T0 + 500);
  expect(credentials.verify(text)).toBeUndefined();
});

test('another text of the same id is refused, as is a key that was deleted', () => {
  const { make, credentials, apply } = world();
  const { id, text } = make();
  const forged = newKeyText();
  expect(make({ id, hash: hashOfKey(forged.text).toString('hex') }).outcome).toBe('id_taken');
  expect(credentials.verify(forged.text)).toBeUndefined();
  expect(credentials.verify(text)).toMatchObject({ expiresAt: Number.POSITIVE_INFINITY });
  expect(apply({ kind: 'deleteKey', actor: { ...admin, org: 'other' }, id })).toBe('not_found');
  expect(credentials.verify(text)).toBeDefined();
  expect(apply({ kind: 'deleteKey', actor: admin, id })).toBe(null);
  expect(credentials.verify(text)).toBeUndefined();
  expect(apply({ kind: 'deleteKey', actor: admin, id })).toBe('not_found');
});

test('a tenant has at most 1,000 keys; a deleted one makes room', () => {
  const { make, apply } = world();
  const outcomes = Array.from({ length: 1000 }, () => make());
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set([null]));
  expect(make().outcome).toBe('too_many_keys');
  expect(make({ actor: { ...admin, org: 'other' } }).outcome).toBe(null);
  apply({ kind: 'deleteKey', actor: admin, id: outcomes[7]?.id ?? '' });
  expect(make().outcome).toBe(null);
  expect(make().outcome).toBe('too_many_keys');
});

test('the last use is written once for many uses, and again when that was refused', async () => {
  const { make, credentials, uses, written, refuse } = world();
  const [used, unused] = [make(), make()];
  const before = uses.lastUse(used.id, T0 - 9);
  for (let n = 0; n < 50; n++) credentials.verify(used.text);
  refuse('unavailable');
  await uses.write();
  refuse(null);
  await uses.write();
  await uses.write();
  const keep = { type: 'keysUsed', uses: [{ id: used.id, at: T0 + 2 }] };
  expect(written).toMatchObject([{ keep }, { keep }]);
  expect([before, uses.lastUse(used.id, T0 - 9), uses.lastUse(used.id, T0 + 99)]).toEqual([
    T0 - 9,
    T0 + 2,
    T0 + 99,
  ]);
  expect(uses.lastUse(unused.id, null)).toBe(null);
});
