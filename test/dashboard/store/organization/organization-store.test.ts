import { describe, expect, it } from 'vitest';
import { OrganizationStore } from '../../../../server/dashboard/store/organization/organization-store.ts';
import { ServerClock } from '../../../../server/dashboard/store/server-clock.ts';
import { counters, TEN } from '../../fixtures/counters.ts';
import { FakeRest } from '../../fixtures/fake-rest.ts';

const MINUTE = 60_000;
const SUMS = ['summary', 'usage', 'periods'];

function opened(count: number) {
  const rest = new FakeRest();
  rest.counters = (scope) => {
    const quiet = counters({ scope });
    return Promise.resolve({ ...quiet, minute: { ...quiet.minute, peak: 0 } });
  };
  const events = Array.from({ length: count }, (_, index) => ({
    ...{ id: `e${index}`, startsAt: null, endsAt: null, endedAt: null },
  }));
  rest.answers.set('/v1/events', (query: URLSearchParams) => {
    const first = Number(query.get('cursor') ?? 0);
    const end = first + Number(query.get('limit'));
    return { items: events.slice(first, end), nextCursor: end < count ? String(end) : null };
  });
  rest.answers.set('/v1/organizations/acme/series', { groups: [] });
  for (const name of SUMS) {
    rest.answers.set(`/v1/organizations/acme/${name}`, (query: URLSearchParams) => ({
      name,
      period: query.get('period'),
    }));
  }
  const time = { at: TEN + 2000 };
  const store = new OrganizationStore('acme', {
    ...{ rest, clock: new ServerClock(() => time.at), random: () => 0 },
    startOfDay: (at) => Math.floor(at / (1440 * MINUTE)) * 1440 * MINUTE,
  });
  const askedFor = (name: string) => rest.paths.filter((path) => path.includes(`/acme/${name}`));
  return { rest, store, time, askedFor };
}

describe('the store of an organization', () => {
  it('knows of an event without times that somebody has only just come to', async () => {
    const { rest, store } = opened(2);
    rest.counters = (scope) => {
      const { minute, ...rest } = counters({ scope });
      return Promise.resolve({ ...rest, minute: { ...minute, peak: scope === 'event:e1' ? 1 : 0 } });
    };
    await store.tick();
    expect(store.groups.value?.now.map(({ event }) => event.id)).toEqual(['e1']);
    expect(store.groups.value?.past.map(({ event }) => event.id)).toEqual(['e0']);
  });

  it('reads all events, however many pages they are', async () => {
    const { rest, store } = opened(2500);
    await store.tick();
    expect(store.groups.value?.past).toHaveLength(2500);
    expect(store.isCut.value).toBe(false);
    expect(rest.paths.filter((path) => path.startsWith('/v1/events'))).toHaveLength(3);
  });

  it('says that there are more than it reads', async () => {
    const { store } = opened(10_001);
    await store.tick();
    expect(store.groups.value?.past).toHaveLength(10_000);
    expect(store.isCut.value).toBe(true);
  });

  it('asks for curves no finer than the server answers for so many events', async () => {
    const few = opened(3);
    await few.store.tick();
    expect(few.askedFor('series')[0]).toContain('step=minute');
    const many = opened(300);
    await many.store.tick();
    expect(many.askedFor('series')[0]).toContain('step=hour');
  });

  it('follows the events each minute, and the sums now and then', async () => {
    const { store, time, askedFor } = opened(1);
    for (let minute = 0; minute < 6; minute++) {
      await store.tick();
      time.at += MINUTE;
    }
    expect(askedFor('series')).toHaveLength(6);
    expect(SUMS.map((name) => askedFor(name).length)).toEqual([2, 2, 2]);
  });

  it('compares another period at once', async () => {
    const { store, askedFor } = opened(1);
    await store.tick();
    expect(store.periods.value).toMatchObject({ period: 'week' });
    await store.choosePeriod('month');
    expect(store.periods.value).toMatchObject({ period: 'month' });
    expect(askedFor('periods')).toHaveLength(2);
  });
});
