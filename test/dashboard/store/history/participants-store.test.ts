import { describe, expect, it } from 'vitest';
import { RestError } from '../../../../server/dashboard/rest/rest-client.ts';
import { ParticipantsStore } from '../../../../server/dashboard/store/history/participants-store.ts';
import { TEN } from '../../fixtures/counters.ts';
import { FakeRest } from '../../fixtures/fake-rest.ts';

const SIDE = { scope: 'event:demo', from: TEN - 60_000, to: TEN };

/** So many people, `p0` the highest. */
class Crowd extends FakeRest {
  readonly #count: number;

  constructor(count: number) {
    super();
    this.#count = count;
  }

  override get(path: string): Promise<unknown> {
    this.paths.push(path);
    if (this.failure) return Promise.reject(this.failure);
    const query = new URL(path, 'http://server').searchParams;
    const first = Number(query.get('cursor') ?? 0);
    const end = Math.min(first + Number(query.get('limit')), this.#count);
    const person = (index: number) => ({
      ...{ attendee: `p${index}`, name: index === 150 ? 'Zoe' : null, email: null, country: 'DE' },
      ...{ engagedMinutes: { total: 1 }, watchSeconds: { total: 60 }, sessions: 1, engagement: 0 },
    });
    const items = Array.from({ length: end - first }, (_, index) => person(first + index));
    const nextCursor = end < this.#count ? String(end) : null;
    return Promise.resolve({ totals: { attendees: this.#count }, items, nextCursor });
  }
}

function shown(store: ParticipantsStore) {
  const { rows, first, all } = store.page.value;
  return { attendees: rows.map(({ attendee }) => attendee), first, all };
}

describe('the participants of a span', () => {
  it('are read as far as they are looked at', async () => {
    const rest = new Crowd(260);
    const store = new ParticipantsStore(rest, SIDE);
    await store.load();
    expect(shown(store)).toMatchObject({ first: 0, all: 260 });
    expect(shown(store).attendees).toHaveLength(25);
    await store.turn(1);
    expect(shown(store).attendees[0]).toBe('p25');
    expect(rest.paths).toHaveLength(1);
    for (let turn = 0; turn < 9; turn++) await store.turn(1);
    expect(shown(store).attendees).toEqual(Array.from({ length: 10 }, (_, index) => `p${250 + index}`));
    expect(rest.paths).toHaveLength(3);
  });

  it('are found by name among all', async () => {
    const store = new ParticipantsStore(new Crowd(260), SIDE);
    await store.load();
    await store.search(' zOe ');
    expect(shown(store)).toEqual({ attendees: ['p150'], first: 0, all: 1 });
    expect(store.isCut).toBe(false);
    await store.search('');
    expect(shown(store)).toMatchObject({ first: 0, all: 260 });
  });

  it('are asked for anew in another order', async () => {
    const rest = new Crowd(3);
    const store = new ParticipantsStore(rest, SIDE);
    await store.load();
    await store.order('watchSeconds');
    expect(rest.paths.map((path) => /sort=(\w+)/.exec(path)?.[1])).toEqual([
      'engagedMinutes',
      'watchSeconds',
    ]);
    expect(shown(store).attendees).toEqual(['p0', 'p1', 'p2']);
  });

  it('say what went wrong', async () => {
    const rest = new Crowd(3);
    rest.failure = new RestError(503, 'unavailable', 'away');
    const store = new ParticipantsStore(rest, SIDE);
    await store.load();
    expect(store.problem.value?.code).toBe('unavailable');
    rest.failure = null;
    await store.load();
    expect(store.problem.value).toBeNull();
  });
});
