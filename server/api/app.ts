import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { serveCompat } from '../compat/compat.ts';
import { isTooLarge } from '../gateway/fetch-bridge.ts';
import { STYLES_HASH } from '../reports/event-report/page/styles.ts';
import { serveAlerts } from './alerts/alerts.ts';
import { serveAttendance } from './attendance-routes.ts';
import { serveAttendeeHistory } from './attendee-history-routes.ts';
import { serveAttendees } from './attendee-routes.ts';
import { serveAttendeeSummary } from './attendee-summary-routes.ts';
import { serveAudit } from './audit-route.ts';
import { authenticate } from './auth.ts';
import { serveBackup } from './backup-route.ts';
import { serveBootstrap } from './bootstrap-route.ts';
import { serveCheck } from './check-route.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { serveCounters } from './counters-route.ts';
import { serveErasure } from './erasure-routes.ts';
import { serveEventReportLinks } from './event-report-link-route.ts';
import { serveEventReport } from './event-report-route.ts';
import { serveEvents } from './event-routes.ts';
import { serveExpelling } from './expelling-routes.ts';
import { failureOf } from './failure.ts';
import { fieldErrors } from './field-errors.ts';
import { serveGroupSeries } from './group-series-routes.ts';
import { serveHistory } from './history-routes.ts';
import { IMPORT_PATH, IMPORT_TYPE, serveImport } from './import-route.ts';
import { serveKeys } from './key-routes.ts';
import { beAbleToNote, forbidCaching } from './middlewares.ts';
import { serveNode } from './node-route.ts';
import { serveOperations } from './operations.ts';
import { serveOrganizations } from './organization-routes.ts';
import { servePage } from './page.ts';
import { ApiError, problemResponse } from './problem.ts';
import { serveRegistrations } from './registration-routes.ts';
import { serveReportLinks } from './report-links-route.ts';
import { serveReports } from './report-routes.ts';
import { serveRetention } from './retention-route.ts';
import { serveRules } from './rules-route.ts';
import { serveSeries } from './series-route.ts';
import { serveSessions } from './session-routes.ts';
import { serveSpans } from './span-routes.ts';
import { serveSummaries } from './summary-routes.ts';
import { serveTalk } from './talk/talk-routes.ts';
import { serveTokens } from './token-route.ts';
import { refuseWhile } from './unavailable.ts';
import { serveWebhooks } from './webhooks/webhooks.ts';

const API_VERSION = '1.0.0';
const WITH_BODY: ReadonlySet<string> = new Set(['PUT', 'POST', 'PATCH']);

/** Everything that is served over HTTP but the sockets. */
export function createApi(parts: ApiParts): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    strict: true,
    defaultHook: (result) => {
      if (result.success) return;
      const errors = result.error.issues.flatMap(fieldErrors);
      const [first] = errors;
      throw new ApiError('invalid_request', `${first?.path ?? ''}: ${first?.message ?? 'is wrong'}`, errors);
    },
  });

  app.use(async function countRequests(c, next) {
    await next();
    parts.metrics.httpRequests.inc({ method: c.req.method, status: String(c.res.status) });
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        // A report that the page shows from memory is under the page's policy.
        styleSrc: ["'self'", STYLES_HASH],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        // The SDK's timer, which browsers do not slow down in a hidden page.
        workerSrc: ["'self'", 'blob:'],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
      strictTransportSecurity: false,
      // Pages with a policy of their own have said so.
      overwrite: false,
    }),
  );
  app.use('/v1/*', forbidCaching);
  if (parts.unavailable !== undefined) app.use('/v1/*', refuseWhile(parts.unavailable));
  serveBootstrap(app, parts);
  serveRules(app, parts);
  serveReportLinks(app, parts);
  serveEventReportLinks(app, parts);
  app.use('/v1/*', authenticate(parts.credentials, parts.live));
  app.use('/v1/*', beAbleToNote(parts));
  app.use('/v1/*', async function requireBody(c, next) {
    const hasBody = WITH_BODY.has(c.req.method);
    const isImport = c.req.path === IMPORT_PATH;
    if (hasBody) checkBodyType(c, isImport ? IMPORT_TYPE : 'application/json');
    // Read here, where a failure still says what it is: the validator takes every one for bad JSON.
    if (hasBody && !isImport) await c.req.text();
    await next();
  });

  serveOperations(app, parts);
  serveCounters(app, parts);
  serveCheck(app, parts);
  serveSeries(app, parts);
  serveGroupSeries(app, parts);
  serveOrganizations(app, parts);
  serveEvents(app, parts);
  serveSessions(app, parts);
  serveAttendees(app, parts);
  serveAttendeeSummary(app, parts);
  serveAttendeeHistory(app, parts);
  serveRegistrations(app, parts);
  serveHistory(app, parts);
  serveSummaries(app, parts);
  serveAttendance(app, parts);
  serveErasure(app, parts);
  serveRetention(app, parts);
  serveSpans(app, parts);
  serveTalk(app, parts);
  serveEventReport(app, parts);
  serveTokens(app, parts);
  serveImport(app, parts);
  serveKeys(app, parts);
  serveWebhooks(app, parts);
  serveAlerts(app, parts);
  serveExpelling(app, parts);
  serveReports(app, parts);
  serveAudit(app, parts);
  serveBackup(app, parts);
  serveNode(app, parts);
  serveCompat(app, parts);
  servePage(app, parts);
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Headcount', version: API_VERSION },
    security: [{ bearer: [] }],
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });

  app.notFound((c) => {
    const methods = methodsOf(app, c.req.path);
    if (methods.length === 0) return problemResponse(c, new ApiError('not_found'));
    c.header('Allow', methods.join(', '));
    return problemResponse(c, new ApiError('method_not_allowed'));
  });
  app.onError((error, c) => {
    const isBadJson = error instanceof HTTPException && error.status === 400 && !isTooLarge(error);
    const failure = isBadJson
      ? new ApiError('invalid_request', 'the body is not valid JSON')
      : failureOf(c, error, parts.onError);
    return problemResponse(c, failure);
  });
  return app;
}

/** @throws ApiError for a body of another type, or one that would have to be unpacked. */
function checkBodyType(c: Context<ApiEnv>, expected: string): void {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') throw new ApiError('unsupported_encoding');
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== expected) throw new ApiError('unsupported_media_type', `the body must be ${expected}`);
}

/** The methods that are served at a path. */
function methodsOf(app: OpenAPIHono<ApiEnv>, path: string): string[] {
  const served = app.routes.filter(({ method, path: pattern }) => method !== 'ALL' && !pattern.includes('*'));
  const here = served.filter(({ path: pattern }) => {
    const expression = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+');
    return new RegExp(`^${expression}$`).test(path);
  });
  return [...new Set(here.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}
