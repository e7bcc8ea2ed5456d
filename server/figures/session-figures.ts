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

/** Each session with its figures, in their order, from what is kept of them: two questions, however many they are. */
export async function figuresOfSessions<State extends { readonly row: Session }>(
  { history, dataThrough }: Parts,
  sessions: readonly State[],
): Promise<(readonly [State, SessionFigures])[]> {
  const rows = sessions.map(({ row }) => row);
  const totals = await totalsOfSessions(history, rows, dataThrough);
  const counts = await history.registrationsOfSessions(rows.map(({ key }) => key));
  const countsOf = new Map(counts.map((one) => [one.session, one]));
  return sessions.map((state) => {
    const { registered = 0, interested = 0 } = countsOf.get(state.row.key) ?? {};
    return [state, { registered, interested, ...figuresOf(state.row, totals) }];
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
