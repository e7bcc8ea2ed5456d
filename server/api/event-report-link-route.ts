import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ScopeKey } from '../live/catalogue.ts';
import type { EventState } from '../live/registry.ts';
import { type EventReport, eventReport } from '../reports/event-report/event-report.ts';
import { isGoodPage } from '../reports/event-report/report-link.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { answerPage, eventReportParts } from './event-report-route.ts';
import { ApiError } from './problem.ts';

const TIME = /^\d{1,16}$/;

/** The page of an event's report by a signed link, before a token is asked for: mail carries such links. */
export function serveEventReportLinks(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, reportLinks: links } = parts;
  const reportParts = eventReportParts(parts);
  /** By event: a link that many open at once has one report made. */
  const making = new Map<ScopeKey, Promise<EventReport>>();
  const reportOf = (event: EventState): Promise<EventReport> => {
    const { key } = event.row;
    const made = making.get(key) ?? eventReport(reportParts, event).finally(() => making.delete(key));
    making.set(key, made);
    return made;
  };
  app.use('/v1/events/:id/report', async function bySignature(c, next) {
    const { signature, expires = '', organization = '' } = c.req.query();
    if (signature === undefined || c.req.method !== 'GET') return next();
    const page = {
      organization,
      event: c.req.param('id'),
      expires: TIME.test(expires) ? Number(expires) : 0,
    };
    if (!isGoodPage(page, signature, { links, now: pipeline.now() }))
      throw new ApiError('not_allowed', 'the link is not one of ours, or has expired');
    const own = live.registry.organization(organization);
    const event = own && live.registry.event(own, page.event);
    if (event === undefined || event.organization !== own) throw new ApiError('not_found');
    return answerPage(c, await reportOf(event));
  });
}
