import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { StoredReport } from '../../storage/types.ts';
import type { Claims } from '../gateway/claims.ts';
import { idAsNumber, idOfNumber } from '../new-id.ts';
import { Id } from '../protocol/ids.ts';
import { refuseRange } from '../reports/day-range.ts';
import { SHEET_NAMES, sheetFile, WORKBOOK } from '../reports/report-file.ts';
import {
  CONFLICTS,
  DELETED,
  jsonAnswer,
  jsonBody,
  listAnswer,
  MAKE_REFUSALS,
  REFUSALS,
  UNAVAILABLE,
} from './answers.ts';
import { actorOf, reachEvent, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { IdParam, Page } from './parameters.ts';
import { ApiError, badParameter } from './problem.ts';
import { eventOfReport, exportReportFile, type ReachedReport } from './report-files.ts';
import { ReportSchema, reportObject } from './report-objects.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

/** A day that there is, of the years that times may lie in. */
const Day = z.iso
  .date()
  .refine((day) => day >= '2000-01-01' && day < '2200-01-01', 'must lie between the years 2000 and 2200');

export const ReportRange = {
  from: Day.openapi({ description: 'First day, in the time zone of the event' }),
  to: Day.openapi({ description: 'Last day, included; at most 366 days' }),
  email: z.email().max(254).optional().openapi({
    description: 'Who is sent a link when it is ready, where the server can send mail; by default the caller',
  }),
};

const Body = z.strictObject({ event: Id, ...ReportRange });

const FileQuery = z.strictObject({
  sheet: z
    .string()
    .regex(/^[1-7]$/, `must be from 1 to ${SHEET_NAMES.length}`)
    .optional()
    .openapi({ description: 'One sheet as CSV instead of the workbook' }),
  expires: z.string().optional().openapi({ description: 'Of a signed link' }),
  signature: z.string().optional().openapi({ description: 'Of a signed link, which needs no token' }),
});

const postRoute = createRoute({
  method: 'post',
  path: '/v1/reports',
  summary: 'Have the Smart Sessions report of an event made',
  description:
    'A workbook of seven sheets about the networking sessions of an event, and each sheet as CSV. A node makes two at a time; 50 ' +
    'of an organization may wait.',
  request: { body: jsonBody(Body) },
  responses: {
    202: jsonAnswer(ReportSchema, 'It waits to be made'),
    ...MAKE_REFUSALS,
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/reports',
  summary: 'Reports that have not expired, in the order in which they were asked for',
  request: { query: Page },
  responses: {
    200: listAnswer(
      ReportSchema,
      'A report that is ready on another node is ready here, too, but its files may have to be made',
    ),
    ...REFUSALS,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/reports/{id}',
  summary: 'A report; where its files are not there they begin to be made',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(ReportSchema, 'Report'), ...REFUSALS },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/reports/{id}',
  summary: 'Delete a report with its files; one that waits or runs is given up',
  request: { params: IdParam },
  responses: { ...DELETED, ...REFUSALS, ...UNAVAILABLE },
});

const fileRoute = createRoute({
  method: 'get',
  path: '/v1/reports/{id}/file',
  summary: 'The workbook of a report, or one sheet as CSV',
  request: { params: IdParam, query: FileQuery },
  responses: {
    200: {
      description: 'The file',
      content: {
        [WORKBOOK.mediaType]: { schema: z.string().openapi({ format: 'binary' }) },
        'text/csv': { schema: z.string() },
      },
    },
    ...REFUSALS,
    ...CONFLICTS,
  },
});

/** @throws ApiError `invalid_request` for a range turned round or too long */
export function checkRange(range: { readonly from: string; readonly to: string }): void {
  const refused = refuseRange(range);
  if (refused !== null) throw badParameter(refused.path, refused.message);
}

/** @throws ApiError `not_found` for a report that is not there for the token */
export async function reachReport(parts: ApiParts, claims: Claims, id: string): Promise<ReachedReport> {
  const report = await parts.reports.find(id);
  const event = report && eventOfReport(parts, report);
  if (report === undefined || event === undefined || !parts.live.registry.reaches(claims, event))
    throw new ApiError('not_found');
  return { report, event };
}

/** Where a caller who names nobody is told; a token may say anything. */
export function emailOf({ email }: Claims): string | null {
  return ReportRange.email.safeParse(email).data ?? null;
}

export function serveReports(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, history, reports, cursors } = parts;

  app.openapi(postRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { event: id, from, to, email = emailOf(claims) } = c.req.valid('json');
    checkRange({ from, to });
    const event = reachEvent(live, claims, id);
    const report = await reports.order({ actor: actorOf(claims), event, from, to, email });
    if (typeof report === 'string') throw new ApiError(report);
    c.header('Location', `/v1/reports/${report.id}`);
    return c.json(reportObject(parts, { report, event, state: reports.glance(report) }), 202);
  });

  app.use(listRoute.getRoutingPath(), wholeList(app, columnsOf(ReportSchema)));
  app.openapi(listRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { limit, cursor } = c.req.valid('query');
    const list = `reports ${claims.org} ${claims.event ?? ''}`;
    const [createdAt, number] = cursors.read(list, cursor);
    const own = live.registry.organization(claims.org);
    const event = own && claims.event !== undefined ? live.registry.event(own, claims.event) : undefined;
    if (own === undefined || (claims.event !== undefined && event === undefined))
      return answerList(c, { items: [], nextCursor: null });
    const rows = await history.reports({
      organizations: [...live.registry.organizationsUnder(own)].map(({ row }) => row.key),
      ...{ event: event?.row.key, now: pipeline.now(), limit: limit + 1 },
      after:
        createdAt === undefined || number === undefined ? undefined : { createdAt, id: idOfNumber(number) },
    });
    const placeOf = (last: StoredReport) => [last.createdAt, idAsNumber(last.id)];
    const { page, nextCursor } = cursors.page(rows, { list, limit, placeOf });
    const items = page.flatMap((report) => {
      const of = eventOfReport(parts, report);
      return of === undefined
        ? []
        : [reportObject(parts, { report, event: of, state: reports.glance(report) })];
    });
    return answerList(c, { items, nextCursor });
  });

  app.openapi(getRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const reached = await reachReport(parts, claims, c.req.valid('param').id);
    return c.json(reportObject(parts, { ...reached, state: await reports.ask(reached.report) }), 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { report } = await reachReport(parts, claims, c.req.valid('param').id);
    await write(pipeline, { kind: 'deleteReport', actor: actorOf(claims), id: report.id });
    return c.body(null, 204);
  });

  app.openapi(fileRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { sheet } = c.req.valid('query');
    const reached = await reachReport(parts, claims, c.req.valid('param').id);
    const file = sheet === undefined ? WORKBOOK : sheetFile(Number(sheet));
    return (await exportReportFile(c, parts, reached, file)) as never;
  });
}
