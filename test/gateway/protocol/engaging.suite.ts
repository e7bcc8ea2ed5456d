import { describe, expect, test } from 'vitest';
import type { Tenant, Transport } from '../../support/tenant.ts';
import { engagement as engageFrame, newId, type TestClient } from '../../support/test-client.ts';
import { useTestServer } from '../../support/test-server.ts';

const engage = (session: string, action: string, data?: unknown) => engageFrame(session, action, data);

/** An attendee and a moderator in the session `s1`. */
async function hall(tenant: Tenant): Promise<{ ann: TestClient; mod: TestClient }> {
  const ann = await tenant.enter('ann', 's1');
  const mod = await tenant.enter('mod', 's1', { role: 'moderator' });
  return { ann, mod };
}

const openPoll = (poll: string, more: Record<string, unknown> = {}) =>
  engage('s1', 'poll.open', {
    poll,
    question: 'Which?',
    type: 'single',
    options: [
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
    ],
    ...more,
  });

async function stored(tenant: Tenant): Promise<Record<string, unknown>[]> {
  return (await tenant.call('/v1/sessions/s1/engagements')).json.items as Record<string, unknown>[];
}

export function engagingSuite(transport: Transport): void {
  describe('engaging', () => {
    const server = useTestServer();

    test('an engagement is on disk when it is acknowledged', async () => {
      const tenant = server.tenant(transport);
      const { ann } = await hall(tenant);
      const frame = engage('s1', 'chat.message', { text: 'hello' });
      expect(await ann.request(frame)).toEqual({ type: 'ack', id: frame.id });
      expect(await stored(tenant)).toMatchObject([
        {
          id: frame.id,
          session: 's1',
          attendee: 'ann',
          action: 'chat.message',
          data: { text: 'hello', channel: 'event' },
        },
      ]);
    });

    test('a repeated id is acknowledged again and counted once, whatever it says', async () => {
      const tenant = server.tenant(transport);
      const { ann } = await hall(tenant);
      const frame = engage('s1', 'chat.message', { text: 'once' });
      const answers = await Promise.all([ann.request(frame), ann.request(frame)]);
      answers.push(await ann.request({ ...frame, data: { text: 'changed' } }));
      expect(answers).toEqual([1, 2, 3].map(() => ({ type: 'ack', id: frame.id })));
      expect(await stored(tenant)).toHaveLength(1);
      expect((await tenant.counters('session:s1')).engagement).toEqual({ 'chat.message': 1 });
    });

    test('a repetition is acknowledged over another connection, and after leaving', async () => {
      const tenant = server.tenant(transport);
      const { ann } = await hall(tenant);
      const frame = engage('s1', 'chat.message', { text: 'once' });
      await ann.ask(frame, 'ack');
      await ann.leave('s1');
      const tab = await tenant.connect('ann');
      expect(await tab.request(frame)).toEqual({ type: 'ack', id: frame.id });
    });

    test('an id that somebody else has used is a conflict', async () => {
      const tenant = server.tenant(transport);
      const { ann, mod } = await hall(tenant);
      const frame = engage('s1', 'reaction', { reaction: 'clap' });
      await ann.ask(frame, 'ack');
      expect(await mod.request(frame)).toMatchObject({ type: 'error', code: 'id_conflict', id: frame.id });
      const other = await server.tenant(transport).enter('ann', 's1');
      await other.ask(frame, 'ack');
    });

    test('who is not in the session cannot engage in it', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('s2');
      const { ann } = await hall(tenant);
      expect(await ann.refusal(engage('s2', 'reaction', { reaction: 'clap' }))).toBe('not_joined');
      expect(await ann.refusal(engage('nowhere', 'reaction', { reaction: 'clap' }))).toBe(
        'session_not_found',
      );
      await ann.leave('s1');
      expect(await ann.refusal(engage('s1', 'reaction', { reaction: 'clap' }))).toBe('not_joined');
      expect(await stored(tenant)).toEqual([]);
    });

    test('presence over any connection is enough to engage', async () => {
      const tenant = server.tenant(transport);
      await hall(tenant);
      const tab = await tenant.connect('ann');
      await tab.engage('s1', 'reaction', { reaction: 'clap' });
    });

    test('every action is accepted with its data and counts one', async () => {
      const tenant = server.tenant(transport);
      const { ann, mod } = await hall(tenant);
      const message = await ann.engage('s1', 'chat.message', { text: 'hi', channel: 'bubble', bubble: 'b1' });
      const question = await ann.engage('s1', 'question.ask', { text: 'why?' });
      await mod.ask(openPoll('p1'), 'ack');
      for (const [action, data] of [
        ['chat.reaction', { message, reaction: '👍' }],
        ['reaction', { reaction: 'clap' }],
        ['question.upvote', { question }],
        ['question.answer', { question, text: 'because' }],
        ['poll.answer', { poll: 'p1', options: ['a'] }],
        ['bubble.join', { bubble: 'b1' }],
        ['bubble.lock', { bubble: 'b1' }],
        ['bubble.unlock', { bubble: 'b1' }],
        ['bubble.leave', { bubble: 'b1' }],
        ['teleport', { to: 'mod' }],
        ['click', { trackableType: 'Sponsor', trackable: 'acme', url: 'https://example.org' }],
        ['x.wave', { with: ['both', 'hands'] }],
        ['chat.delete', { message }],
      ] as const) {
        await ann.engage('s1', action, data);
      }
      await mod.engage('s1', 'poll.close', { poll: 'p1' });
      const { engagement } = await tenant.counters('session:s1');
      expect(Object.values(engagement).every((count) => count === 1)).toBe(true);
      expect(Object.keys(engagement)).toHaveLength(17);
      expect((await tenant.counters(`organization:${tenant.org}`)).engagement).toEqual(engagement);
    });

    test.each([
      ['chat.message', { text: '' }],
      ['chat.message', { text: 'a'.repeat(2001) }],
      ['chat.message', { text: 'a', channel: 'lobby' }],
      ['chat.message', undefined],
      ['chat.delete', {}],
      ['chat.reaction', { reaction: 'clap' }],
      ['reaction', { reaction: 'CLAP' }],
      ['reaction', { reaction: 'c'.repeat(33) }],
      ['question.ask', { text: 5 }],
      ['question.upvote', { question: '' }],
      ['question.answer', { question: 'q1' }],
      ['poll.answer', { poll: 'p1' }],
      ['poll.answer', { poll: 'p1', options: ['a'], text: 'both' }],
      ['bubble.join', { bubble: null }],
      ['teleport', { to: ['bob'] }],
      ['click', { trackable: 'x' }],
      ['x.wave', []],
      ['x.wave', 'hello'],
      ['x.wave', { text: 'é'.repeat(2048) }],
      ['visibility', { state: 'asleep' }],
    ])('%s does not take %j', async (action, data) => {
      const ann = await server.tenant(transport).enter('ann', 's1');
      expect(await ann.refusal(engage('s1', action, data))).toBe('invalid_data');
    });

    test.each(['dance', 'x.', 'x.Wave', `x.${'a'.repeat(65)}`, 'constructor', '__proto__', ''])(
      'there is no action %j',
      async (action) => {
        const ann = await server.tenant(transport).enter('ann', 's1');
        expect(await ann.refusal(engage('s1', action, {}))).toBe('unknown_action');
      },
    );

    test('polls are opened and closed by moderators, in the session or not', async () => {
      const tenant = server.tenant(transport);
      const { ann } = await hall(tenant);
      expect(await ann.refusal(openPoll('p1'))).toBe('not_allowed');
      const desk = await tenant.connect('desk', { role: 'operator' });
      await desk.ask(openPoll('p1'), 'ack');
      expect(await ann.refusal(engage('s1', 'poll.close', { poll: 'p1' }))).toBe('not_allowed');
      await desk.engage('s1', 'poll.close', { poll: 'p1' });
      expect(await desk.refusal(engage('s1', 'reaction', { reaction: 'clap' }))).toBe('not_joined');
    });

    test('a poll takes answers from its opening to its closing', async () => {
      const tenant = server.tenant(transport);
      const { ann, mod } = await hall(tenant);
      const answer = (options: string[]) => engage('s1', 'poll.answer', { poll: 'p1', options });
      expect(await ann.refusal(answer(['a']))).toBe('not_found');
      await mod.ask(openPoll('p1'), 'ack');
      await ann.ask(answer(['a']), 'ack');
      await ann.ask(answer(['b']), 'ack');
      for (const options of [['c'], ['a', 'b']])
        expect(await ann.refusal(answer(options))).toBe('invalid_data');
      expect(await ann.refusal(engage('s1', 'poll.answer', { poll: 'p1', text: 'a' }))).toBe('invalid_data');
      await mod.engage('s1', 'poll.close', { poll: 'p1' });
      expect(await ann.refusal(answer(['a']))).toBe('poll_not_open');
      expect(await mod.refusal(engage('s1', 'poll.close', { poll: 'p1' }))).toBe('poll_not_open');
      expect((await tenant.counters('session:s1')).engagement).toMatchObject({ 'poll.answer': 2 });
    });

    test('a question is upvoted once by each attendee', async () => {
      const { ann, mod } = await hall(server.tenant(transport));
      const question = await ann.engage('s1', 'question.ask', { text: 'why?' });
      await ann.engage('s1', 'question.upvote', { question });
      expect(await ann.refusal(engage('s1', 'question.upvote', { question }))).toBe('already_upvoted');
      await mod.engage('s1', 'question.upvote', { question });
      expect(await ann.refusal(engage('s1', 'question.upvote', { question: newId() }))).toBe('not_found');
    });

    test('what is upvoted, answered, deleted or reacted to must exist in the session and be of the kind', async () => {
      const tenant = server.tenant(transport);
      const { ann, mod } = await hall(tenant);
      const message = await ann.engage('s1', 'chat.message', { text: 'hi' });
      const question = await ann.engage('s1', 'question.ask', { text: 'why?' });
      await ann.join('s2');
      for (const frame of [
        engage('s1', 'question.upvote', { question: message }),
        engage('s1', 'question.answer', { question: message, text: 'no' }),
        engage('s1', 'chat.delete', { message: question }),
        engage('s1', 'chat.reaction', { message: question, reaction: 'clap' }),
        engage('s2', 'chat.delete', { message }),
        engage('s2', 'question.upvote', { question }),
      ]) {
        expect(await ann.refusal(frame)).toBe('not_found');
      }
      expect(await mod.refusal(engage('s1', 'poll.close', { poll: 'none' }))).toBe('not_found');
    });

    test('a message is deleted by its author or a moderator', async () => {
      const tenant = server.tenant(transport);
      const { ann, mod } = await hall(tenant);
      const bob = await tenant.enter('bob', 's1');
      const message = await ann.engage('s1', 'chat.message', { text: 'hi' });
      expect(await bob.refusal(engage('s1', 'chat.delete', { message }))).toBe('not_allowed');
      await mod.engage('s1', 'chat.delete', { message });
      await ann.engage('s1', 'chat.delete', { message });
    });

    test('only members lock a bubble, and who leaves the session is no member any more', async () => {
      const { ann } = await hall(server.tenant(transport));
      expect(await ann.refusal(engage('s1', 'bubble.lock', { bubble: 'b1' }))).toBe('not_allowed');
      await ann.engage('s1', 'bubble.join', { bubble: 'b1' });
      await ann.engage('s1', 'bubble.lock', { bubble: 'b1' });
      await ann.leave('s1');
      await ann.join('s1');
      expect(await ann.refusal(engage('s1', 'bubble.unlock', { bubble: 'b1' }))).toBe('not_allowed');
    });

    test('visibility is acknowledged, shows in the counters and is no engagement', async () => {
      const tenant = server.tenant(transport);
      const { ann } = await hall(tenant);
      await ann.engage('s1', 'visibility', { state: 'hidden' });
      await tenant.settled();
      const { visibility, engagement } = await tenant.counters('session:s1');
      expect({ visibility, engagement }).toEqual({
        visibility: { active: 1, idle: 0, hidden: 1 },
        engagement: {},
      });
      expect(await ann.refusal(engage('s2', 'visibility', { state: 'idle' }))).toBe('not_joined');
      expect(await stored(tenant)).toEqual([]);
    });

    test('the best of an attendee’s tabs is their visibility', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      const tab = await tenant.enter('ann', 's1');
      await ann.engage('s1', 'visibility', { state: 'hidden' });
      await tab.engage('s1', 'visibility', { state: 'idle' });
      await tenant.settled();
      expect((await tenant.counters('session:s1')).visibility).toEqual({ active: 0, idle: 1, hidden: 0 });
    });
  });
}
