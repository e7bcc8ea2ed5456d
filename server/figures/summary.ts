import type { ModeTotals, ScopeTotals } from '../../storage/types.ts';
import type { EventState, OrganizationState, SessionState } from '../live/registry.ts';
import { DAY_MS } from '../live/watch.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { TotalsSum } from './attendance.ts';
import { type AttendedScope, totalsNow } from './attendance-now.ts';
import type { SeriesParts } from './series-point.ts';
import { type FigureSpan, totalsIn } from './span-attendance.ts';
import { type Peak, peakIn } from './span-peak.ts';

export interface ModeSummary {
  readonly attendees: number;
  readonly views: number;
  readonly watchSeconds: number;
  /** Over those who watched at all; null when nobody did. */
  readonly averageWatchSeconds: number | null;
  readonly engagedMinutes: number;
}

export interface Summary {
  readonly attendees: number;
  readonly peak: Peak;
  readonly byMode: Readonly<Record<Mode, ModeSummary>>;
  readonly engagement: Readonly<Record<string, number>>;
  /** By number of attendees, then by code. */
  readonly countries: ScopeTotals['countries'];
}

export interface SummaryParts extends SeriesParts {
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: number;
}

type SummarizedScope = SessionState | EventState | OrganizationState;

function modeSummary({ attendees, views, watchers, watchMs, engagedMinutes }: ModeTotals): ModeSummary {
  const averageWatchSeconds = watchers === 0 ? null : Math.round(watchMs / watchers) / 1000;
  return { attendees, views, watchSeconds: watchMs / 1000, averageWatchSeconds, engagedMinutes };
}

/** What is summed: a session, an event, or all events of an organization and of those below it. */
function partsOf({ live }: SeriesParts, { row, scope }: SummarizedScope): AttendedScope[] {
  const sessions = live.registry.sessionsIn(row.key).map((session) => session.row);
  if (scope.kind === 'session') return [{ key: row.key, kind: 'session', sessions }];
  const events = scope.kind === 'event' ? [row.key] : [...new Set(sessions.map(({ event }) => event))];
  return events.map((key) => {
    return { key, kind: 'event', sessions: sessions.filter(({ event }) => event === key) } as const;
  });
}

/**
 * The figures of a session, an event or an organization, since it exists or over a span. Of an organization attendees are
 * distinct; everything else adds up over its events.
 */
export async function summarize(
  parts: SummaryParts,
  scope: SummarizedScope,
  span: FigureSpan | undefined,
): Promise<Summary> {
  const { history, dataThrough } = parts;
  const sum = new TotalsSum();
  for (const part of partsOf(parts, scope)) {
    sum.add(
      span === undefined
        ? await totalsNow(history, part, dataThrough)
        : await totalsIn(history, part, span, dataThrough),
    );
  }
  const { attendees, live, onDemand, countries } = sum.totals();
  return {
    attendees: scope.scope.kind === 'organization' ? await distinctIn(parts, scope, span) : attendees,
    peak: span === undefined ? await highest(parts, scope) : await peakIn(parts, scope.row.key, span),
    byMode: { live: modeSummary(live), onDemand: modeSummary(onDemand) },
    engagement: await engagementOf(parts, scope, span),
    countries,
  };
}

/** Who was seen on whole days is known; else slices tell. */
async function distinctIn(
  { history, live }: SummaryParts,
  { row }: SummarizedScope,
  span: FigureSpan | undefined,
): Promise<number> {
  const fromDay = (span?.from ?? 0) / DAY_MS;
  const toDay = (span?.to ?? Number.MAX_SAFE_INTEGER - (Number.MAX_SAFE_INTEGER % DAY_MS)) / DAY_MS;
  if (Number.isInteger(fromDay) && Number.isInteger(toDay))
    return history.seen({ scope: row.key, fromDay, toDay });
  return history.uniques({ sessions: live.sessionsIn(row.key), from: span?.from ?? 0, to: span?.to ?? 0 });
}

/** What is on disk may be behind what live knows. */
async function highest({ history }: SummaryParts, { row, scope }: SummarizedScope): Promise<Peak> {
  const stored = await history.peak(row.key);
  if (scope.peakAt !== null && scope.peak > (stored?.value ?? 0))
    return { value: scope.peak, at: scope.peakAt };
  return stored ?? { value: 0, at: null };
}

async function engagementOf(
  { history, live }: SummaryParts,
  { row }: SummarizedScope,
  span: FigureSpan | undefined,
): Promise<Record<string, number>> {
  const counts = new Map<string, number>();
  const add = (rows: readonly { action: string; count: number }[]) => {
    for (const { action, count } of rows) counts.set(action, (counts.get(action) ?? 0) + count);
  };
  if (span === undefined) add(await history.engagementCounts(row.key));
  else
    for (const session of live.sessionsIn(row.key)) add(await history.engagementTotals({ session, ...span }));
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
