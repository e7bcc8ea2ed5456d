import type { History, ModeTotals, ScopeTotals } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Live } from '../live/live.ts';
import type { EventState, OrganizationState, SessionState } from '../live/registry.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { TotalsSum } from './attendance.ts';
import { type AttendedScope, totalsNow } from './attendance-now.ts';
import type { Peak } from './span-peak.ts';
import type { SpanQuestion } from './span-question.ts';
import { summarizeWithCountries } from './span-summary.ts';

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

export interface SummaryParts {
  readonly history: History;
  readonly live: Live;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: number;
}

type SummarizedScope = SessionState | EventState | OrganizationState;

/** Watch time over those who watched at all, seconds with 3 decimals; null when nobody did. */
export function meanSeconds(watchMs: number, watchers: number): number | null {
  return watchers === 0 ? null : Math.round(watchMs / watchers) / 1000;
}

export function modeSummary({ watchers, watchMs, ...mode }: ModeTotals): ModeSummary {
  const { attendees, views, engagedMinutes } = mode;
  const averageWatchSeconds = meanSeconds(watchMs, watchers);
  return { attendees, views, watchSeconds: watchMs / 1000, averageWatchSeconds, engagedMinutes };
}

/** What is summed: a session, an event, or all events of an organization and of those below it. */
function partsOf({ live }: SummaryParts, { row, scope }: SummarizedScope): AttendedScope[] {
  const sessions = live.registry.sessionsIn(row.key).map((session) => session.row);
  if (scope.kind === 'session') return [{ key: row.key, kind: 'session', sessions }];
  const events = scope.kind === 'event' ? [row.key] : [...new Set(sessions.map(({ event }) => event))];
  return events.map((key) => {
    return { key, kind: 'event', sessions: sessions.filter(({ event }) => event === key) } as const;
  });
}

/**
 * The figures of a session, an event or an organization since it exists. Of an organization attendees are distinct;
 * everything else adds up over its events.
 */
export async function summarize(parts: SummaryParts, scope: SummarizedScope): Promise<Summary> {
  const { history, dataThrough } = parts;
  const { key } = scope.row;
  const sum = new TotalsSum();
  for (const part of partsOf(parts, scope)) sum.add(await totalsNow(history, part, dataThrough));
  const { attendees, live, onDemand, countries } = sum.totals();
  const isDaily = scope.scope.kind === 'organization';
  return {
    attendees: isDaily ? await history.seen({ scope: key, fromDay: 0, toDay: LAST_DAY }) : attendees,
    peak: await highestOf(parts, scope),
    byMode: { live: modeSummary(live), onDemand: modeSummary(onDemand) },
    engagement: byAction(await history.engagementCounts(key)),
    countries,
  };
}

/** The same over a span; of an organization attendees of a mode are distinct, too. `scope`: see `peakInSpan`. */
export async function summarizeIn(
  history: History,
  question: SpanQuestion,
  scope: ScopeKey | null,
): Promise<Summary> {
  const { attendees, peak, byMode, engagement, countries } = await summarizeWithCountries(
    history,
    question,
    scope,
  );
  const ofMode = (mode: Mode): ModeSummary => {
    const { attendees, views, watchSeconds, averageWatchSeconds, engagedMinutes } = byMode[mode];
    return { attendees, views, watchSeconds, averageWatchSeconds, engagedMinutes };
  };
  return {
    attendees,
    peak,
    byMode: { live: ofMode('live'), onDemand: ofMode('onDemand') },
    engagement: engagement ?? {},
    countries,
  };
}

const LAST_DAY = Number.MAX_SAFE_INTEGER;

/** What is on disk may be behind what live knows. */
async function highestOf({ history }: SummaryParts, { row, scope }: SummarizedScope): Promise<Peak> {
  const stored = await history.peak(row.key);
  if (scope.peakAt !== null && scope.peak > (stored?.value ?? 0))
    return { value: scope.peak, at: scope.peakAt };
  return stored ?? { value: 0, at: null };
}

function byAction(counts: readonly { action: string; count: number }[]): Record<string, number> {
  return Object.fromEntries(counts.map(({ action, count }) => [action, count]));
}
