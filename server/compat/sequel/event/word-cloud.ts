import type { Hono } from 'hono';
import { z } from 'zod';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import type { WordSource } from '../../../figures/talk/spoken.ts';
import { STOP_WORD_LANGUAGES } from '../../../figures/talk/stop-words.ts';
import { type WordCloud, wordCloudOf } from '../../../figures/talk/word-cloud.ts';
import { AnalyticsQuery, readQuery, wholeNumber } from '../parameters.ts';
import { askEvent, talkSpanOf } from './asked-event.ts';
import { EventMemory } from './event-memory.ts';

const SOURCES: ReadonlyMap<string, WordSource> = new Map([
  ['chat', 'chat'],
  ['qna', 'questions'],
  ['polls', 'polls'],
]);

const WordsQuery = AnalyticsQuery.extend({
  source: z
    .string()
    .default('chat')
    .transform((text) => text.split(','))
    .refine((names) => names.every((name) => SOURCES.has(name)), 'must be some of chat, qna, polls')
    .transform((names) => [...new Set(names)].flatMap((name) => SOURCES.get(name) ?? [])),
  language: z
    .string()
    .refine((code) => STOP_WORD_LANGUAGES.includes(code), 'must be a language (ISO 639-1)')
    .optional(),
  limit: wholeNumber(1, 200).default(100),
});

/** S25: the words that were used most. */
export function serveWordCloud(app: Hono<ApiEnv>, parts: ApiParts): void {
  const memory = new EventMemory<WordCloud>(parts, { most: 100, isNamed: true });
  app.get('/api/analytics/events/:eventId/word-cloud', async (c) => {
    const query = readQuery(c, WordsQuery);
    const { source: sources, language, limit } = query;
    const asked = askEvent(parts, c, query);
    const cloud = { ...talkSpanOf(asked), sources, language, limit };
    const { totalWords, words } = await memory.get(asked, query, () => wordCloudOf(parts.history, cloud));
    return c.json({ totalWords, words });
  });
}
