import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify } from '../../server/gateway/identity.ts';
import type { Actor, Change, Entry } from '../../server/live/changes.ts';
import { isErasedId, isPseudonym, pseudonymOf } from '../../server/live/pseudonyms.ts';
import { trace } from '../figures/recount/traced.ts';
import { buildTrace } from './oracle/build-trace.ts';
import { script } from './oracle/commands.ts';

const SALT = 'salt';
const EVERYWHERE = {
  isPseudonymous: () => true,
  isErased: () => false,
  storedId: (_: string, id: string) => pseudonymOf(SALT, id),
};

const claimsOf = (actor: Actor) => ({
  ...{ ...actor, name: 'Ann', email: 'a@b.c', country: 'DE', expiresAt: 1 },
});

function known(actor: Actor): Actor {
  const { name, email, country, expiresAt, ...rest } = identify(EVERYWHERE, claimsOf(actor));
  expect([name, email, country, expiresAt]).toEqual([undefined, undefined, 'DE', 1]);
  return rest;
}

/** What a gateway would have written in a pseudonymous organization. */
function pseudonymous(change: Change): Change {
  if (!('actor' in change)) return change;
  const actor = known(change.actor);
  if ('attendee' in change && change.attendee !== null)
    return { ...change, actor, attendee: pseudonymOf(SALT, change.attendee) } as Change;
  return { ...change, actor } as Change;
}

const mapped = (entries: readonly Entry[]): Entry[] =>
  entries.map((entry) => ({ ...entry, changes: entry.changes.map(pseudonymous) }));

test('all figures of a pseudonymous tenant are those of one with names', () => {
  fc.assert(
    fc.property(script, (it) => {
      const entries = buildTrace(it);
      const [plain, hidden] = [trace(entries), trace(mapped(entries))];
      const { minutes, peaks, seen, runs } = plain;
      expect({ ...hidden, minutes: hidden.minutes }).toMatchObject({ minutes, runs });
      expect([hidden.peaks, hidden.seen]).toEqual([peaks, seen]);
      const counted = (slices: typeof plain.slices) => slices.map(({ attendee: _, ...slice }) => slice);
      expect(counted(hidden.slices)).toEqual(counted(plain.slices));
      for (const { attendee } of hidden.slices)
        expect(isPseudonym(attendee) || /^erased-/.test(attendee)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a pseudonym is the same for ever, another one for each id and salt, and stands for itself', () => {
  expect(pseudonymOf('salt', 'ann')).toBe('p-zg4L78CAKIEiVe7LVICyu5e1');
  const id = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  fc.assert(
    fc.property(id, id, id, (one, other, salt) => {
      const pseudonym = pseudonymOf(salt, one);
      expect(isPseudonym(pseudonym) && !isErasedId(pseudonym)).toBe(true);
      expect(pseudonymOf(other, pseudonym)).toBe(pseudonym);
      expect(pseudonymOf(salt, other) === pseudonym).toBe(one === other);
      expect(pseudonymOf(`${salt}x`, one)).not.toBe(pseudonym);
    }),
  );
  expect(pseudonymOf('salt', 'erased-abcdefghijklmnop')).toBe('erased-abcdefghijklmnop');
});

test('whoever was erased stays who they are, to be refused', () => {
  const claims = claimsOf({ org: 'a', attendee: 'ann', role: 'attendee' });
  expect(identify({ ...EVERYWHERE, isErased: () => true }, claims)).toBe(claims);
  const once = identify(EVERYWHERE, claims);
  expect(identify(EVERYWHERE, once)).toEqual(once);
});
