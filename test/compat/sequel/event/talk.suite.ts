import { describe, expect, test } from 'vitest';
import { at, FAIR, WEBINAR } from '../event-world.ts';
import { EVENTS, type EventDesk } from './event-desk.ts';

/** Polls, chat and questions of an event. */
export function talk(desk: EventDesk): void {
  const { call, get } = desk;

  describe('polls', () => {
    test('are as documented, with the last answer of everybody', async () => {
      const body = await get(`${EVENTS}/${WEBINAR}/polls`);
      const [poll, wishes] = body.polls as { answers: unknown[] }[];
      expect(JSON.stringify({ ...poll, answers: poll?.answers.slice(0, 1) })).toBe(
        JSON.stringify({
          ...{ pollId: 'p1', question: 'Which track?', type: 'single', createdAt: at(30), closedAt: null },
          ...{ totalAnswers: 64, uniqueUsers: 64 },
          options: [
            { optionId: 'a', text: 'AI', votes: 40, percentage: 62.5 },
            { optionId: 'b', text: 'Bees', votes: 24, percentage: 37.5 },
          ],
          answers: [
            {
              ...{ userId: 'voter0', name: 'Vic', userEmail: 'voter0@example.com' },
              ...{ optionIds: ['a'], answeredAt: at(31) },
            },
          ],
        }),
      );
      expect(poll?.answers).toHaveLength(64);
      expect(wishes).toMatchObject({
        pollId: 'p2',
        type: 'text',
        closedAt: at(34),
        totalAnswers: 1,
        options: [],
      });
      expect(wishes?.answers).toEqual([
        ...[{ userId: null, name: null, userEmail: null, optionIds: [], text: 'Coffee', answeredAt: at(33) }],
      ]);
      expect(await get(`${EVENTS}/silent/polls`)).toEqual({ eventId: 'silent', polls: [] });
    });
  });

  describe('the chat', () => {
    test('is as documented, without what was deleted', async () => {
      const first = await get(`${EVENTS}/${WEBINAR}/chat?limit=1`);
      expect(JSON.stringify(first)).toBe(
        JSON.stringify({
          eventId: WEBINAR,
          messages: [
            {
              ...{ messageId: 'm1', userId: 'ada', name: 'Ada', userEmail: 'ada@example.com' },
              ...{
                text: 'What a wonderful start, thank you!',
                sentAt: at(0, 10),
                minute: 0,
                channel: 'event',
              },
              reactions: { like: 2 },
            },
          ],
          nextCursor: first.nextCursor,
        }),
      );
      const second = await get(`${EVENTS}/${WEBINAR}/chat?limit=2&cursor=${first.nextCursor}`);
      expect(second.messages).toMatchObject([{ messageId: 'm2' }, { text: 'Number 0' }]);
      expect(second.nextCursor).toEqual(expect.any(String));
      expect(await get(`${EVENTS}/${WEBINAR}/chat?limit=1000`)).toMatchObject({ nextCursor: null });
      expect((await get(`${EVENTS}/${WEBINAR}/chat`)).messages).toHaveLength(100);
    });

    test('of a channel or a component', async () => {
      const messages = [{ messageId: 'f1', channel: 'circle', circleId: 'b1', minute: 3 }];
      for (const query of ['channel=circle', 'eventType=networkingHub'])
        expect(await get(`${EVENTS}/${FAIR}/chat?${query}`)).toMatchObject({ messages });
    });

    test('as a table, in which nothing is a formula', async () => {
      const { text, headers } = await call(`${EVENTS}/${FAIR}/chat?format=csv`);
      expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(text.split('\r\n')).toEqual([
        'messageId,userId,name,userEmail,text,sentAt,minute,channel,circleId,reactions',
        `f2,ben,Ben,ben@example.com,"'=1+1\nada: hi",${at(1)},1,event,,{}`,
        `f1,ada,Ada,ada@example.com,Meet me here,${at(3)},3,circle,b1,{}`,
        '',
      ]);
    });

    test('as lines of text, page by page where a limit is given', async () => {
      const page = await call(`${EVENTS}/${FAIR}/chat?format=txt&limit=1`);
      expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(page.text).toBe(`${at(1)} [event] Ben: =1+1 ada: hi\n`);
      const cursor = page.headers.get('x-next-cursor');
      const rest = await call(`${EVENTS}/${FAIR}/chat?format=txt&limit=1&cursor=${cursor}`);
      expect([rest.text, rest.headers.get('x-next-cursor')]).toEqual([
        `${at(3)} [circle] Ada: Meet me here\n`,
        null,
      ]);
      const whole = await call(`${EVENTS}/${WEBINAR}/chat?format=txt`);
      expect(whole.text.trim().split('\n')).toHaveLength(209);
      await desk.tenant.settled();
      const audit = await desk.tenant.call('/v1/audit?action=export', {
        token: desk.tenant.token('boss', { role: 'admin' }),
      });
      expect(audit.json.items).toMatchObject([
        { details: { format: 'txt' } },
        {},
        {},
        { details: { format: 'csv' } },
      ]);
    });
  });

  test('questions are as documented', async () => {
    const { questions } = (await get(`${EVENTS}/${WEBINAR}/questions`)) as { questions: unknown[] };
    expect(questions).toHaveLength(12);
    expect(JSON.stringify(questions[0])).toBe(
      JSON.stringify({
        ...{ questionId: 'first', userId: 'ada', name: 'Ada', userEmail: 'ada@example.com' },
        ...{ text: 'Where are the slides?', askedAt: at(40), upvotes: 2, answered: true },
        answers: [{ name: 'Dee', text: 'On the page.', answeredAt: at(42) }],
      }),
    );
    expect(questions[1]).toMatchObject({ name: null, userEmail: null, answered: false, answers: [] });
  });
}
