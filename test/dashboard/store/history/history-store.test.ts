import { describe, expect, it } from 'vitest';
import { formatRoute } from '../../../../server/dashboard/router/route.ts';
import { HistoryStore } from '../../../../server/dashboard/store/history/history-store.ts';
import { ZoneChoice } from '../../../../server/dashboard/store/zone-choice.ts';
import { iso, TEN } from '../../fixtures/counters.ts';
import { FakeRest } from '../../fixtures/fake-rest.ts';
import { memory } from '../../fixtures/memory.ts';

const HOUR = 3_600_000;

function opened(query: Record<string, string> = {}, storage = memory()) {
  const rest = new FakeRest();
  for (const session of ['s1', 's2']) rest.answers.set(`/v1/series/session:${session}`, { points: [] });
  rest.answers.set('/v1/compare', { a: { figures: null }, b: { figures: null }, change: {} });
  rest.answers.set('/v1/sessions/s1', { id: 's1', event: 'demo', organization: 'acme', timeZone: null });
  rest.answers.set('/v1/events/demo/sessions', { items: [{ id: 's1' }, { id: 's2', title: 'Two' }] });
  rest.answers.set('/v1/events/demo', { id: 'demo', timeZone: null, organization: 'acme' });
  rest.answers.set('/v1/organizations/acme', { id: 'acme', effective: { timeZone: 'Europe/Berlin' } });
  const noted: string[] = [];
  const place = { scope: 'session:s1', parent: 'event:demo', view: 'history', query } as const;
  const store = new HistoryStore(place, {
    ...{ rest, now: () => TEN, zones: new ZoneChoice({ storage, reader: 'UTC' }) },
    note: (route) => noted.push(formatRoute(route)),
  });
  const asked = (start: string) =>
    rest.paths.filter((path) => path.startsWith(start)).map((path) => new URL(path, 'http://server'));
  return { rest, store, noted, asked };
}

describe('the history of a scope', () => {
  it('has the time zone of what it belongs to, and its days', async () => {
    const { store, asked } = opened();
    await store.open();
    expect(store.zone.value).toBe('Europe/Berlin');
    const [series] = asked('/v1/series/session:s1');
    expect(series?.searchParams.get('from')).toBe(iso(TEN - 11 * HOUR));
    expect(series?.searchParams.get('timezone')).toBe('Europe/Berlin');
    expect(store.others.value).toEqual([{ scope: 'session:s2', title: 'Two', from: null }]);
  });

  it("has the reader's time zone where this device or the address wants that", async () => {
    const storage = memory();
    const { store, noted } = opened({}, storage);
    await store.open();
    await store.choose({ clock: 'reader' });
    expect([store.zone.value, noted.at(-1)]).toEqual(['UTC', expect.stringContaining('clock=reader')]);
    const zoneOf = async (query: Record<string, string>) => {
      const { store: later } = opened(query, storage);
      await later.open();
      return later.zone.value;
    };
    expect(await zoneOf({})).toBe('UTC');
    expect(await zoneOf({ clock: 'scope' })).toBe('Europe/Berlin');
  });

  it('compares with the time before, whose curve is asked for only when it is wanted', async () => {
    const { store, asked, noted } = opened({ from: iso(TEN - 2 * HOUR), to: iso(TEN - HOUR) });
    await store.open();
    expect(asked('/v1/series/')).toHaveLength(1);
    const b = `session:s1@${iso(TEN - 3 * HOUR)}/${iso(TEN - 2 * HOUR)}`;
    expect(asked('/v1/compare')[0]?.searchParams.get('b')).toBe(b);
    await store.choose({ against: { kind: 'before' } });
    expect(asked('/v1/series/')).toHaveLength(3);
    expect(store.answer.value?.other).not.toBeNull();
    expect(noted.at(-1)).toContain('with=before');
  });

  it('lays another session over it from its own beginning on', async () => {
    const { store } = opened({ from: iso(TEN - 2 * HOUR), to: iso(TEN - HOUR) });
    await store.open();
    await store.choose({ against: { kind: 'other', scope: 'session:s2', from: TEN - 24 * HOUR } });
    expect(store.answer.value?.b).toEqual({
      scope: 'session:s2',
      from: TEN - 24 * HOUR,
      to: TEN - 23 * HOUR,
    });
  });

  it('shows the answer to the latest question, whichever comes first', async () => {
    const { rest, store } = opened();
    await store.open();
    const slow: (() => void)[] = [];
    const quick = rest.get.bind(rest);
    rest.get = (path) =>
      path.includes(iso(TEN - 59 * 60_000))
        ? new Promise((done) => slow.push(() => done(quick(path))))
        : quick(path);
    const first = store.choose({ range: 'hour' });
    await store.choose({ range: 'month' });
    for (const release of slow) release();
    await first;
    expect(slow.length).toBeGreaterThan(0);
    expect(store.answer.value?.ask.range).toBe('month');
    expect(store.loading.value).toBe(false);
  });

  it('keeps what it has shown when an answer fails, and says so', async () => {
    const { rest, store } = opened();
    await store.open();
    rest.failure = new Error('broken');
    await store.choose({ range: 'week' });
    expect(store.problem.value?.code).toBe('unreadable');
    expect(store.answer.value?.ask.range).toBe('today');
  });
});
