import { expect, test } from 'vitest';
import { NOTHING_ASKED } from '../../../storage/nothing.ts';
import type { EngagementRow, History } from '../../../storage/types.ts';
import { batchAt, engagement, ORG, ROOM, STREAM, T0 } from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

async function withEngagements(makeStore: MakeStore): Promise<History> {
  const history = await withCatalogue(makeStore);
  await history.commit(
    batchAt(T0 + 1, {
      engagements: [
        engagement({ id: 'm1', at: T0 }),
        engagement({ id: 'r1', at: T0 + 1, attendee: 'bob', action: 'reaction', data: { reaction: 'clap' } }),
        engagement({ id: 'm2', at: T0 + 1, attendee: 'bob' }),
        engagement({ id: 's1', at: T0 + 1, session: STREAM }),
      ],
    }),
  );
  await history.commit(
    batchAt(T0 + 5, {
      engagements: [
        engagement({ id: 'r2', at: T0 + 5, action: 'reaction', data: { reaction: '🎉' } }),
        engagement({ id: 'r3', at: T0 + 5, action: 'reaction' }),
      ],
    }),
  );
  return history;
}

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

export function engagementTests(makeStore: MakeStore): void {
  test('an engagement comes back with its data as it was', async () => {
    const history = await withCatalogue(makeStore);
    const data = {
      text: 'a "b" \\ \n\u0000 ü 🎉 \u2028',
      list: [1, -0.5, 1e300, null, true, {}],
      '': { a: [] },
    };
    const rows = [
      engagement({ id: 'ü|1', at: T0, data, anonymous: true, attendee: '12', action: 'x.wave' }),
      engagement({ id: '2', at: T0, data: null }),
      engagement({ id: '3', at: T0, data: undefined }),
    ];
    await history.commit(batchAt(T0, { engagements: rows }));
    const stored = await history.engagements({ session: ROOM, limit: 10 });
    const [first, second, third] = rows.map(({ organization: _, ...row }) => ({
      ...row,
      key: expect.any(Number),
    }));
    expect(stored).toEqual([first, second, { ...third, data: null }]);
  });

  test('engagements are listed in log order, page after page', async () => {
    const history = await withEngagements(makeStore);
    const first = await history.engagements({ session: ROOM, limit: 2 });
    const after = first.at(-1);
    const rest = await history.engagements({ session: ROOM, limit: 10, after });
    expect([...ids(first), '|', ...ids(rest)]).toEqual(['m1', 'r1', '|', 'm2', 'r2', 'r3']);
    expect([...first, ...rest].map(({ key }) => key)).toEqual(
      [...first, ...rest].map(({ key }) => key).sort((a, b) => a - b),
    );
  });

  test('thousands in one commit are all there, in log order, and the ids of all are used', async () => {
    const history = await withCatalogue(makeStore);
    const who = (index: number) => (index % 2 === 0 ? 'ann' : 'bob');
    const rows = Array.from({ length: 2500 }, (_, index) =>
      engagement({ id: `m${index}`, at: T0, attendee: who(index), data: { text: String(index) } }),
    );
    await history.commit(batchAt(T0, { engagements: rows }));
    const stored = await history.engagements({ session: ROOM, limit: 3000 });
    const facts = ({ id, attendee, data }: Pick<EngagementRow, 'id' | 'attendee' | 'data'>) => ({
      id,
      attendee,
      data,
    });
    expect(stored.map(facts)).toEqual(rows.map(facts));
    const asked = rows.map(({ tenant, id }) => ({ tenant, id }));
    const { ids: used } = await history.known({ ...NOTHING_ASKED, ids: asked });
    expect(used).toHaveLength(rows.length);
    expect(used.filter(({ id, attendee }) => attendee !== who(Number(id.slice(1))))).toEqual([]);
  });

  test('engagements are found by attendee, action and span', async () => {
    const history = await withEngagements(makeStore);
    const find = async (filter: { attendee?: string; action?: string; from?: number; to?: number }) =>
      ids(await history.engagements({ session: ROOM, limit: 10, ...filter }));
    expect(await find({ attendee: 'bob' })).toEqual(['r1', 'm2']);
    expect(await find({ action: 'reaction' })).toEqual(['r1', 'r2', 'r3']);
    expect(await find({ attendee: 'ann', action: 'reaction' })).toEqual(['r2', 'r3']);
    expect(await find({ from: T0 + 1, to: T0 + 5 })).toEqual(['r1', 'm2']);
    expect(await find({ action: 'reaction', from: T0 + 2 })).toEqual(['r2', 'r3']);
    expect(await find({ action: 'never' })).toEqual([]);
  });

  test('totals are by action, of the session or of a span', async () => {
    const history = await withEngagements(makeStore);
    expect(await history.engagementTotals({ session: ROOM })).toEqual([
      { action: 'chat.message', count: 2 },
      { action: 'reaction', count: 3 },
    ]);
    expect(await history.engagementTotals({ session: ROOM, from: T0 + 1, to: T0 + 2 })).toEqual([
      { action: 'chat.message', count: 1 },
      { action: 'reaction', count: 1 },
    ]);
  });

  test('engagements are counted for each of the attendees asked for', async () => {
    const history = await withEngagements(makeStore);
    const everyone = [1, 2, 3].map((key) => key);
    const names = new Map((await history.attendees(everyone)).map((row) => [row.attendeeKey, row.attendee]));
    const counts = await history.engagementsByAttendee({ sessions: [ROOM], attendees: [...names.keys()] });
    expect(
      counts.map(({ attendeeKey, action, count }) => `${names.get(attendeeKey)} ${action} ${count}`).sort(),
    ).toEqual(['ann chat.message 1', 'ann reaction 2', 'bob chat.message 1', 'bob reaction 1']);
    expect(await history.engagementsByAttendee({ sessions: [ROOM], attendees: [] })).toEqual([]);
  });

  test('an engagement may be of somebody who never had a slice', async () => {
    const history = await withCatalogue(makeStore);
    await history.commit(
      batchAt(T0, { engagements: [engagement({ id: 'desk', at: T0, attendee: 'moderator' })] }),
    );
    const [row] = await history.engagements({ session: ROOM, attendee: 'moderator', limit: 1 });
    expect(row).toMatchObject({ id: 'desk', attendee: 'moderator', tenant: ORG });
  });
}
