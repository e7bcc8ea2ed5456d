import { describe, expect, test } from 'vitest';
import { at, FAIR, WEBINAR } from '../event-world.ts';
import { ANALYTICS, type EventDesk } from './event-desk.ts';

/** What the vendor has announced, but does not have yet. */
export function announced(desk: EventDesk): void {
  const { get } = desk;

  describe('what the vendor has announced', () => {
    test('the tone of the chat', async () => {
      const body = await get(`${ANALYTICS}/${WEBINAR}/chat/sentiment?endDate=${at(10)}`);
      expect(body).toMatchObject({
        ...{ messages: 2, analysed: 2, overall: { positive: 1, neutral: 0, negative: 1 } },
        byMinute: [
          { minute: 0, positive: 1, neutral: 0, negative: 0 },
          { minute: 1, positive: 0, neutral: 0, negative: 1 },
        ],
        topPositive: [{ messageId: 'm1', userId: 'ada', name: 'Ada', minute: 0 }],
        topNegative: [{ messageId: 'm2', text: 'The sound is awful' }],
      });
      expect(Object.keys((body.byMinute as object[])[0] ?? {})).toEqual([
        ...['minute', 'score', 'positive', 'neutral', 'negative'],
      ]);
      const ofStage = await get(`${ANALYTICS}/${WEBINAR}/chat/sentiment?channel=stage`);
      expect(ofStage).toMatchObject({ messages: 0, overall: { score: null }, byMinute: [], topPositive: [] });
    });

    test('the words', async () => {
      const body = await get(`${ANALYTICS}/${WEBINAR}/word-cloud?endDate=${at(10)}&limit=2`);
      expect(body).toEqual({
        totalWords: expect.any(Number),
        words: [
          { text: expect.any(String), count: 1, users: 1, weight: 1 },
          { text: expect.any(String), count: 1, users: 1, weight: 1 },
        ],
      });
      const asked = await get(`${ANALYTICS}/${WEBINAR}/word-cloud?source=qna`);
      expect((asked.words as { text: string }[]).map(({ text }) => text)).toContain('slides');
    });

    test('reactions', async () => {
      expect(await get(`${ANALYTICS}/${WEBINAR}/reactions?limit=1`)).toEqual({
        ...{ total: 4, uniqueUsers: 2 },
        byType: [
          { reaction: 'clap', label: 'Clap', count: 2, percentage: 50 },
          { reaction: 'like', label: 'Like', count: 2, percentage: 50 },
        ],
        byMinute: [
          { minute: 1, total: 2, byType: { like: 2 } },
          { minute: 2, total: 2, byType: { clap: 2 } },
        ],
        topUsers: [{ userId: 'cem', name: null, count: 3 }],
      });
    });

    test('top moments', async () => {
      const { moments } = (await get(`${ANALYTICS}/${WEBINAR}/top-moments?limit=2`)) as { moments: object[] };
      expect(moments).toHaveLength(2);
      expect(moments[0]).toMatchObject({
        ...{ rank: 1, startMinute: 20, endMinute: 20, startTime: at(20), reasons: ['chat'], concurrent: 12 },
        signals: { chat: 207, reactions: 0, polls: 0, questions: 0, joins: 0 },
      });
      expect(Object.keys(moments[0] ?? {})).toEqual([
        ...[
          'rank',
          'startMinute',
          'endMinute',
          'startTime',
          'score',
          'reasons',
          'signals',
          'concurrent',
          'highlights',
        ],
      ]);
    });

    test('top moments of a component alone', async () => {
      const path = `${ANALYTICS}/${FAIR}/top-moments?eventType=virtualStage&window=120`;
      expect((await get(path)).moments).toMatchObject([
        {
          rank: 1,
          startMinute: 0,
          endMinute: 1,
          concurrent: 2,
          highlights: [{ id: 'f2', userId: 'ben', name: 'Ben' }],
        },
      ]);
    });
  });
}
