import { z } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import { actorOf } from '../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { ApiError, badParameter } from '../../api/problem.ts';
import { exportReportFile, type ReachedReport } from '../../api/report-files.ts';
import { progressOf } from '../../api/report-objects.ts';
import { checkRange, emailOf, ReportRange } from '../../api/report-routes.ts';
import { iso } from '../../protocol/iso-time.ts';
import { sheetFile, WORKBOOK } from '../../reports/report-file.ts';
import type { ReportState } from '../../reports/report-state.ts';
import { signedPath } from '../../reports/tell-ready.ts';
import { reachApp, reachReportOfApp } from './reach.ts';

const APP = '/apps/:shortCode';
const REPORT = `${APP}/reports/:id`;
const SHEET = /^[1-7]$/;

const Body = z.strictObject(ReportRange);
type Asked = z.infer<typeof Body>;

/** @throws ApiError `invalid_request` that names what is wrong */
async function bodyOf(c: Context<ApiEnv>): Promise<Asked> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ApiError('invalid_request', 'the body is not valid JSON');
  }
  const parsed = Body.safeParse(body);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues.flatMap(fieldErrors);
  throw badParameter(first?.path ?? '', first?.message ?? 'is wrong');
}

/** Where people reach this server: as it was set, else as this request did. */
const baseOf = (c: Context<ApiEnv>, { publicUrl }: ApiParts) => publicUrl ?? new URL(c.req.url).origin;

function statusUrl(c: Context<ApiEnv>, parts: ApiParts, { report, event }: ReachedReport): string {
  const code = encodeURIComponent(event.row.details.shortCode ?? '');
  return `${baseOf(c, parts)}/compat/crowdcomms/apps/${code}/reports/${report.id}`;
}

/** What is answered of a report; the link works without a token. */
function statusObject(c: Context<ApiEnv>, parts: ApiParts, { report }: ReachedReport, state: ReportState) {
  const isReady = state.status === 'ready';
  return {
    ...{ reportId: report.id, status: state.status, progress: progressOf(state) },
    reason: state.status === 'failed' ? state.reason : null,
    downloadUrl: isReady ? baseOf(c, parts) + signedPath(report, parts.reportLinks) : null,
    expiresAt: iso(report.expiresAt),
  };
}

/** The event app of a short code, then reports of it: the flow of the vendor’s analytics site, whose API is not public. */
export function serveAppReports(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { reports } = parts;

  const placeOf = (c: Context<ApiEnv>) => ({
    shortCode: c.req.param('shortCode') ?? '',
    id: c.req.param('id') ?? '',
  });
  const reach = (c: Context<ApiEnv>) => reachReportOfApp(parts, c.get('claims'), placeOf(c));

  app.get(APP, (c) => {
    const { row } = reachApp(parts, c.get('claims'), placeOf(c).shortCode);
    return c.json({ shortCode: row.details.shortCode, name: row.details.title });
  });

  app.post(`${APP}/reports/smart-sessions`, async (c) => {
    const claims = c.get('claims');
    const event = reachApp(parts, claims, placeOf(c).shortCode);
    const { from, to, email = emailOf(claims) } = await bodyOf(c);
    checkRange({ from, to });
    const report = await reports.order({ actor: actorOf(claims), event, from, to, email });
    if (typeof report === 'string') throw new ApiError(report);
    const { status } = reports.glance(report);
    return c.json({ reportId: report.id, status, statusUrl: statusUrl(c, parts, { report, event }) }, 202);
  });

  app.get(REPORT, async (c) => {
    const reached = await reach(c);
    return c.json(statusObject(c, parts, reached, await reports.ask(reached.report)));
  });

  app.get(`${REPORT}/file`, async (c) => {
    const reached = await reach(c);
    const { sheet } = c.req.query();
    if (sheet !== undefined && !SHEET.test(sheet)) throw badParameter('sheet', 'must be from 1 to 7');
    const file = sheet === undefined ? WORKBOOK : sheetFile(Number(sheet));
    return exportReportFile(c, parts, reached, file);
  });
}
