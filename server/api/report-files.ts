import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Context } from 'hono';
import type { StoredReport } from '../../storage/types.ts';
import type { EventState } from '../live/registry.ts';
import { downloadName, type ReportFile } from '../reports/report-file.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';

const RETRY_SECONDS = '2';

/** A report with its event. */
export interface ReachedReport {
  readonly report: StoredReport;
  readonly event: EventState;
}

/** The event of a report; undefined when it is gone. */
export function eventOfReport(
  { live }: Pick<ApiParts, 'live'>,
  report: StoredReport,
): EventState | undefined {
  const event = live.registry.byKey(report.event);
  return event !== undefined && 'organization' in event ? event : undefined;
}

/**
 * Answers a file of a report, or begins to make it.
 * @throws ApiError `report_not_ready` or `report_failed`
 */
export async function sendReportFile(
  c: Context<ApiEnv>,
  { reports }: Pick<ApiParts, 'reports'>,
  { report, event }: ReachedReport,
  file: ReportFile,
): Promise<Response> {
  const state = await reports.ask(report);
  if (state.status === 'failed') throw new ApiError('report_failed', state.reason);
  const handle = state.status === 'ready' ? await reports.open(report, file.name) : null;
  if (handle === null) {
    c.header('Retry-After', RETRY_SECONDS);
    throw new ApiError('report_not_ready');
  }
  const code = event.row.details.shortCode ?? event.row.id;
  const headers = {
    'content-type': file.mediaType,
    'content-disposition': `attachment; filename="${downloadName(file, code, report)}"`,
    'cache-control': 'no-store',
  };
  if (c.req.raw.method === 'HEAD') {
    await handle.close();
    return c.body(null, 200, headers);
  }
  const bytes = Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>;
  return c.body(bytes as globalThis.ReadableStream<Uint8Array>, 200, headers);
}

/** The same for who has said who they are, which is noted. */
export async function exportReportFile(
  c: Context<ApiEnv>,
  parts: Pick<ApiParts, 'reports'>,
  reached: ReachedReport,
  file: ReportFile,
): Promise<Response> {
  const answer = await sendReportFile(c, parts, reached, file);
  const target = `report:${reached.report.id}`;
  c.get('noteAct')({ action: 'export', target, details: { file: file.link } });
  return answer;
}
