import type { ScopeSums } from '../../storage/types.ts';
import type { ScopeKey, Session } from '../live/catalogue.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { totalsOfSessions } from './attendance-now.ts';
import { type ModeSummary, meanSeconds, modeSummary, type SummaryParts } from './summary.ts';
import { videoSeconds, watchedPercent } from './video-length.ts';

/** One of many sessions, since it exists. */
export interface SessionFigures {
  /** Registered or bookmarked. */
  readonly registered: number;
  /** Bookmarked. */
  readonly interested: number;
  readonly attendees: number;
  /** See `videoSeconds`. */
  readonly videoSeconds: number | null;
  /** Over both modes, over those who watched at all; null when nobody did. */
  readonly averageWatchSeconds: number | null;
  /** `watchedPercent`: mean over those who watched in the mode; null without any, and without a length. */
  readonly byMode: Readonly<Record<Mode, ModeSummary & { readonly watchedPercent: number | null }>>;
}

type Parts = Omit<SummaryParts, 'live'>;

/** In order of the sessions, from what is kept of each: two questions, however many they are. */
export async function figuresOfSessions(
  { history, dataThrough }: Parts,
  sessions: readonly Session[],
): Promise<(SessionFigures & { readonly session: Session })[]> {
  const totals = await totalsOfSessions(history, sessions, dataThrough);
  const counts = await history.registrationsOfSessions(sessions.map(({ key }) => key));
  const countsOf = new Map(counts.map((one) => [one.session, one]));
  return sessions.map((session) => {
    const { registered = 0, interested = 0 } = countsOf.get(session.key) ?? {};
    return { session, registered, interested, ...figuresOf(session, totals) };
  });
}

function figuresOf(session: Session, totals: ReadonlyMap<ScopeKey, ScopeSums>) {
  const sums = totals.get(session.key);
  if (sums === undefined) throw new Error(`no totals of session ${session.key}`);
  const { attendees, watchers, live, onDemand } = sums;
  const video = videoSeconds(session);
  const ofMode = (mode: ScopeSums[Mode]) => {
    return { ...modeSummary(mode), watchedPercent: watchedPercent(mode.watchMs, mode.watchers, video) };
  };
  return {
    attendees,
    videoSeconds: video,
    averageWatchSeconds: meanSeconds(live.watchMs + onDemand.watchMs, watchers),
    byMode: { live: ofMode(live), onDemand: ofMode(onDemand) },
  };
}
