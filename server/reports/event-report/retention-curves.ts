import { type Retention, retentionOf } from '../../figures/retention.ts';
import { niceRetentionStep, retentionSpan } from '../../figures/retention-span.ts';
import type { Dated, EventReportParts } from './event-report.ts';
import { type ReportScope, wholeQuestion } from './report-scope.ts';

/** How long attendees stayed, when they came and left. */
export interface RetentionCurves extends Retention {
  /** ms. */
  readonly stepMs: number;
  /** The minute of the first goLive, ms; null where none is known. */
  readonly zero: number | null;
}

/** Null when slices have gone. */
export async function retentionCurves(
  parts: EventReportParts,
  scope: ReportScope,
): Promise<Dated<RetentionCurves> | null> {
  if (!scope.isWhole) return null;
  const { history } = parts;
  const dataThrough = parts.dataThrough();
  const { question, zero, origin } = await retentionSpan(history, wholeQuestion(scope, dataThrough));
  const stepMs = niceRetentionStep(question);
  return { dataThrough, stepMs, zero, ...(await retentionOf(history, question, { stepMs, origin })) };
}
