import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Question, questionsPage } from '../../figures/talk/questions.ts';
import { iso } from '../../protocol/iso-time.ts';
import { Count, IsoTime, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { IdParam, Page, SpanQuery } from '../parameters.ts';
import { listName } from '../span-question.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { figureList, reachTalk, type SessionIds, sessionIds, spanOf } from './talk-scope.ts';

const Said = {
  id: z.string(),
  at: IsoTime,
  attendee: z.string(),
  name: z.string().nullable(),
  text: z.string(),
};

const QuestionSchema = z
  .object({
    ...Said,
    session: z.string(),
    upvotes: Count,
    upvoters: Count,
    answered: z.boolean(),
    answers: z.array(z.object(Said)),
  })
  .openapi('Question');

const Query = Page.extend(SpanQuery.shape).extend({ sort: z.enum(['time', 'upvotes']).default('time') });

function questionObject({ key: _, attendeeKey: __, ...question }: Question, sessionId: SessionIds) {
  return {
    ...question,
    at: iso(question.at),
    session: sessionId(question.session),
    answered: question.answers.length > 0,
    answers: question.answers.map((answer) => ({ ...answer, at: iso(answer.at) })),
  };
}

export function serveQuestions(
  app: OpenAPIHono<ApiEnv>,
  { live, history, cursors, dataThrough }: ApiParts,
): void {
  for (const resource of ['sessions', 'events'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/questions`,
      summary: 'Questions with their upvotes and answers',
      description:
        'In order of time, or most upvotes first. Upvotes and answers are all that there are by now, whatever the span; of the answers to a question the first hundred.',
      request: { params: IdParam, query: Query },
      responses: { 200: figureList(QuestionSchema, 'Questions'), ...REFUSALS },
    });
    app.use(route.getRoutingPath(), wholeList(app, columnsOf(QuestionSchema)));
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { limit, cursor, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const list = listName('questions', found, filter);
      const [upvotes = 0, at = 0, key = 0] = cursors.read(list, cursor);
      const after = cursor === undefined ? undefined : { upvotes, at, key };
      const rows = await questionsPage(history, { ...span, order: filter.sort, after, limit: limit + 1 });
      const { page, nextCursor } = cursors.page(rows, {
        list,
        limit,
        placeOf: (last) => [last.upvotes, last.at, last.key],
      });
      const sessionId = sessionIds(found);
      const items = page.map((question) => questionObject(question, sessionId));
      return answerList(c, { ...frame, items, nextCursor });
    });
  }
}
