import type { History } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { askedSlices, attendeeInSpan } from './attendee-in-span.ts';
import { EngagementCursor } from './engagement-cursor.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import { type Peak, peakInSpan } from './span-peak.ts';
import type { SpanQuestion } from './span-question.ts';
import { average, SpanSums, type SpanTotals } from './span-totals.ts';

export interface SpanSummary extends SpanTotals {
  readonly peak: Peak;
  /** By action. Null, as are the two below, when one mode is asked for: engagement has none. */
  readonly engagement: Readonly<Record<string, number>> | null;
  /** Attendees who were counted in the span and engaged in it. */
  readonly engagedAttendees: number | null;
  /** These in percent of the attendees (2 decimals); null without attendees. */
  readonly engagedPercent: number | null;
}

/** The sums over everybody in a span, without peak and engagement. */
export async function totalsOfSpan(history: History, question: SpanQuestion): Promise<SpanTotals> {
  const asked = askedSlices(question);
  const sums = new SpanSums();
  for await (const slices of attendeesOfSpan(history, question)) {
    const figures = attendeeInSpan(slices, asked);
    if (figures !== undefined) sums.add(figures);
  }
  return sums.totals();
}

/** The figures of a span. `scope`: see `peakInSpan`. */
export async function summarizeSpan(
  history: History,
  question: SpanQuestion,
  scope: ScopeKey | null,
): Promise<SpanSummary> {
  const { sessions, mode, from, to } = question;
  const asked = askedSlices(question);
  const sums = new SpanSums();
  const engaged = new EngagementCursor(history, question);
  let engagedAttendees = 0;
  for await (const slices of attendeesOfSpan(history, question)) {
    const figures = attendeeInSpan(slices, asked);
    if (figures === undefined) continue;
    sums.add(figures);
    if (mode !== undefined || !figures.attended) continue;
    if ((await engaged.countOf(figures.attendeeKey)) > 0) engagedAttendees++;
  }
  const peak = await peakInSpan(history, question, scope);
  if (mode !== undefined) {
    return { ...sums.totals(), peak, engagement: null, engagedAttendees: null, engagedPercent: null };
  }
  const actions = await history.engagementOfSpan({ sessions: sessions.map(({ key }) => key), from, to });
  return {
    ...sums.totals(),
    peak,
    engagement: Object.fromEntries(actions.map(({ action, count }) => [action, count])),
    engagedAttendees,
    engagedPercent: average(engagedAttendees * 100, sums.attendees),
  };
}
