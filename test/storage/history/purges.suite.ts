import { expect, test } from 'vitest';
import type { Purged } from '../../../server/live/effects.ts';
import { isPseudonym, pseudonymOf } from '../../../server/live/pseudonyms.ts';
import { NOTHING_ASKED } from '../../../storage/nothing.ts';
import type { History } from '../../../storage/types.ts';
import {
  attendeePut,
  batchAt,
  EVENT,
  ended,
  engagement,
  MINUTE,
  minute,
  ORG,
  ROOM,
  registration,
  STREAM,
  seen,
  started,
  T0,
} from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

const DAY_MS = 86_400_000;
const HORIZON = T0 + DAY_MS;
const NOW = T0 + 2 * DAY_MS;

type Wish = Partial<Purged>;

const purged = (wish: Wish): Purged => ({
  ...{ kind: 'purged', tenant: ORG, organization: ORG, parents: [], before: HORIZON, scope: 'everything' },
  ...{ keepAggregates: true, salt: 'salt', at: NOW, ...wish },
});

const slice = (number: number, attendee: string, start: number, session = ROOM) => [
  started({ slice: number, attendee, start, session }),
  ended({ slice: number, attendee, end: start + 500, countedUntil: start + 900, session }),
];

/** `ann` was there before the horizon, `bob` before and after it, `cid` is registered for an event, long ago. */
async function filled(makeStore: MakeStore): Promise<History> {
  const history = await withCatalogue(makeStore);
  const slices = [
    ...slice(1, 'ann', T0),
    ...slice(2, 'bob', T0 + 5, STREAM),
    ...slice(3, 'bob', HORIZON - 600),
    ...slice(4, 'bob', HORIZON),
  ];
  const text = (id: string, attendee: string, at: number, action = 'chat.message') =>
    engagement({ id, attendee, at, action, data: { text: `of ${id}` } });
  await history.commit(
    batchAt(T0 + 10, {
      slicesStarted: slices.filter((one) => one.kind === 'sliceStarted'),
      slicesEnded: slices.filter((one) => one.kind === 'sliceEnded'),
      slicesPlayed: [{ kind: 'slicePlayed', slice: 1, advanceMs: 5, spans: [[0, 5]] }],
      visibility: [{ kind: 'sliceVisibility', slice: 1, state: 'hidden', at: T0 + 1 }],
      attendees: [attendeePut({ id: 'ann', at: T0 })],
      registrations: [registration({ attendee: 'cid', at: T0 }), registration({ attendee: 'ann', at: T0 })],
      engagements: [
        text('m1', 'ann', T0),
        text('q1', 'ann', T0 + 1, 'question.ask'),
        engagement({
          ...{ id: 'r1', attendee: 'bob', at: T0 + 2 },
          action: 'reaction',
          data: { reaction: 'clap' },
        }),
        text('m2', 'bob', HORIZON),
      ],
      minutes: [minute({ minute: T0 }), minute({ minute: HORIZON })],
      seen: [seen(ORG, 'ann', T0 / DAY_MS), seen(ORG, 'bob', HORIZON / DAY_MS)],
    }),
  );
  return history;
}

/** Does all parts of it; gives how many there were. */
async function purge(history: History, wish: Wish): Promise<number> {
  for (let parts = 1; parts < 200; parts++) {
    await history.commit(batchAt(NOW + parts, { purges: [purged(wish)] }));
    if ((await history.purges())[0]?.doneAt !== null) return parts;
  }
  throw new Error('the purge comes to no end');
}

const texts = async (history: History) =>
  (await history.engagements({ session: ROOM, limit: 99 })).map(({ id, data }) => [id, data]);
const slicesIn = async (history: History, session: number) =>
  (await history.slices({ session, limit: 99 })).map((row) => row.slice);
const people = async (history: History) =>
  (await history.attendeeList({ organizations: [ORG], limit: 99 })).map(({ id, name }) => [id, name]);

export function purgeTests(makeStore: MakeStore): void {
  test('of chat empties what was written before the horizon, and nothing else', async () => {
    const history = await filled(makeStore);
    await purge(history, { scope: 'chat' });
    expect(await texts(history)).toEqual([
      ['m1', { text: '' }],
      ['q1', { text: '' }],
      ['r1', { reaction: 'clap' }],
      ['m2', { text: 'of m2' }],
    ]);
    expect(await slicesIn(history, ROOM)).toEqual([1, 3, 4]);
    expect((await people(history)).map(([id]) => id).toSorted()).toEqual(['ann', 'bob', 'cid']);
  });

  test('of persons makes nobody of those who were not seen since', async () => {
    const history = await filled(makeStore);
    const before = await people(history);
    await purge(history, { scope: 'personal' });
    const after = await people(history);
    expect(after).toHaveLength(before.length);
    const [ann, ...others] = after;
    expect(isPseudonym(String(ann?.[0]))).toBe(true);
    expect(ann?.[1]).toBeNull();
    // Nobody knows when cid's event ends, but that she was registered before the horizon.
    expect(others.map(([id]) => (isPseudonym(String(id)) ? 'p-' : id)).toSorted()).toEqual(['bob', 'p-']);
    expect(await texts(history)).toContainEqual(['m1', { text: 'of m1' }]);
    const known = await history.known({
      ...NOTHING_ASKED,
      attendees: [{ tenant: ORG, id: 'ann' }],
    });
    expect(known.attendees).toEqual([]);
  });

  test('of persons makes nobody of them in what others did, too', async () => {
    const history = await filled(makeStore);
    const teleport = (id: string, to: string) =>
      engagement({ id, attendee: 'bob', at: HORIZON + 1, action: 'teleport', data: { to } });
    const act = (who: string, target: string) => ({
      ...{ tenant: ORG, organization: ORG, at: T0, action: 'attendee.kick', details: {} },
      ...{ actor: { org: 'acme', attendee: who, role: 'moderator' as const }, target },
    });
    await history.commit(
      batchAt(T0 + 20, {
        engagements: [teleport('t1', 'ann'), teleport('t2', 'bob'), teleport('t3', 'an')],
        audit: [
          ...[act('ann', 'attendee:bob'), act('bob', 'attendee:ann'), act('bob', 'attendee:ann.2')],
          act('ann', 'session:xann'),
        ],
      }),
    );
    await purge(history, { scope: 'personal' });
    const ann = pseudonymOf('salt', 'ann');
    const told = (await texts(history)).filter(([id]) => String(id).startsWith('t'));
    expect(told).toEqual([
      ['t1', { to: ann }],
      ['t2', { to: 'bob' }],
      ['t3', { to: 'an' }],
    ]);
    const rows = await history.audit({ tenant: ORG, organizations: [ORG], limit: 9 });
    expect(rows.map(({ actor, target }) => `${actor} ${target}`).toSorted()).toEqual(
      [`${ann} attendee:bob`, `bob attendee:${ann}`, 'bob attendee:ann.2', `${ann} session:xann`].toSorted(),
    );
  });

  test('of everything takes what was over before the horizon, and says so', async () => {
    const history = await filled(makeStore);
    await purge(history, { scope: 'everything', parents: [77] });
    // Somebody who was still counted at the horizon was there after it, too.
    expect(await slicesIn(history, ROOM)).toEqual([3, 4]);
    expect(await slicesIn(history, STREAM)).toEqual([]);
    expect(await texts(history)).toEqual([['m2', { text: 'of m2' }]]);
    const minutes = await history.minutes({ scope: ROOM, track: 0, from: 0, to: NOW });
    expect(minutes.map((row) => row.minute)).toEqual([T0, HORIZON]);
    for (const scope of [ROOM, STREAM, EVENT, ORG, 77])
      expect(await history.purged({ scope, from: 0, to: NOW })).toEqual([{ from: 0, to: HORIZON }]);
    const again = await history.known({
      ...NOTHING_ASKED,
      ids: [{ tenant: ORG, id: 'm1' }],
    });
    expect(again.ids).toHaveLength(1);
  });

  test('of everything with its figures takes minutes and days, too', async () => {
    const history = await filled(makeStore);
    await purge(history, { keepAggregates: false });
    const minutes = await history.minutes({ scope: ROOM, track: 0, from: 0, to: NOW });
    expect(minutes.map((row) => row.minute)).toEqual([HORIZON]);
  });

  test('goes on where it was, and begins anew only at a later horizon', async () => {
    const history = await filled(makeStore);
    const many = Array.from({ length: 2500 }, (_, index) =>
      engagement({
        ...{ id: `many${index}`, attendee: 'bob', at: T0 + 100 + index, action: 'chat.message' },
        data: { text: 'x' },
      }),
    );
    await history.commit(batchAt(T0 + MINUTE, { engagements: many }));
    const left = async () =>
      (await history.engagements({ session: ROOM, limit: 9999 })).filter(
        ({ data }) => (data as { text?: string }).text === 'x',
      ).length;
    const wish = { scope: 'chat' as const };
    await history.commit(batchAt(NOW - 5, { purges: [purged(wish)] }));
    const afterOne = await left();
    expect(afterOne).toBeGreaterThan(0);
    expect(afterOne).toBeLessThan(2500);
    // Another commit of the same position changes nothing.
    await history.commit(batchAt(NOW - 5, { purges: [purged(wish)] }));
    expect(await left()).toBe(afterOne);
    await purge(history, wish);
    expect(await left()).toBe(0);
    await history.commit(batchAt(NOW + 500, { purges: [purged({ ...wish, before: HORIZON - 1 })] }));
    expect((await history.purges())[0]).toMatchObject({ before: HORIZON, scope: 'chat' });
    await history.commit(batchAt(NOW + 501, { purges: [purged({ ...wish, before: HORIZON + 1 })] }));
    expect((await history.purges())[0]).toMatchObject({ before: HORIZON + 1, doneAt: null });
  });

  test('leaves what belongs to other organizations alone', async () => {
    const history = await filled(makeStore);
    await history.commit(batchAt(NOW, { purges: [purged({ organization: 77, tenant: 77 })] }));
    for (let part = 1; part < 9; part++)
      await history.commit(batchAt(NOW + part, { purges: [purged({ organization: 77, tenant: 77 })] }));
    expect((await history.purges())[0]?.doneAt).not.toBeNull();
    expect(await slicesIn(history, ROOM)).toEqual([1, 3, 4]);
    expect((await people(history)).map(([id]) => id).toSorted()).toEqual(['ann', 'bob', 'cid']);
  });
}
