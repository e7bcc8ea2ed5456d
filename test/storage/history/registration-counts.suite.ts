import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { History, HistoryBatch, RegistrationCounts } from '../../../storage/types.ts';
import { batchAt, catalogue, EVENT, ORG, ROOM, registration, STREAM, seen, T0 } from './batches.ts';
import { type MakeStore, opened } from './opened.ts';

const RUNS = 25;
const SCOPES = [EVENT, ROOM, STREAM];
const PEOPLE = ['ann', 'bob', 'cid'] as const;

const put = fc.record({
  scope: fc.constantFrom(...SCOPES),
  attendee: fc.constantFrom(...PEOPLE),
  kind: fc.constantFrom('registration' as const, 'bookmark' as const),
  isGone: fc.boolean(),
});
const coming = fc.record({ scope: fc.constantFrom(...SCOPES), attendee: fc.constantFrom(...PEOPLE) });
const step = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      puts: fc.array(put, { maxLength: 5 }),
      comings: fc.array(coming, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant('the room is deleted' as const) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** Registrations and who was there as plain sets. */
class Plain {
  readonly #registered = new Set<string>();
  readonly #seen = new Set<string>();

  apply(one: Step): void {
    if (one === 'the room is deleted') {
      for (const set of [this.#registered, this.#seen])
        for (const text of [...set]) if (text.startsWith(`${ROOM} `)) set.delete(text);
      return;
    }
    for (const { scope, attendee, kind, isGone } of one.puts) {
      const text = `${scope} ${attendee} ${kind}`;
      if (isGone) this.#registered.delete(text);
      else this.#registered.add(text);
    }
    for (const { scope, attendee } of one.comings) this.#seen.add(`${scope} ${attendee}`);
  }

  counts(scope: number): RegistrationCounts {
    const has = (attendee: string, kind: string) =>
      (scope === EVENT ? SCOPES : [scope]).some((one) => this.#registered.has(`${one} ${attendee} ${kind}`));
    const interested = PEOPLE.filter((attendee) => has(attendee, 'bookmark'));
    const registered = PEOPLE.filter((one) => interested.includes(one) || has(one, 'registration'));
    const noShows = registered.filter((attendee) => !this.#seen.has(`${scope} ${attendee}`));
    return { registered: registered.length, interested: interested.length, noShows: noShows.length };
  }
}

function batchOf(one: Step, at: number): HistoryBatch {
  if (one === 'the room is deleted') {
    const room = { scopeKind: 'session', scope: ROOM, id: 'room', parents: [EVENT, ORG] } as const;
    return batchAt(at, { deleted: [{ kind: 'deleted', at, tenant: ORG, ...room }] });
  }
  return batchAt(at, {
    registrations: one.puts.map(({ isGone, ...what }) =>
      registration({ ...what, at, ...(isGone ? { details: null } : {}) }),
    ),
    seen: one.comings.map(({ scope, attendee }) => seen(scope, attendee)),
  });
}

async function expectCounts(history: History, plain: Plain): Promise<void> {
  for (const key of SCOPES) {
    const kind = key === EVENT ? 'event' : 'session';
    const expected = [key, plain.counts(key)];
    expect([key, await history.registrationCounts(key)]).toEqual(expected);
    expect([key, await history.countRegistrations({ kind, key })]).toEqual(expected);
  }
}

export function registrationCountTests(makeStore: MakeStore): void {
  test('are those of the rows, whatever comes, goes and is deleted', async () => {
    const steps = fc.array(step, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const history = await opened(makeStore);
        await history.commit(batchAt(T0, catalogue()));
        const plain = new Plain();
        for (const [index, one] of all.entries()) {
          await history.commit(batchOf(one, T0 + 1 + index));
          plain.apply(one);
          await expectCounts(history, plain);
        }
        await history.close();
      }),
      { numRuns: RUNS },
    );
  });

  test('are those of the rows and of who was seen, after a rebuild', async () => {
    const history = await opened(makeStore);
    await history.commit(batchAt(T0, catalogue()));
    const of = { scope: ROOM, kind: 'registration', isGone: false } as const;
    const puts = PEOPLE.map((attendee) => ({ ...of, attendee }));
    await history.commit(batchOf({ puts, comings: [{ scope: ROOM, attendee: 'ann' }] }, T0 + 1));
    expect(await history.registrationCounts(ROOM)).toEqual({ registered: 3, interested: 0, noShows: 2 });
    const keys = await Promise.all(PEOPLE.map((id) => history.attendee({ tenant: ORG, id })));
    const [, bob, cid] = keys.map((one) => one?.key ?? -1);
    const again = [bob ?? -1, cid ?? -1].map((attendeeKey) => ({ scope: ROOM, day: 0, attendeeKey }));
    const differences = await history.rebuild((inside) => inside.writeRecounted({ seen: again }));
    expect(await history.registrationCounts(ROOM)).toEqual({ registered: 3, interested: 0, noShows: 1 });
    expect(differences.map(({ table }) => table)).toContain('registration_counts');
  });
}
