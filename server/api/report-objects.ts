import { z } from '@hono/zod-openapi';
import type { StoredReport } from '../../storage/types.ts';
import type { EventState } from '../live/registry.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { SHEET_NAMES } from '../reports/report-file.ts';
import type { ReportState } from '../reports/report-state.ts';
import { signedPath } from '../reports/tell-ready.ts';
import { IsoTime } from './answers.ts';
import type { ApiParts } from './context.ts';

const DaySchema = z.string().openapi({ format: 'date' });

export const ReportSchema = z
  .object({
    id: z.string(),
    event: z.string(),
    shortCode: z.string().nullable(),
    from: DaySchema,
    to: DaySchema,
    status: z.enum(['queued', 'running', 'ready', 'failed']).openapi({
      description: 'On this node: each makes the files itself when it is asked for the report',
    }),
    progress: z.number().openapi({ description: 'From 0 to 1' }),
    reason: z.string().nullable().openapi({ description: 'Why it failed' }),
    createdAt: IsoTime,
    createdBy: z.string(),
    finishedAt: IsoTime.nullable().openapi({ description: 'When it was first made, or given up' }),
    expiresAt: IsoTime,
    downloadUrl: z.string().nullable().openapi({
      description: 'Path of the workbook, which works without a token until the report expires',
    }),
    sheets: z
      .array(z.object({ name: z.string(), downloadUrl: z.string() }))
      .openapi({ description: 'Each sheet as CSV; empty until the report is ready' }),
  })
  .openapi('Report');

const PROGRESS = { queued: 0, ready: 1, failed: 0 } as const;

export function progressOf(state: ReportState): number {
  return state.status === 'running' ? Math.round(state.progress * 100) / 100 : PROGRESS[state.status];
}

export function reportObject(
  { reportLinks }: Pick<ApiParts, 'reportLinks'>,
  { report, event, state }: { report: StoredReport; event: EventState; state: ReportState },
): z.infer<typeof ReportSchema> {
  const { id, from, to, createdAt, createdBy, settledAt, expiresAt } = report;
  const isReady = state.status === 'ready';
  const url = (sheet: number | null) => signedPath(report, reportLinks, sheet);
  return {
    ...{ id, event: event.row.id, shortCode: event.row.details.shortCode, from, to },
    ...{ status: state.status, progress: progressOf(state) },
    reason: state.status === 'failed' ? state.reason : null,
    ...{ createdAt: iso(createdAt), createdBy, finishedAt: isoOrNull(settledAt), expiresAt: iso(expiresAt) },
    downloadUrl: isReady ? url(null) : null,
    sheets: isReady ? SHEET_NAMES.map((name, index) => ({ name, downloadUrl: url(index + 1) })) : [],
  };
}
