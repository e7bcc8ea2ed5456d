import { describe, expect, it } from 'vitest';
import { PeopleStore } from '../../../../server/dashboard/store/session/people-store.ts';
import { PollsStore } from '../../../../server/dashboard/store/session/polls-store.ts';
import { QuestionsStore } from '../../../../server/dashboard/store/session/questions-store.ts';
import { StateStore } from '../../../../server/dashboard/store/session/state-store.ts';
import { iso, TEN } from '../../fixtures/counters.ts';
import { SessionWorld } from '../../fixtures/session-world.ts';

function poll(id: string, votes: number) {
  const options = [{ id: 'o1', text: 'Yes', votes, percentage: votes ? 100 : null }];
  const facts = {
    question: 'Ready?',
    type: 'single',
    anonymous: false,
    open: true,
    openedAt: iso(TEN),
  } as const;
  return { poll: id, ...facts, respondents: votes, options, texts: [] };
}

describe('PollsStore', () => {
  it('shows the newest first and has the results of the server after each answer that the feed tells of', async () => {
    const world = new SessionWorld();
    const store = new PollsStore(world.ports);
    world.list('polls', [poll('p1', 0), poll('p2', 0)]);
    await store.tick();
    expect(store.polls.value?.map(({ poll: id }) => id)).toEqual(['p2', 'p1']);
    world.list('polls', [poll('p1', 1)]);
    store.take(world.engagement('a1', 'poll.answer', { poll: 'p1', options: ['o1'] }));
    world.clock.at += 2_000;
    await store.tick();
    expect(store.polls.value?.[0]?.respondents).toBe(1);
  });

  it('opens a poll with ids for its options, closes it and opens it again', async () => {
    const world = new SessionWorld();
    const store = new PollsStore(world.ports);
    world.list('polls', [poll('p1', 0)]);
    await store.open({ question: 'Tea?', type: 'single', options: ['Yes', 'No'], anonymous: true });
    await store.close('p1');
    await store.openAgain(poll('p1', 0));
    const options = [
      { id: 'o1', text: 'Yes' },
      { id: 'o2', text: 'No' },
    ];
    expect(world.engaged).toMatchObject([
      { action: 'poll.open', data: { question: 'Tea?', type: 'single', options, anonymous: true } },
      { action: 'poll.close', data: { poll: 'p1' } },
      { action: 'poll.open', data: { poll: 'p1', options: [{ id: 'o1', text: 'Yes' }] } },
    ]);
    expect(store.polls.value).toHaveLength(1);
  });
});

describe('QuestionsStore', () => {
  it('asks for those with the most votes again when the feed tells of one, and answers', async () => {
    const world = new SessionWorld();
    const store = new QuestionsStore(world.ports);
    world.list('questions', [], 'c1');
    await store.tick();
    expect(world.rest.paths).toEqual(['/v1/sessions/s1/questions?sort=upvotes&limit=100']);
    store.take(world.engagement('m1', 'chat.message', { text: 'x' }));
    world.clock.at += 2_000;
    await store.tick();
    expect(world.rest.paths).toHaveLength(1);
    store.take(world.engagement('q1', 'question.upvote', { question: 'q0' }));
    await store.tick();
    expect(world.rest.paths).toHaveLength(2);
    await store.answer('q0', 'Yes');
    expect(world.engaged).toEqual([{ action: 'question.answer', data: { question: 'q0', text: 'Yes' } }]);
    expect(world.rest.paths).toHaveLength(3);
  });
});

describe('PeopleStore', () => {
  const PRESENT = '/v1/present/session:s1';
  const person = (attendee: string) => ({ attendee });

  function opened() {
    const world = new SessionWorld();
    const store = new PeopleStore(world.ports);
    const pages: Readonly<Record<string, object>> = {
      '': { items: [person('ann')], nextCursor: 'c2' },
      c2: { items: [person('ben')], nextCursor: null },
    };
    world.rest.answers.set(PRESENT, (query: URLSearchParams) =>
      query.get('search') === 'zo'
        ? { items: [person('zoe')], nextCursor: null }
        : pages[query.get('cursor') ?? ''],
    );
    const shown = () => store.list.value?.items.map(({ attendee }) => attendee);
    return { world, store, shown, pages };
  }

  it('turns pages forth and back', async () => {
    const { store, shown } = opened();
    await store.tick();
    await store.next();
    expect([store.page, shown()]).toEqual([2, ['ben']]);
    await store.next();
    await store.previous();
    expect([store.page, shown()]).toEqual([1, ['ann']]);
  });

  it('finds people from the first page on', async () => {
    const { store, shown } = opened();
    await store.tick();
    await store.next();
    await store.find('zo ');
    expect([store.page, shown()]).toEqual([1, ['zoe']]);
  });

  it('shows the page before when all of a page have left', async () => {
    const { world, store, shown } = opened();
    await store.tick();
    await store.next();
    world.rest.answers.set(PRESENT, (query: URLSearchParams) => ({
      items: query.has('cursor') ? [] : [person('ann')],
      nextCursor: null,
    }));
    world.clock.at += 20_000;
    await store.tick();
    expect([store.page, shown()]).toEqual([1, ['ann']]);
  });

  it('puts somebody out for a time', async () => {
    const { world, store } = opened();
    await store.kick('ann', 10);
    expect(world.rest.posted).toEqual([
      { path: '/v1/sessions/s1/kick', body: { attendee: 'ann', minutes: 10 } },
    ]);
    expect(store.list.value).not.toBeNull();
  });
});

describe('StateStore', () => {
  it('knows the state from its question and from the answer to what it did', async () => {
    const world = new SessionWorld();
    const store = new StateStore(world.ports);
    world.rest.answers.set('/v1/sessions/s1', { id: 's1', live: false, ended: false, replay: false });
    world.rest.answers.set('/v1/sessions/s1/actions', { id: 's1', live: true, ended: false, replay: false });
    await store.tick();
    expect(store.state.value?.live).toBe(false);
    await store.act('goLive');
    expect(store.state.value?.live).toBe(true);
    expect(world.rest.posted).toEqual([{ path: '/v1/sessions/s1/actions', body: { action: 'goLive' } }]);
  });
});
