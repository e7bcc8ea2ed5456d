import type { History, Span } from '../../../storage/types.ts';
import { MINUTE_MS } from '../../durations.ts';
import { askedSession, type SpanQuestion } from '../../figures/span-question.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { EventState, SessionState } from '../../live/registry.ts';
import type { EventReportParts } from './event-report.ts';

/** What a report is about, and what is left of it. */
export interface ReportScope {
  readonly key: ScopeKey;
  readonly sessions: readonly SessionState[];
  /** When somebody was there, `[from, to)`, ms; null while nobody was. Known even where slices have gone. */
  readonly span: Span | null;
  /** All slices and engagements of the span are there: none has gone with the retention. */
  readonly isWhole: boolean;
  /** All minutes of it are there. */
  readonly hasMinutes: boolean;
}

/** The end of what was purged of a scope so far; undefined when nothing was. Deleted sessions are no longer its, and take nothing from it. */
async function horizonOf(history: History, scope: ScopeKey): Promise<number | undefined> {
  const purged = await history.purged({ scope, from: 0, to: Number.MAX_SAFE_INTEGER });
  return purged.find(({ from }) => from === 0)?.to;
}

/** When slices that are there begin and end; whoever has not left is there until `through`. */
async function spanOfSlices(
  history: History,
  sessions: readonly SessionState[],
  through: number,
): Promise<Span | null> {
  const extent = await history.extent(sessions.map(({ row }) => row.key));
  return extent === undefined ? null : { from: extent.start, to: (extent.end ?? through) + 1 };
}

function together(a: Span | null, b: Span | undefined): Span | null {
  if (b === undefined) return a;
  return a === null ? b : { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

/** Minutes go after the slices that they were made of, or stay for good. */
async function hasMinutesUntil(history: History, scope: ScopeKey, { from, to }: Span): Promise<boolean> {
  const first = Math.floor(from / MINUTE_MS) * MINUTE_MS;
  return (await history.peakOfMinutes({ scope, track: 0, from: first, to })) !== undefined;
}

export async function reportScope(
  { history, live, dataThrough }: EventReportParts,
  event: EventState,
): Promise<ReportScope> {
  const { key } = event.row;
  const sessions = live.registry.sessionsIn(key);
  const ofSlices = await spanOfSlices(history, sessions, dataThrough());
  const horizon = await horizonOf(history, key);
  if (horizon === undefined) return { key, sessions, span: ofSlices, isWhole: true, hasMinutes: true };
  const attended = await history.attended(key);
  const span = together(ofSlices, attended && { from: attended.from, to: attended.to + 1 });
  const isWhole = span === null || span.from >= horizon;
  const hasMinutes = isWhole || (await hasMinutesUntil(history, key, { from: span.from, to: horizon }));
  return { key, sessions, span, isWhole, hasMinutes };
}

/** All that is known of the sessions up to `through`. */
export function wholeQuestion({ sessions }: ReportScope, through: number): SpanQuestion {
  return { sessions: sessions.map(askedSession), from: 0, to: through + 1, through };
}
