import type { OpenAPIHono } from '@hono/zod-openapi';
import { sheetFile, WORKBOOK } from '../reports/report-file.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { noteAct } from './note-act.ts';
import { ApiError } from './problem.ts';
import { eventOfReport, sendReportFile } from './report-files.ts';

const NUMBER = /^\d{1,16}$/;

/** Files of reports by signed links, before a token is asked for; whoever has the link may load the file. */
export function serveReportLinks(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.use('/v1/reports/:id/file', async function bySignature(c, next) {
    const { signature, expires = '', sheet } = c.req.query();
    if (signature === undefined || c.req.method !== 'GET') return next();
    const { reports, reportLinks, pipeline } = parts;
    const id = c.req.param('id');
    const link = { id, file: sheet ?? WORKBOOK.link, expires: NUMBER.test(expires) ? Number(expires) : 0 };
    if (!reportLinks.isGood(link, signature, pipeline.now()))
      throw new ApiError('not_allowed', 'the link is not one of ours, or has expired');
    const report = await reports.find(id);
    const event = report && eventOfReport(parts, report);
    if (report === undefined || event === undefined) throw new ApiError('not_found');
    const file = sheet === undefined ? WORKBOOK : sheetFile(Number(sheet));
    const answer = await sendReportFile(c, parts, { report, event }, file);
    const actor = { org: event.organization.row.id, attendee: report.createdBy, role: 'operator' } as const;
    const details = { file: link.file, link: true };
    noteAct(parts, { ...UNNAMED, ...actor }, { action: 'export', target: `report:${id}`, details });
    return answer;
  });
}

/** Nothing is known of who has a link but who had the report made. */
const UNNAMED = {
  ...{ event: undefined, issuedAt: undefined, name: undefined, email: undefined, country: undefined },
  expiresAt: Number.POSITIVE_INFINITY,
};
