import { expect, test } from 'vitest';
import { NOTHING_ASKED } from '../../../storage/nothing.ts';
import type { PastQuestion } from '../../../storage/types.ts';
import { batchAt, engagement, ORG, poll, ROOM, STREAM, T0 } from './batches.ts';
import { type MakeStore, opened, withCatalogue } from './opened.ts';

const asking = (question: Partial<PastQuestion>): PastQuestion => ({
  ...NOTHING_ASKED,
  ...question,
});

export function knownTests(makeStore: MakeStore): void {
  test('nothing is known of a new store', async () => {
    const history = await opened(makeStore);
    const question = {
      ids: [{ tenant: ORG, id: 'e1' }],
      upvotes: [{ tenant: ORG, question: 'q1', attendee: 'ann' }],
      polls: [{ session: ROOM, poll: 'p1' }],
      attendees: [{ tenant: ORG, id: 'ann' }],
      slices: [{ tenant: ORG, id: 'c1' }],
      registrations: [{ tenant: ORG, scope: ROOM, kind: 'bookmark' as const, attendee: 'ann' }],
    };
    expect(await history.known(question)).toEqual(asking({}));
    expect(await history.known(asking({}))).toEqual(asking({}));
  });

  test('a used id is known with its author, session and action, in its tenant only', async () => {
    const history = await withCatalogue(makeStore);
    await history.commit(
      batchAt(T0, {
        engagements: [
          engagement({ id: 'e1', at: T0 }),
          engagement({ id: 'e2', at: T0, attendee: 'bob', action: 'x.y' }),
        ],
      }),
    );
    const ids = [
      { tenant: ORG, id: 'e2' },
      { tenant: ORG, id: 'E1' },
      { tenant: 9, id: 'e1' },
      { tenant: ORG, id: 'e1' },
    ];
    const answer = await history.known(asking({ ids }));
    expect([...answer.ids].sort((a, b) => a.id.localeCompare(b.id))).toEqual([
      { tenant: ORG, id: 'e1', attendee: 'ann', session: ROOM, action: 'chat.message' },
      { tenant: ORG, id: 'e2', attendee: 'bob', session: ROOM, action: 'x.y' },
    ]);
  });

  test('an id that comes again stays with whoever used it first', async () => {
    const history = await withCatalogue(makeStore);
    await history.commit(batchAt(T0, { engagements: [engagement({ id: 'e1', at: T0 })] }));
    await history.commit(
      batchAt(T0 + 1, {
        engagements: [engagement({ id: 'e1', at: T0 + 1, attendee: 'bob', session: STREAM })],
      }),
    );
    const { ids } = await history.known(asking({ ids: [{ tenant: ORG, id: 'e1' }] }));
    expect(ids).toMatchObject([{ attendee: 'ann', session: ROOM }]);
  });

  test('an upvote is known by question and attendee, and another action is no upvote', async () => {
    const history = await withCatalogue(makeStore);
    const data = { question: 'q1' };
    await history.commit(
      batchAt(T0, {
        engagements: [
          engagement({ id: 'u1', at: T0, action: 'question.upvote', data }),
          engagement({ id: 'u2', at: T0, action: 'question.upvote', data }),
          engagement({ id: 'a1', at: T0, action: 'question.answer', attendee: 'bob', data }),
        ],
      }),
    );
    const upvotes = [
      { tenant: ORG, question: 'q1', attendee: 'bob' },
      { tenant: ORG, question: 'q2', attendee: 'ann' },
      { tenant: 9, question: 'q1', attendee: 'ann' },
      { tenant: ORG, question: 'q1', attendee: 'ann' },
    ];
    expect((await history.known(asking({ upvotes }))).upvotes).toEqual([upvotes[3]]);
  });

  test('a poll is known as it was written last', async () => {
    const history = await withCatalogue(makeStore);
    const text = poll({ poll: 'p2', type: 'text', options: [], anonymous: false });
    await history.commit(batchAt(T0, { polls: [poll(), text] }));
    await history.commit(batchAt(T0 + 1, { polls: [poll({ open: false, question: 'Again?' })] }));
    const polls = [
      { session: ROOM, poll: 'p1' },
      { session: STREAM, poll: 'p1' },
      { session: ROOM, poll: 'p2' },
      { session: ROOM, poll: 'p1' },
    ];
    const answer = await history.known(asking({ polls }));
    expect([...answer.polls].sort((a, b) => a.poll.localeCompare(b.poll))).toEqual([
      poll({ open: false, question: 'Again?' }),
      text,
    ]);
  });
}
