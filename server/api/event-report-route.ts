import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import {
  type EventReport,
  type EventReportParts,
  eventReport,
} from '../reports/event-report/event-report.ts';
import { eventReportPage, PAGE_CSP } from '../reports/event-report/page/event-report-page.ts';
import { jsonAnswer, REFUSALS } from './answers.ts';
import { reachEvent, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { EventReportSchema, eventReportObject } from './event-report-objects.ts';
import { jsonInTurns } from './json-texts.ts';
import { IdParam } from './parameters.ts';

const DESCRIPTION = [
  'Made when it is asked for, of all that is there: also before the end (`final` says so), and for as long as the event is kept.',
  'Every figure is that of the route which has it: `summary`, `series`, `retention`, `moments`, `questions` and `polls` of the event,',
  '`summary` of each session. `Accept: text/html` or `format=html` gives a page to read and print.',
].join(' ');

const route = createRoute({
  method: 'get',
  path: '/v1/events/{id}/report',
  summary: 'What an event was like, all in one',
  description: DESCRIPTION,
  request: {
    params: IdParam,
    query: z.strictObject({ format: z.enum(['json', 'html']).optional() }),
  },
  responses: {
    200: {
      ...jsonAnswer(EventReportSchema, 'Report'),
      content: {
        ...jsonAnswer(EventReportSchema, 'Report').content,
        'text/html': { schema: z.string().openapi({ description: 'One page without scripts' }) },
      },
    },
    ...REFUSALS,
  },
});

const TYPES = { json: 'application/json', html: 'text/html' } as const;

/** A name for the file that holds in every file system and header. */
function fileName(event: string): string {
  return `report-${event.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 64)}.html`;
}

export async function answerPage(c: Context<ApiEnv>, report: EventReport) {
  return c.html(await eventReportPage(report), 200, {
    'content-security-policy': PAGE_CSP,
    'content-disposition': `inline; filename="${fileName(report.event.id)}"`,
  });
}

export function eventReportParts(parts: ApiParts): EventReportParts {
  const { live, history, pipeline, dataThrough, uncommittedMinutes: uncommitted } = parts;
  return { live, history, dataThrough, uncommitted, now: () => pipeline.now() };
}

export function serveEventReport(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live } = parts;
  const reportParts = eventReportParts(parts);
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const event = reachEvent(live, claims, c.req.valid('param').id);
    const { format } = c.req.valid('query');
    const asked = { header: 'Accept', supports: Object.values(TYPES), default: TYPES.json } as const;
    const type = format === undefined ? accepts(c, asked) : TYPES[format];
    const report = await eventReport(reportParts, event);
    c.header('vary', 'Accept');
    if (type === TYPES.html) return answerPage(c, report);
    const answer: z.infer<typeof EventReportSchema> = await eventReportObject(
      report,
      live.registry.sessionsIn(event.row.key),
    );
    return c.body(await jsonInTurns(answer), 200, { 'content-type': TYPES.json }) as never;
  });
}
