import type { SessionAnswer } from '../rest/answers.ts';

/** What is known of a session beyond its live figures. */
export interface SessionInsight {
  /** Peak of each of the last minutes; null where nothing is known. */
  readonly curve: readonly (number | null)[];
  /** Attendees who engaged, in percent; null while it is not known. */
  readonly engagedPercent: number | null;
}

export const SESSION_SORTS = ['order', 'attendees', 'name', 'fullest', 'change'] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];

export const SESSION_STATES = ['live', 'silent', 'replay', 'ended', 'waiting'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

const CHANGE_MINUTES = 5;

/** Index of the last minute of which something is known. */
function lastKnown({ curve }: SessionInsight): number {
  return curve.findLastIndex((value) => value !== null);
}

/** Peak of the last minute; null where nothing is known. */
function latest(insight: SessionInsight | undefined): number | null {
  return insight?.curve[lastKnown(insight)] ?? null;
}

/** How far the last minute is from the one five minutes before; null where either is not known. */
export function recentChange(insight: SessionInsight | undefined): number | null {
  if (!insight) return null;
  const now = latest(insight);
  const before = insight.curve[lastKnown(insight) - CHANGE_MINUTES] ?? null;
  return now === null || before === null ? null : now - before;
}

/** Live is silent once a whole minute has passed with nobody there. `present`: whether somebody is there now. */
export function stateOf(
  { live, ended, replay }: SessionAnswer,
  insight: SessionInsight | undefined,
  present = (latest(insight) ?? 0) > 0,
): SessionState {
  if (replay) return 'replay';
  if (ended) return 'ended';
  if (present) return 'live';
  return live && latest(insight) === 0 ? 'silent' : live ? 'live' : 'waiting';
}

function nameOf({ title, id }: SessionAnswer): string {
  return title || id;
}

function rankOf(session: SessionAnswer, insight: SessionInsight | undefined, sort: SessionSort): number {
  const now = latest(insight) ?? -1;
  if (sort === 'attendees') return now;
  if (sort === 'change') return recentChange(insight) ?? Number.NEGATIVE_INFINITY;
  return session.capacity ? now / session.capacity : Number.NEGATIVE_INFINITY;
}

/** By the last whole minute, so that cards do not change places while they are read; equals in the order of the event. */
export function orderSessions(
  sessions: readonly SessionAnswer[],
  insights: ReadonlyMap<string, SessionInsight>,
  sort: SessionSort,
): readonly SessionAnswer[] {
  if (sort === 'order') return sessions;
  const byName = new Intl.Collator(undefined, { numeric: true });
  if (sort === 'name') return sessions.toSorted((a, b) => byName.compare(nameOf(a), nameOf(b)));
  const rank = new Map(sessions.map((session) => [session, rankOf(session, insights.get(session.id), sort)]));
  const of = (session: SessionAnswer) => rank.get(session) ?? 0;
  return sessions.toSorted((a, b) => (of(a) === of(b) ? 0 : of(b) - of(a)));
}
