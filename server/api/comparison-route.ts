import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Registered, registeredFor } from '../figures/registered.ts';
import type { SpanSummary } from '../figures/span-summary.ts';
import { average } from '../figures/span-totals.ts';
import type { SessionState } from '../live/registry.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { Count, IsoTime, REFUSALS, wholeListAnswer } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { knownSummary } from './known-summary.ts';
import { IdParam, Page } from './parameters.ts';
import { SpanSummarySchema, summaryObject } from './span-objects.ts';
import { FiguresQuery, FRAME, frameOf, listName, questionOf, reachFigures } from './span-question.ts';
import { answerList, wholeList } from './whole-lists.ts';

const RowSchema = z
  .object({
    session: z.string(),
    title: z.string(),
    kind: z.string(),
    startsAt: IsoTime.nullable(),
    endsAt: IsoTime.nullable(),
    videoDurationSeconds: z.number().nullable(),
    registered: Count.openapi({ description: 'Registered or bookmarked, since the session exists' }),
    registeredAttendedPercent: z.number().nullable().openapi({ description: 'Those of them who were there' }),
    watchedPercentTotal: z
      .object({ live: z.number().nullable(), onDemand: z.number().nullable() })
      .openapi({ description: 'Watch time of all attendees together by length of the video, in percent' }),
    figures: SpanSummarySchema.nullable(),
  })
  .openapi('ComparedSession');

const ComparisonSchema = z
  .object({ ...FRAME, items: z.array(RowSchema), nextCursor: z.string().nullable() })
  .openapi('Comparison');

const route = createRoute({
  method: 'get',
  path: '/v1/events/{id}/comparison',
  summary: 'The sessions of an event side by side, in the order they were made',
  request: { params: IdParam, query: FiguresQuery.extend(Page.shape) },
  responses: { 200: wholeListAnswer(ComparisonSchema, 'Sessions'), ...REFUSALS },
});

const COLUMNS = Object.entries(RowSchema.shape).flatMap(([name, field]) => {
  if (name === 'figures') return columnsOf(SpanSummarySchema).map((path) => ['figures', ...path]);
  return field instanceof z.ZodObject ? columnsOf(field).map((path) => [name, ...path]) : [[name]];
});

function rowObject({ row }: SessionState, registered: Registered, summary: SpanSummary | null) {
  const { title, kind, startsAt, endsAt, videoDurationSeconds } = row.details;
  const percent = (watchSeconds: number | undefined) =>
    watchSeconds === undefined || videoDurationSeconds === null
      ? null
      : average(watchSeconds * 100, videoDurationSeconds);
  return {
    session: row.id,
    title,
    kind,
    startsAt: isoOrNull(startsAt),
    endsAt: isoOrNull(endsAt),
    videoDurationSeconds,
    ...registered,
    watchedPercentTotal: {
      live: percent(summary?.byMode.live.watchSeconds),
      onDemand: percent(summary?.byMode.onDemand.watchSeconds),
    },
    figures: summaryObject(summary),
  };
}

export function serveComparison(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, history, cursors, dataThrough } = parts;
  app.use(route.getRoutingPath(), wholeList(app, COLUMNS));
  app.openapi(route, async (c) => {
    const found = reachFigures(live, c.get('claims'), { kind: 'event', id: c.req.valid('param').id });
    const { limit, cursor, kind, ...asked } = c.req.valid('query');
    const list = listName('comparison', found, { kind, ...asked });
    const [after = 0] = cursors.read(list, cursor);
    const through = dataThrough();
    const sessions = found.sessions
      .filter(({ row }) => row.key > after && (kind === undefined || kind.includes(row.details.kind)))
      .sort((a, b) => a.row.key - b.row.key);
    const { page, nextCursor } = cursors.page(sessions, { list, limit, placeOf: ({ row }) => [row.key] });
    const items: ReturnType<typeof rowObject>[] = [];
    for (const session of page) {
      const alone = { ...found, key: session.row.key, sessions: [session] };
      const registered = await registeredFor(history, session.row.key);
      const summary = await knownSummary(parts, questionOf(alone, asked, through));
      items.push(rowObject(session, registered, summary));
    }
    return answerList(c, { ...frameOf(found, asked, through), items, nextCursor });
  });
}
