import { z } from '@hono/zod-openapi';
import type { Change, SummaryChanges } from '../figures/change.ts';
import type { Peak } from '../figures/span-peak.ts';
import type { SpanSummary } from '../figures/span-summary.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { Count, IsoTime } from './answers.ts';

const Average = z.number().nullable();

const ModeTotalsSchema = z
  .object({
    attendees: Count,
    views: Count,
    watchSeconds: z.number(),
    averageWatchSeconds: Average.openapi({ description: 'Over those who watched at all' }),
    engagedMinutes: Count,
    averageEngagedMinutes: Average,
    watchedPercent: Average.openapi({
      description:
        'Watch time by length of the video, mean over those who watched; null where no length is known',
    }),
  })
  .openapi('ModeTotals');

/** The fields of `SpanTotals`. */
export const TOTALS = {
  attendees: Count,
  sessions: Count.openapi({ description: 'In which somebody was counted' }),
  events: Count,
  views: Count,
  watchSeconds: z.number(),
  averageWatchSeconds: Average,
  engagedMinutes: Count,
  averageEngagedMinutes: Average,
  byMode: z.object({ live: ModeTotalsSchema, onDemand: ModeTotalsSchema }),
} as const;

export const TotalsSchema = z.object(TOTALS).openapi('SpanTotals');

export const PeakSchema = z.object({ value: Count, at: IsoTime.nullable() });

export const SpanSummarySchema = z
  .object({
    ...TOTALS,
    peak: PeakSchema,
    engagement: z
      .record(z.string(), Count)
      .nullable()
      .openapi({ description: 'By action; null for one mode: engagement has none' }),
    engagedAttendees: Count.nullable(),
    engagedPercent: Average.openapi({ description: 'Attendees who engaged, in percent of all' }),
  })
  .openapi('SpanSummary');

const ChangeSchema = z
  .object({
    difference: z.number().nullable(),
    percent: z.number().nullable().openapi({ description: 'Null where the figure before is 0 or not known' }),
  })
  .openapi('Change');

const OF_MODE = {
  attendees: ChangeSchema,
  views: ChangeSchema,
  watchSeconds: ChangeSchema,
  averageWatchSeconds: ChangeSchema,
  engagedMinutes: ChangeSchema,
  averageEngagedMinutes: ChangeSchema,
} as const;

const ModeChangesSchema = z.object({ ...OF_MODE, watchedPercent: ChangeSchema }).openapi('ModeChanges');

export const ChangesSchema = z
  .object({
    ...OF_MODE,
    sessions: ChangeSchema,
    events: ChangeSchema,
    peak: ChangeSchema,
    engagement: ChangeSchema,
    engagedAttendees: ChangeSchema,
    engagedPercent: ChangeSchema,
    byMode: z.object({ live: ModeChangesSchema, onDemand: ModeChangesSchema }),
  } satisfies Record<keyof SummaryChanges, z.ZodType<Change> | z.ZodObject>)
  .openapi('SummaryChanges');

export function peakObject({ value, at }: Peak) {
  return { value, at: isoOrNull(at) };
}

export function summaryObject(summary: SpanSummary | null) {
  return summary === null ? null : { ...summary, peak: peakObject(summary.peak) };
}
