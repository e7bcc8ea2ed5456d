import { beforeAll, describe, expect, test } from 'vitest';
import type { Tenant } from '../../../support/tenant.ts';
import { ANALYTICS, ENGAGEMENT, EVENTS, type EventDesk, type MinuteObject } from './event-desk.ts';

/** Figures of an event that goes on. */
export function whileLive(desk: EventDesk): void {
  const { server } = desk;

  describe('while it is live', () => {
    let live: Tenant;

    const ask = async (path: string) => {
      const token = live.token('desk', { role: 'moderator' });
      return (await server.call(`/compat/sequel${path}`, { token })).json;
    };

    beforeAll(async () => {
      live = server.tenant();
      const ann = await live.enter('ann', 's1', { event: 'e1', name: 'Ann', email: 'ann@example.com' });
      const bob = await live.enter('bob', 's1', { event: 'e1', name: 'Bob' });
      await live.act('s1', 'goLive');
      await ann.engage('s1', 'chat.message', { text: 'Hello', channel: 'stage' });
      const message = await bob.engage('s1', 'chat.message', { text: 'A slip' });
      await bob.engage('s1', 'chat.delete', { message });
      const desk = await live.connect('desk', { role: 'moderator', event: 'e1' });
      const poll = { poll: 'p1', question: 'Really?', type: 'single', anonymous: true };
      await desk.engage('s1', 'poll.open', { ...poll, options: [{ id: 'y', text: 'Yes' }] });
      await bob.engage('s1', 'poll.answer', { poll: 'p1', options: ['y'] });
      await live.settled();
    });

    test('the running minute is the last one', async () => {
      const { VideoViews } = await ask('/api/analytics/getVideoWatchOverTime/e1');
      const views = VideoViews as number[][];
      expect(views[0]).toEqual([0, 2]);
      expect(views.at(-1)).toEqual([views.length - 1, 2]);
      const { startedAt, endedAt } = await ask(`${ANALYTICS}/e1/live-attendance`);
      expect([startedAt, endedAt]).toEqual([expect.any(String), null]);
      const { minutes } = await ask(`${ENGAGEMENT}/e1/minutes`);
      expect((minutes as MinuteObject[]).at(-1)).toMatchObject({
        users: [
          { userId: 'ann', name: 'Ann', userEmail: 'ann@example.com', engagementType: 'live' },
          { userId: 'bob', name: 'Bob', userEmail: null },
        ],
      });
    });

    test('a deleted message is gone, and an anonymous answer names nobody', async () => {
      expect((await ask(`${EVENTS}/e1/chat`)).messages).toMatchObject([{ text: 'Hello', channel: 'stage' }]);
      const { polls } = await ask(`${EVENTS}/e1/polls`);
      expect(polls).toMatchObject([
        { uniqueUsers: 1, answers: [{ userId: null, name: null, userEmail: null }] },
      ]);
    });

    test('and when it has ended', async () => {
      expect(await ask(`${ANALYTICS}/e1/statistics`)).toMatchObject({ isLive: true, numberOfUsers: 2 });
      await live.putSession('s2', { event: 'e1' });
      await live.act('s1', 'end');
      await live.settled();
      // There is another talk to come.
      expect((await ask(`${ANALYTICS}/e1/live-attendance`)).endedAt).toBeNull();
      await live.call('/v1/events/e1/actions', { method: 'POST', body: { action: 'end' } });
      await live.settled();
      expect(await ask(`${ANALYTICS}/e1/statistics`)).toMatchObject({
        ...{
          isLive: false,
          numberOfUsers: 2,
          chatMessages: 2,
          pollAnswers: 1,
          peakConcurrent: { count: 2, minute: 0 },
        },
      });
      expect((await ask(`${ANALYTICS}/e1/live-attendance`)).endedAt).toEqual(expect.any(String));
    });

    test('who was erased has no name any more', async () => {
      const boss = live.token('boss', { role: 'admin' });
      await live.call('/v1/attendees/ann', { method: 'DELETE', token: boss });
      await live.settled();
      const names = (await ask(`${ENGAGEMENT}/e1/top-participants`)).topParticipants as { name: string }[];
      expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['Bob', null]));
      expect((await ask(`${EVENTS}/e1/chat`)).messages).toEqual([]);
    });
  });
}
