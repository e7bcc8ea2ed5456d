import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RestError } from '../../../../server/dashboard/rest/rest-client.ts';
import { ReplayStore } from '../../../../server/dashboard/store/replay/replay-store.ts';
import { WindowLoader } from '../../../../server/dashboard/store/replay/window-loader.ts';
import { iso, TEN } from '../../fixtures/counters.ts';
import { FakeRest } from '../../fixtures/fake-rest.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const list = (items: object[]) => ({ items, nextCursor: null });
let rest: FakeRest;
/** Minutes after the beginning. */
let onDemandFrom: number;

/** Somebody was there from 10:05 on; the server was not at 10:10. */
function curve(query: URLSearchParams) {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  const length = query.get('step') === 'second' ? 1000 : MINUTE;
  const points = [];
  for (let start = from; start < to; start += length) {
    const known = Math.floor(start / MINUTE) * MINUTE !== TEN + 10 * MINUTE;
    const since = TEN + (query.get('mode') === 'onDemand' ? onDemandFrom : 5) * MINUTE;
    const figure = known ? Number(start >= since) : null;
    points.push({ start: iso(start), peak: figure, average: figure, minimum: figure, peakAt: iso(start) });
  }
  return { points };
}

beforeEach(() => {
  onDemandFrom = 20;
  rest = new FakeRest();
  rest.answers.set('/v1/sessions/s1', { id: 's1', startsAt: iso(TEN), endsAt: iso(TEN + 3 * HOUR) });
  rest.answers.set('/v1/series/session:s1', curve);
  rest.answers.set('/v1/sessions/s1/slices', (query: URLSearchParams) =>
    query.get('cursor') === null
      ? { items: [slice('ann', 5)], nextCursor: 'more' }
      : { items: [slice('bob', 20)], nextCursor: null },
  );
  rest.answers.set('/v1/sessions/s1/engagements', list([]));
  rest.answers.set(
    '/v1/sessions/s1/chat',
    list(
      [6, 7].map((minute) => ({
        id: `m${minute}`,
        at: iso(TEN + minute * MINUTE),
        attendee: 'ann',
        text: '?',
      })),
    ),
  );
  rest.answers.set('/v1/sessions/s1/polls', list([]));
  rest.answers.set('/v1/sessions/s1/questions', list([]));
});

const slice = (attendee: string, minute: number) => ({
  ...{ session: 's1', attendee, mode: 'live', country: 'DE', countedUntil: null },
  start: iso(TEN + minute * MINUTE),
});

async function opened() {
  const place = { scope: 'session:s1', parent: null, view: 'replay' } as const;
  const store = new ReplayStore(place, { rest, now: () => TEN + 9 * HOUR });
  await store.open();
  await vi.waitFor(() => expect(store.isWaiting).toBe(false));
  const view = store.view.value;
  if (view.kind !== 'open') throw new Error(`the replay is ${view.kind}`);
  return { store, playback: view.playback, talk: view.talk };
}

describe('the replay', () => {
  it('begins where somebody was there first, and shows what was then', async () => {
    const { store, playback } = await opened();
    expect(playback.at.value).toBe(TEN + 5 * MINUTE);
    expect(store.state.value).toMatchObject({ concurrent: 1, joins: 1, byCountry: { DE: 1 } });
    expect(store.curve.value?.points).toHaveLength(5);
    playback.seek(TEN + 6 * MINUTE + 30_000);
    expect(store.chat.value.map(({ id }) => id)).toEqual(['m6']);
    playback.seek(TEN + 25 * MINUTE);
    expect(store.state.value?.concurrent).toBe(2);
  });

  it('shows no figure where the server was not there', async () => {
    const { store, playback } = await opened();
    playback.seek(TEN + 10 * MINUTE + 5000);
    expect(store.state.value).toBeNull();
    expect(store.isWaiting).toBe(false);
    playback.seek(TEN + 12 * MINUTE);
    expect(store.curve.value?.points[10]).toBeNull();
  });

  it('tells the modes apart where there were both', async () => {
    const { store, playback } = await opened();
    playback.seek(TEN + 22 * MINUTE);
    const { live, onDemand } = store.modes.value ?? {};
    const averages = [live, onDemand].map((curve) => curve?.points.map((point) => point?.average ?? null));
    expect(averages.map((points) => points?.slice(19))).toEqual([
      [1, 1, 1],
      [0, 1, 1],
    ]);
    expect(averages.map((points) => points?.[10])).toEqual([null, null]);
    onDemandFrom = Number.POSITIVE_INFINITY;
    expect((await opened()).store.modes.value).toBeNull();
  });

  it('stands still while the next hour is loaded, and tries again when that fails', async () => {
    const { store, playback } = await opened();
    playback.toggle();
    rest.failure = new RestError(503, 'unavailable', '-');
    playback.seek(TEN + HOUR + 1000);
    await vi.waitFor(() => expect(store.problem.value?.code).toBe('unavailable'));
    expect([store.isWaiting, store.state.value]).toEqual([true, null]);
    store.pass(1000);
    expect(playback.at.value).toBe(TEN + HOUR + 1000);
    rest.failure = null;
    await store.tick();
    await vi.waitFor(() => expect(store.state.value?.concurrent).toBe(2));
    expect(store.problem.value).toBeNull();
    store.pass(1000);
    expect(playback.at.value).toBe(TEN + HOUR + 61_000);
  });

  it('is that of the event where a session has no times of its own', async () => {
    rest.answers.set('/v1/sessions/s1', { id: 's1', event: 'e1' });
    rest.answers.set('/v1/events/e1', { id: 'e1', startsAt: iso(TEN), endsAt: iso(TEN + HOUR) });
    const { playback } = await opened();
    expect(playback.span).toEqual({ from: TEN, to: TEN + HOUR });
  });

  it('has nothing to show where nobody ever was', async () => {
    rest.answers.set('/v1/sessions/s1', { id: 's1' });
    rest.answers.set('/v1/series/session:s1', { points: [] });
    const store = new ReplayStore(
      { scope: 'session:s1', parent: null, view: 'replay' },
      { rest, now: () => TEN },
    );
    await store.open();
    expect(store.view.value).toEqual({ kind: 'nothing' });
  });
});

it('the hours that are far away are forgotten', async () => {
  const loader = new WindowLoader({
    ...{ rest, scope: 'session:s1', parts: { kind: 'session', id: 's1' }, sessions: ['s1'] },
    span: { from: TEN, to: TEN + 8 * HOUR },
  });
  for (let hour = 0; hour < 8; hour++) {
    await loader.load(TEN + hour * HOUR + 5000);
    expect(loader.find(TEN + hour * HOUR)).not.toBeNull();
    expect(loader.size).toBeLessThanOrEqual(3);
  }
  expect(loader.find(TEN)).toBeNull();
});

it('polls and questions stand as they stood', async () => {
  const poll = { poll: 'p1', openedAt: iso(TEN + 10_000), closedAt: iso(TEN + 60_000), open: false };
  rest.answers.set('/v1/sessions/s1/polls', list([poll]));
  rest.answers.set(
    '/v1/sessions/s1/questions',
    list([1, 2].map((id) => ({ id: `q${id}`, at: iso(TEN + id * 1000), upvotes: 9 }))),
  );
  rest.answers.set('/v1/sessions/s1/engagements', (query: URLSearchParams) =>
    list(
      query.get('action') === 'question.upvote'
        ? [20, 30].map((second) => ({ data: { question: 'q2' }, at: iso(TEN + second * 1000) }))
        : [],
    ),
  );
  const { talk } = await opened();
  const votes = (second: number) =>
    talk.questionsAt(TEN + second * 1000).map(({ id, votesThen }) => [id, votesThen]);
  expect(votes(1)).toEqual([['q1', 0]]);
  expect(votes(20)).toEqual([
    ['q2', 1],
    ['q1', 0],
  ]);
  for (const [second, shown] of [
    [5, []],
    [10, [true]],
    [60, [false]],
  ] as const) {
    await talk.follow(TEN + second * 1000);
    expect(talk.polls.value?.map(({ open }) => open)).toEqual(shown);
  }
});
