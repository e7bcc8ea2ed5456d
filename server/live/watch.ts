import { DAY_MS } from '../durations.ts';
import { isLive, liveLength } from './live-windows.ts';
import type { Presence } from './presence.ts';
import type { SessionState } from './registry.ts';
import type { ScopeState } from './scope-state.ts';

/** The number of a UTC day since the epoch. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

function fromToday(from: number, dayStart: number): number {
  return Math.max(from, dayStart);
}

function bank(scopes: readonly ScopeState[], total: number, today: number): void {
  for (const scope of scopes) scope.watch.banked += scope.kind === 'organization' ? today : total;
}

function run(presence: Presence, from: number, dayStart: number): void {
  presence.watchedFrom = from;
  for (const { kind, watch } of presence.session.scopes) {
    watch.start(kind === 'organization' ? fromToday(from, dayStart) : from);
  }
}

function halt(presence: Presence, dayStart: number): void {
  const from = presence.watchedFrom;
  if (from < 0) return;
  presence.watchedFrom = -1;
  for (const { kind, watch } of presence.session.scopes) {
    watch.stop(kind === 'organization' ? fromToday(from, dayStart) : from);
  }
}

/** Puts into the scopes' sums what the presence has watched until `end`, in place of what it put there before. */
function settle(presence: Presence, end: number, dayStart: number): void {
  const { session, start, mode, played, playedToday } = presence;
  const windows = mode === 'live' ? session.row.windows : [];
  let total = liveLength({ start, end }, windows);
  let today = liveLength({ start: fromToday(start, dayStart), end }, windows);
  if (played >= 0) {
    total = Math.min(total, played);
    today = Math.min(today, playedToday);
  }
  bank(session.scopes, total - presence.banked, today - presence.bankedToday);
  presence.banked = total;
  presence.bankedToday = today;
}

/** A slice begins to be watched. */
export function beginWatch(presence: Presence, dayStart: number): void {
  const { mode, session, start } = presence;
  if (mode === 'onDemand' || isLive(session.row.windows)) run(presence, start, dayStart);
}

/** A slice ends with its last proof of presence. */
export function endWatch(presence: Presence, end: number, dayStart: number): void {
  halt(presence, dayStart);
  settle(presence, end, dayStart);
  const { session, mode, banked, bankedToday } = presence;
  for (const { kind, watch } of session.scopes) {
    const ms = kind === 'organization' ? bankedToday : banked;
    watch.ended += ms;
    if (mode === 'live') watch.endedLive += ms;
  }
  if (mode !== 'live') return;
  session.liveBanked += banked;
  session.liveBankedToday += bankedToday;
}

/** The position advanced: from now on the slice counts by its position. Gives what was added after the cap. */
export function advanceWatch(presence: Presence, advance: number, time: number, dayStart: number): number {
  // Whole, so that sums over slices do not depend on where they were rounded.
  const advanceMs = Math.round(advance);
  halt(presence, dayStart);
  const before = Math.max(0, presence.played);
  presence.played = Math.min(before + advanceMs, time - presence.start);
  presence.playedToday = Math.min(
    presence.playedToday + advanceMs,
    time - fromToday(presence.start, dayStart),
  );
  settle(presence, time, dayStart);
  return presence.played - before;
}

/** The session's live windows changed at `time`: cuts what was not live, and goes on or stops. `first`: none was known before. */
export function windowsChanged(session: SessionState, time: number, dayStart: number, first: boolean): void {
  if (first && isLive(session.row.windows)) cutEnded(session);
  for (const presence of session.presences) {
    if (presence.mode !== 'live') continue;
    halt(presence, dayStart);
    settle(presence, time, dayStart);
    if (isLive(session.row.windows)) run(presence, time, dayStart);
  }
}

function cutEnded(session: SessionState): void {
  const { scopes, liveBanked, liveBankedToday } = session;
  bank(scopes, -liveBanked, -liveBankedToday);
  for (const { kind, watch } of scopes) {
    const ms = kind === 'organization' ? liveBankedToday : liveBanked;
    watch.ended -= ms;
    watch.endedLive -= ms;
  }
  session.liveBanked = 0;
  session.liveBankedToday = 0;
}

/** A new UTC day for organizations: only what is watched from `dayStart` on counts there. */
export function beginWatchDay(
  sessions: readonly SessionState[],
  organizations: readonly ScopeState[],
  dayStart: number,
): void {
  for (const scope of organizations) scope.watch.beginDay(dayStart);
  for (const session of sessions) {
    session.liveBankedToday = 0;
    for (const presence of session.presences) {
      presence.bankedToday = 0;
      presence.playedToday = 0;
    }
  }
}
