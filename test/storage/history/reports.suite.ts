import { expect, test } from 'vitest';
import type { Report } from '../../../server/live/reports.ts';
import type { History } from '../../../storage/types.ts';
import { attendeePut, batchAt, catalogue, EVENT, ORG, T0 } from './batches.ts';
import { type MakeStore, opened } from './opened.ts';

export function report(id: string, parts: Partial<Report> = {}): Report {
  return {
    ...{ id, tenant: ORG, organization: ORG, event: EVENT, from: '2026-05-04', to: '2026-05-06' },
    ...{ email: 'ann@people.example', createdAt: T0, createdBy: 'ann', expiresAt: T0 + 1000, node: 'a' },
    ...parts,
  };
}

const page = { organizations: [ORG], now: T0, limit: 10 };
const idsOf = async (history: History, more = {}) =>
  (await history.reports({ ...page, ...more })).map(({ id }) => id);
const settled = (id: string, node: string, failure: string | null = null) => {
  return { kind: 'reportSettled' as const, id, node, failure, at: T0 + 5 };
};

export function reportTests(makeStore: MakeStore): void {
  test('reports come in the order in which they were asked for, until they expire', async () => {
    const history = await opened(makeStore);
    const reportsPut = [
      report('c', { createdAt: T0 + 1 }),
      report('a'),
      report('b', { expiresAt: T0 + 9 }),
      report('elsewhere', { organization: 99, event: 98 }),
    ];
    await history.commit(batchAt(T0, { ...catalogue(), reportsPut }));
    const unsettled = { settledAt: null, settledBy: null, failure: null };
    expect(await history.report('b')).toEqual({ ...reportsPut[2], ...unsettled });
    expect(await history.report('none')).toBeUndefined();
    expect(await idsOf(history)).toEqual(['a', 'b', 'c']);
    expect(await idsOf(history, { after: { createdAt: T0, id: 'a' }, limit: 1 })).toEqual(['b']);
    expect(await idsOf(history, { now: T0 + 9 })).toEqual(['a', 'c']);
    expect(await idsOf(history, { event: EVENT + 1 })).toEqual([]);
    expect(await history.countReports({ organization: ORG, now: T0 })).toBe(3);
    expect(await history.countReports({ organization: ORG, now: T0 + 9 })).toBe(2);
    await history.commit(
      batchAt(T0 + 10, { reportsPut: [report('a'), report('d', { createdAt: T0 + 10 })] }),
    );
    expect(await history.report('b')).toBeUndefined();
  });

  test('who is first to say what came of a report is believed, and nobody is to be told any more', async () => {
    const history = await opened(makeStore);
    await history.commit(batchAt(T0, { ...catalogue(), reportsPut: [report('a'), report('b')] }));
    const reportsSettled = [settled('a', 'x', 'why'), settled('a', 'y')];
    await history.commit(batchAt(T0 + 5, { reportsSettled }));
    await history.commit(batchAt(T0 + 6, { reportsSettled: [settled('a', 'z')] }));
    const said = { settledAt: T0 + 5, settledBy: 'x', failure: 'why', email: null };
    expect(await history.report('a')).toEqual({ ...report('a'), ...said });
    expect((await history.unsettledReports(T0)).map(({ id }) => id)).toEqual(['b']);
    expect(await history.unsettledReports(T0 + 1000)).toEqual([]);
  });

  test('reports go when they are deleted, or their event is', async () => {
    const history = await opened(makeStore);
    await history.commit(batchAt(T0, { ...catalogue(), reportsPut: [report('a'), report('b')] }));
    await history.commit(batchAt(T0 + 1, { reportsDeleted: ['a'] }));
    expect(await idsOf(history)).toEqual(['b']);
    const what = { scopeKind: 'event', scope: EVENT, tenant: ORG, id: 'conf' } as const;
    const gone = { kind: 'deleted', at: T0 + 2, ...what } as const;
    await history.commit(batchAt(T0 + 2, { deleted: [{ ...gone, parents: [ORG] }] }));
    expect(await idsOf(history)).toEqual([]);
    expect(await history.filesVoidBefore(ORG)).toBe(T0 + 2);
  });

  test('an erasure takes the person out of reports, and makes the tenant’s files void', async () => {
    const history = await opened(makeStore);
    const details = { email: 'ann@people.example' };
    const attendees = [attendeePut({ id: 'ann', details }), attendeePut({ id: 'bob' })];
    const email = 'Ann@people.example';
    const reportsPut = [
      report('own', { email: 'x@people.example' }),
      report('named', { createdBy: 'bob', email }),
      report('other', { createdBy: 'bob', email: 'cid@people.example' }),
    ];
    await history.commit(batchAt(T0, { ...catalogue(), attendees, reportsPut }));
    expect(await history.filesVoidBefore(ORG)).toBe(0);
    const erased = {
      kind: 'erased',
      tenant: ORG,
      attendee: 'ann',
      pseudonym: 'erased-1',
      hash: 'h',
    } as const;
    await history.commit(batchAt(T0 + 1, { erasures: [{ ...erased, at: T0 + 1 }] }));
    const found = await history.reports(page);
    expect(found.map(({ id, createdBy, email }) => [id, createdBy, email])).toEqual([
      ['named', 'bob', null],
      ['other', 'bob', 'cid@people.example'],
      ['own', 'erased-1', null],
    ]);
    expect([await history.filesVoidBefore(ORG), await history.filesVoidBefore(99)]).toEqual([T0 + 1, 0]);
  });
}
