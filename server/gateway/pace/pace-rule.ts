import { rungs } from './pace.ts';

export interface PaceLimits {
  /** Shortest and longest heartbeat, ms. */
  readonly leastMs: number;
  readonly mostMs: number;
  /** Share of a core that heartbeats may take. */
  readonly budget: number;
}

/** What is seen at one look. */
export interface PaceReading {
  /** ms from an arbitrary zero. */
  readonly at: number;
  /** Connections that must beat. */
  readonly presences: number;
  /** CPU of one heartbeat, ms. */
  readonly costMs: number;
  /** How late the event loop is, nine times of ten at most, ms. */
  readonly lagMs: number;
}

/** What is remembered from look to look. Times are those of the readings. */
export interface PaceState {
  readonly heartbeatMs: number;
  /** Since when the loop has been late at every look; null when it was not at the last one. */
  readonly lateSince: number | null;
  /** Since when a faster pace would have done at every look. */
  readonly calmSince: number | null;
  readonly changedAt: number;
  /** For how long it must be calm before the pace is made faster. */
  readonly holdMs: number;
  readonly lastChange: 'none' | 'raised' | 'lowered';
}

/** The loop is late beyond this, and on time below the half of it. */
const LATE_MS = 100;
/** A faster pace must fit into this part of the budget: presences that come and go do not change it back and forth. */
const ROOM = 0.7;
/** In shortest heartbeats: at 15 s a minute. */
const HOLD = 4;
/** The longest, when each attempt at a faster pace made the loop late again: at 15 s an hour. */
const LONGEST_HOLD = 240;

export function initialPace({ leastMs }: PaceLimits, at: number): PaceState {
  const holdMs = HOLD * leastMs;
  return {
    ...{ heartbeatMs: leastMs, lateSince: null, calmSince: null },
    ...{ changedAt: at, holdMs, lastChange: 'none' },
  };
}

/** Share of a core that heartbeats take at a pace. */
export function shareAt(
  heartbeatMs: number,
  { presences, costMs }: Pick<PaceReading, 'presences' | 'costMs'>,
): number {
  return (presences * costMs) / heartbeatMs;
}

/**
 * The pace after one more look. It is raised at once as far as the budget asks, and by one rung when the loop stays late for as long
 * as it takes to see what the last change has brought; it is lowered one rung at a time, after it has been calm for long enough.
 */
export function nextPace(state: PaceState, reading: PaceReading, limits: PaceLimits): PaceState {
  const { at, lagMs } = reading;
  const ladder = rungs(limits.leastMs, limits.mostMs);
  const index = ladder.indexOf(state.heartbeatMs);
  const seen = { ...state, lateSince: lagMs > LATE_MS ? (state.lateSince ?? at) : null };
  const isLate = seen.lateSince !== null && at - Math.max(seen.lateSince, seen.changedAt) >= seen.heartbeatMs;
  const slower =
    ladder[Math.max(affordable(ladder, reading, limits), isLate ? index + 1 : 0)] ?? limits.mostMs;
  if (slower > seen.heartbeatMs) return raised(seen, slower, { at, isLate, limits });
  const faster = ladder[index - 1];
  const isCalm =
    faster !== undefined && lagMs <= LATE_MS / 2 && shareAt(faster, reading) <= ROOM * limits.budget;
  if (!isCalm) return { ...seen, calmSince: null };
  const calmSince = seen.calmSince ?? at;
  if (at - calmSince < seen.holdMs) return { ...seen, calmSince };
  return { ...seen, heartbeatMs: faster, calmSince: null, changedAt: at, lastChange: 'lowered' };
}

/** The lowest rung that is within the budget, or the last. */
function affordable(ladder: readonly number[], reading: PaceReading, { budget }: PaceLimits): number {
  const index = ladder.findIndex((heartbeatMs) => shareAt(heartbeatMs, reading) <= budget);
  return index === -1 ? ladder.length - 1 : index;
}

interface Raise {
  readonly at: number;
  readonly isLate: boolean;
  readonly limits: PaceLimits;
}

/** A faster pace that was soon too fast for the loop is tried again later each time. */
function raised(state: PaceState, heartbeatMs: number, { at, isLate, limits }: Raise): PaceState {
  const { leastMs } = limits;
  const wasTooFast = isLate && state.lastChange === 'lowered' && at - state.changedAt < 2 * state.holdMs;
  const holdMs = wasTooFast ? Math.min(2 * state.holdMs, LONGEST_HOLD * leastMs) : HOLD * leastMs;
  return { ...state, heartbeatMs, holdMs, calmSince: null, changedAt: at, lastChange: 'raised' };
}
