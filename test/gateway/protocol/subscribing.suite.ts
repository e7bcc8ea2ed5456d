import { describe, expect, test } from 'vitest';
import type { CountersMessage } from '../../../server/protocol/server-messages.ts';
import type { Transport } from '../../support/tenant.ts';
import { engagement } from '../../support/test-client.ts';
import { useTestServer } from '../../support/test-server.ts';

/** What counts as a change: all but the time and what just goes on with it. */
function significant({
  seq: _seq,
  at: _at,
  watchSeconds: _watch,
  minute,
  ...rest
}: CountersMessage): unknown {
  return { ...rest, minute: { ...minute, average: 0 } };
}

export function subscribingSuite(transport: Transport): void {
  describe('subscribing', () => {
    const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 1000 });

    test.concurrent('a snapshot comes at once, then pushes with the next numbers when something has changed', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1', { country: 'de' });
      const snapshot = await ann.subscribe('session:s1');
      expect(snapshot).toMatchObject({
        type: 'counters',
        scope: 'session:s1',
        seq: 1,
        concurrent: 1,
        connections: 1,
        peak: { value: 1 },
        minute: { peak: 1 },
        byMode: { live: 1, onDemand: 0 },
        byCountry: { DE: 1 },
        visibility: { active: 1, idle: 0, hidden: 0 },
        engagement: {},
      });
      await tenant.enter('bob', 's1');
      const pushed = await ann.counters(({ concurrent }) => concurrent === 2);
      expect(pushed).toMatchObject({ epoch: snapshot.epoch, connections: 2, peak: { value: 2 } });
      expect(pushed.seq).toBeGreaterThan(1);
    });

    test.concurrent('pushes of a scope count up by one, each says something new, and none comes within a second of another', async () => {
      const tenant = server.tenant(transport);
      const desk = await tenant.connect('desk', { role: 'moderator' });
      const pushes = [await desk.subscribe('session:s1')];
      const ann = await tenant.connect('ann');
      while (pushes.length < 4) {
        if (pushes.length % 2 === 1) await ann.join('s1');
        else await ann.leave('s1');
        pushes.push(await desk.next('counters'));
      }
      for (const [index, push] of pushes.slice(1).entries()) {
        const before = pushes[index] as CountersMessage;
        expect(push.seq).toBe(before.seq + 1);
        expect(significant(push)).not.toEqual(significant(before));
        if (index > 0) expect(Date.parse(push.at) - Date.parse(before.at)).toBeGreaterThan(850);
      }
    });

    test.concurrent('a spike between two pushes shows in the peak', async () => {
      const tenant = server.tenant(transport);
      const desk = await tenant.connect('desk', { role: 'moderator' });
      await desk.subscribe('session:s1');
      const people = await Promise.all(['a', 'b', 'c'].map((sub) => tenant.enter(sub, 's1')));
      for (const person of people) await person.leave('s1');
      const { peak } = await desk.counters(
        ({ concurrent, minute }) => concurrent === 0 && minute.leaves === 3,
      );
      expect(peak.value).toBe(3);
    });

    test.concurrent('a second subscription of the scope gives the whole of it with the number pushed last', async () => {
      const tenant = server.tenant(transport);
      const desk = await tenant.connect('desk', { role: 'moderator' });
      await desk.subscribe('session:s1');
      await tenant.enter('ann', 's1');
      const pushed = await desk.counters(({ concurrent }) => concurrent === 1);
      const again = await desk.subscribe('session:s1');
      const other = await (await tenant.connect('other', { role: 'moderator' })).subscribe('session:s1');
      for (const { seq, concurrent } of [again, other]) {
        expect(seq).toBeGreaterThanOrEqual(pushed.seq);
        expect(concurrent).toBe(1);
      }
    });

    test.concurrent('nothing more comes of a scope once it is unsubscribed', async () => {
      const tenant = server.tenant(transport);
      const [gone, stays] = [
        await tenant.connect('gone', { role: 'moderator' }),
        await tenant.connect('stays', { role: 'moderator' }),
      ];
      await gone.subscribe('session:s1');
      await stays.subscribe('session:s1');
      expect(await gone.ask({ type: 'unsubscribe', scope: 'session:s1' }, 'unsubscribed')).toMatchObject({
        scope: 'session:s1',
      });
      await tenant.enter('ann', 's1');
      await stays.counters(({ concurrent }) => concurrent === 1);
      await gone.join('s2');
      expect(gone.inbox.waiting('counters')).toEqual([]);
    });

    test.concurrent('to unsubscribe what is not subscribed is no error', async () => {
      const ann = await server.tenant(transport).connect('ann');
      await ann.ask({ type: 'unsubscribe', scope: 'session:never' }, 'unsubscribed');
      expect(await ann.refusal({ type: 'unsubscribe', scope: 'nothing' })).toBe('invalid_message');
    });

    test.concurrent('attendees see sessions and events that exist, and no organizations', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1', { event: 'expo' });
      expect((await ann.subscribe('session:s1')).concurrent).toBe(1);
      expect((await ann.subscribe('event:expo')).concurrent).toBe(1);
      expect(await ann.refusal({ type: 'subscribe', scope: `organization:${tenant.org}` })).toBe(
        'not_allowed',
      );
      expect(await ann.refusal({ type: 'subscribe', scope: 'session:s2' })).toBe('session_not_found');
      expect(await ann.refusal({ type: 'subscribe', scope: 'event:gala' })).toBe('not_found');
    });

    test.concurrent('what is outside the event or the tenant of a token looks as if it were not there', async () => {
      const tenant = server.tenant(transport);
      await tenant.enter('ann', 's1', { event: 'expo' });
      const bob = await tenant.connect('bob', { event: 'gala' });
      const stranger = await server.tenant(transport).connect('eve', { role: 'admin' });
      const [hidden, missing] = [
        await bob.request({ type: 'subscribe', scope: 'session:s1', id: 'x' }),
        await bob.request({ type: 'subscribe', scope: 'session:s2', id: 'x' }),
      ];
      expect(hidden).toEqual(missing);
      expect(await bob.refusal({ type: 'subscribe', scope: 'event:expo' })).toBe('not_found');
      expect(await stranger.refusal({ type: 'subscribe', scope: `organization:${tenant.org}` })).toBe(
        'not_found',
      );
      expect((await stranger.subscribe('session:s1')).concurrent).toBe(0);
    });

    test.concurrent('moderators may wait for a session that does not exist yet', async () => {
      const tenant = server.tenant(transport);
      const mod = await tenant.connect('mod', { role: 'moderator' });
      expect(await mod.subscribe('session:later')).toMatchObject({
        concurrent: 0,
        peak: { value: 0, at: null },
      });
      expect((await mod.subscribe(`organization:${tenant.org}`)).concurrent).toBe(0);
      await tenant.enter('ann', 'later');
      await mod.counters(({ scope, concurrent }) => scope === 'session:later' && concurrent === 1);
      await mod.counters(
        ({ scope, concurrent }) => scope === `organization:${tenant.org}` && concurrent === 1,
      );
    });

    test.concurrent.each([
      '',
      'session',
      'session:',
      'room:s1',
      'session:*',
      'session:a b',
      'session:a\u001fb',
      ':',
      'SESSION:s1',
    ])('there is no scope %j', async (scope) => {
      const mod = await server.tenant(transport).connect('mod', { role: 'moderator' });
      expect(await mod.refusal({ type: 'subscribe', scope })).toBe('invalid_message');
    });

    test.concurrent('the feed brings moderators each engagement of a session', async () => {
      const tenant = server.tenant(transport);
      const mod = await tenant.connect('mod', { role: 'moderator' });
      await mod.subscribe('session:s1', { feed: true });
      const ann = await tenant.enter('ann', 's1');
      const id = await ann.engage('s1', 'chat.message', { text: 'hi' });
      const { at, ...message } = await mod.next('engagement');
      expect(message).toEqual({
        type: 'engagement',
        id,
        session: 's1',
        attendee: 'ann',
        action: 'chat.message',
        data: { text: 'hi', channel: 'event' },
      });
      expect(at).toBe(new Date(at).toISOString());
    });

    test.concurrent('the feed does not say who answered an anonymous poll', async () => {
      const tenant = server.tenant(transport);
      const mod = await tenant.connect('mod', { role: 'moderator' });
      await mod.subscribe('session:s1', { feed: true });
      const ann = await tenant.enter('ann', 's1');
      await mod.engage('s1', 'poll.open', { poll: 'p1', question: 'Well?', type: 'text', anonymous: true });
      await ann.engage('s1', 'poll.answer', { poll: 'p1', text: 'well' });
      const { attendee } = await mod.next('engagement', ({ action }) => action === 'poll.answer');
      expect(attendee).toBeNull();
    });

    test.concurrent('the feed is for moderators, of sessions, and only where it was asked for', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      const mod = await tenant.connect('mod', { role: 'moderator' });
      expect(await ann.refusal({ type: 'subscribe', scope: 'session:s1', feed: true })).toBe('not_allowed');
      expect(await mod.refusal({ type: 'subscribe', scope: 'event:e1', feed: true })).toBe('invalid_message');
      await mod.subscribe('session:s1');
      await ann.engage('s1', 'reaction', { reaction: 'clap' });
      await mod.counters(({ engagement }) => engagement.reaction === 1);
      expect(mod.inbox.waiting('engagement')).toEqual([]);
    });

    test.concurrent('the feed brings at most fifty engagements a second and says how many it left out', async () => {
      const tenant = server.tenant(transport);
      const mod = await tenant.connect('mod', { role: 'moderator' });
      await mod.subscribe('session:s1', { feed: true });
      const ann = await tenant.enter('ann', 's1');
      const sent = 200;
      const frames = Array.from({ length: sent }, () => engagement('s1', 'reaction', { reaction: 'clap' }));
      await Promise.all(frames.map((frame) => ann.ask(frame, 'ack')));
      let leftOut = 0;
      while (leftOut + mod.inbox.waiting('engagement').length < sent)
        leftOut += (await mod.next('feed')).leftOut;
      expect(leftOut + mod.inbox.waiting('engagement').length).toBe(sent);
      expect(leftOut).toBeGreaterThan(0);
    });
  });
}
