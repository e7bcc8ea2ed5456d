import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { WordSource } from '../../figures/talk/spoken.ts';
import { STOP_WORD_LANGUAGES } from '../../figures/talk/stop-words.ts';
import { WORDS_BASIS, wordCloudOf } from '../../figures/talk/word-cloud.ts';
import { Count, jsonAnswer, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { IdParam, SpanQuery } from '../parameters.ts';
import { FRAME } from '../span-question.ts';
import { reachTalk, spanOf, whole } from './talk-scope.ts';

const Package = z.object({ name: z.string(), version: z.string() });

const WordsSchema = z
  .object({
    ...FRAME,
    computedFrom: z.object({
      stopWords: Package,
      languageDetection: Package.extend({ data: z.string() }),
      profanity: Package,
      leftOut: z.array(z.string()),
    }),
    texts: Count,
    totalWords: Count,
    languages: z.record(z.string(), Count),
    words: z.array(
      z.object({ text: z.string(), count: Count, users: Count, weight: z.number().min(0).max(1) }),
    ),
  })
  .openapi('Words');

const SOURCES = ['chat', 'questions', 'polls'] as const satisfies WordSource[];

const Sources = z
  .string()
  .transform((text) => text.split(','))
  .refine((sources) => sources.every((source) => (SOURCES as readonly string[]).includes(source)), {
    message: 'must be some of chat, questions, polls, separated by commas',
  })
  .transform((sources) => SOURCES.filter((source) => sources.includes(source)))
  .optional()
  .openapi({ type: 'string', example: 'chat,questions' });

const Language = z
  .string()
  .refine(
    (code) => STOP_WORD_LANGUAGES.includes(code),
    'must be a language (ISO 639-1) with known stop words',
  )
  .optional()
  .openapi({ type: 'string', example: 'de' });

const DESCRIPTION = [
  'Words of all scripts, with case and accents (of Latin and Greek) made alike and shown as they are most often spelt.',
  'Stop words go by the language of each text, or by `language`. The names of all who were in the sessions or wrote are left',
  'out, profanity has asterisks. Of polls the last text answer of each attendee counts.',
].join(' ');

export function serveWords(app: OpenAPIHono<ApiEnv>, { live, history, dataThrough }: ApiParts): void {
  for (const resource of ['sessions', 'events', 'organizations'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/words`,
      summary: 'The words that were used most, ready to be drawn as a cloud',
      description: DESCRIPTION,
      request: {
        params: IdParam,
        query: SpanQuery.extend({ source: Sources, limit: whole(1, 200, 100), language: Language }),
      },
      responses: { 200: jsonAnswer(WordsSchema, 'Words'), ...REFUSALS },
    });
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { source = ['chat'], limit, language, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const cloud = await wordCloudOf(history, { ...span, sources: source, language, limit });
      const computedFrom = { ...WORDS_BASIS, leftOut: [...WORDS_BASIS.leftOut] };
      return c.json({ ...frame, computedFrom, ...cloud, words: [...cloud.words] }, 200);
    });
  }
}
