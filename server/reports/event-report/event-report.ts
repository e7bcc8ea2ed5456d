import type { RegistrationCounts, Span } from '../../../storage/types.ts';
import type { SeriesParts } from '../../figures/series-point.ts';
import { type Summary, summarize } from '../../figures/summary.ts';
import type { Event } from '../../live/catalogue.ts';
import { timeZoneOf } from '../../live/inheritance.ts';
import type { EventState } from '../../live/registry.ts';
import { type ConcurrencyCurve, concurrencyOf } from './concurrency.ts';
import { isOver } from './is-over.ts';
import { type ReportScope, reportScope } from './report-scope.ts';
import { type RetentionCurves, retentionCurves } from './retention-curves.ts';
import { type SessionsSideBySide, sideBySide } from './side-by-side.ts';
import {
  messagesOf,
  pollsIn,
  questionsOf,
  type ReportMessages,
  type ReportMoments,
  type ReportPolls,
  type ReportQuestions,
  reportMoments,
} from './talked.ts';

export interface EventReportParts extends SeriesParts {
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
}

/** Figures, and the log time up to which they hold, ms. */
export type Dated<Figures> = Figures & { readonly dataThrough: number };

/**
 * What an event was like. Figures since it exists, which outlive the retention, are always there; null is what is made of
 * slices, engagements or minutes of which some have gone. Times in ms.
 */
export interface EventReport {
  readonly event: Event;
  /** Id. */
  readonly organization: string;
  /** That of the event, or of the organization. */
  readonly timeZone: string;
  /** It is over. */
  readonly isFinal: boolean;
  readonly dataThrough: number;
  /** When somebody was there, `[from, to)`; null while nobody was. */
  readonly span: Span | null;
  /** In order of key. */
  readonly sessions: Dated<SessionsSideBySide>;
  readonly summary: Dated<Summary & RegistrationCounts>;
  readonly concurrency: Dated<ConcurrencyCurve> | null;
  readonly retention: Dated<RetentionCurves> | null;
  readonly moments: Dated<ReportMoments> | null;
  readonly messages: Dated<ReportMessages> | null;
  readonly questions: Dated<ReportQuestions> | null;
  readonly polls: Dated<ReportPolls> | null;
}

/**
 * Made of what is in the file now, so that erasure, imports and late leaves are in it. One after the other, so that memory
 * holds the material of one part at a time.
 */
export async function eventReport(parts: EventReportParts, event: EventState): Promise<EventReport> {
  const { row, organization } = event;
  const through = parts.dataThrough();
  const scope = await reportScope(parts, event);
  return {
    event: row,
    organization: organization.row.id,
    timeZone: row.details.timeZone ?? timeZoneOf(organization),
    isFinal: isOver(row, through),
    dataThrough: through,
    span: scope.span,
    summary: await summaryOf(parts, event),
    concurrency: await concurrencyOf(parts, scope),
    retention: await retentionCurves(parts, scope),
    sessions: await sideBySide(parts, scope),
    ...(await talkedOf(parts, scope)),
  };
}

async function talkedOf(parts: EventReportParts, scope: ReportScope) {
  return {
    moments: await reportMoments(parts, scope),
    messages: await messagesOf(parts, scope),
    questions: await questionsOf(parts, scope),
    polls: await pollsIn(parts, scope),
  };
}

async function summaryOf(parts: EventReportParts, event: EventState) {
  const { history, live } = parts;
  const dataThrough = parts.dataThrough();
  const summary = await summarize({ history, live, dataThrough }, event);
  const people = await history.registrationCounts(event.row.key);
  return { dataThrough, ...summary, ...people };
}
