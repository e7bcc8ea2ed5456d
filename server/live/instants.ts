import { DAY_MS } from '../durations.ts';
import { watchCount, watchDue } from './alerts/evaluate.ts';
import { announce, whereIs } from './announcing.ts';
import type { MinuteClosed, Track as TrackIndex } from './effects.ts';
import type { LiveState } from './live-state.ts';
import { type Member, memberIn, membersOf, sameMember } from './member.ts';
import type { Attendee } from './presence.ts';
import type { ScopeState } from './scope-state.ts';
import { turnEmpty } from './silence.ts';
import { endByTime } from './staging.ts';
import { beginWatchDay, dayOf } from './watch.ts';
import { forgetOld } from './webhooks.ts';

/** Evaluates an instant: who is counted where after all its changes, against before. */
export function closeInstant(state: LiveState): void {
  for (const attendee of state.touchedAttendees) settleAttendee(state, attendee);
  state.touchedAttendees.length = 0;
  for (const scope of state.touchedScopes) if (!scope.isDeleted) settleScope(state, scope);
  state.touchedScopes.clear();
  watchDue(state);
}

function settleAttendee(state: LiveState, attendee: Attendee): void {
  const before = attendee.before ?? [];
  const after = membersOf(attendee);
  attendee.before = null;
  if (after.length === 0) state.forget(attendee);
  for (const was of before) {
    for (const scope of was.scopes) {
      const is = memberIn(after, scope);
      if (is === undefined) scope.exit(was, state.covered);
      else if (!sameMember(was, is)) scope.change(was, is, state.covered);
      else continue;
      state.touchedScopes.add(scope);
    }
  }
  for (const is of after) {
    for (const scope of is.scopes) {
      if (memberIn(before, scope) !== undefined) continue;
      enter(state, attendee, scope, is);
      state.touchedScopes.add(scope);
    }
  }
}

function enter(state: LiveState, { tenant, id }: Attendee, scope: ScopeState, member: Member): void {
  if (!state.active.has(scope)) activate(state, scope);
  scope.enter(member, state.covered);
  state.emit({ kind: 'seen', scope: scope.key, day: seenDay(state, scope), tenant, attendee: id });
}

function activate(state: LiveState, scope: ScopeState): void {
  state.active.add(scope);
  for (const track of scope.tracks) track.begin({ time: state.minuteTime, covered: state.minuteCovered });
}

function seenDay(state: LiveState, scope: ScopeState): number {
  return scope.kind === 'organization' ? dayOf(state.time) : 0;
}

function settleScope(state: LiveState, scope: ScopeState): void {
  for (const track of scope.tracks) track.settle(state.time, state.minuteTime);
  if (scope.concurrent > scope.peak) reachPeak(state, scope, state.time);
  if ((scope.concurrent === 0) !== scope.wasEmpty) turnEmpty(state, scope);
  tellWatch(state, scope);
  if (scope.watches.length > 0) watchCount(state, scope);
}

function tellWatch(state: LiveState, scope: ScopeState): void {
  const { ended, endedLive } = scope.watch;
  if (ended === scope.watchTold && endedLive === scope.liveWatchTold) return;
  scope.watchTold = ended;
  scope.liveWatchTold = endedLive;
  state.emit({ kind: 'watch', scope: scope.key, day: seenDay(state, scope), ms: ended, liveMs: endedLive });
}

function reachPeak(state: LiveState, scope: ScopeState, at: number): void {
  scope.peak = scope.concurrent;
  scope.peakAt = at;
  scope.version++;
  state.emit({ kind: 'peak', scope: scope.key, day: seenDay(state, scope), value: scope.peak, at });
}

/** The open minute of a scope if it ended at a covered time. */
export function minuteOf(
  { minuteTime, minuteCovered, isRecalled }: LiveState,
  { scope, track, covered }: { scope: ScopeState; track: TrackIndex; covered: number },
): Omit<MinuteClosed, 'kind'> {
  const figures = scope.tracks[track].minute({ time: minuteTime, covered: minuteCovered }, covered);
  const connections = track !== 0 || isRecalled ? null : scope.connections;
  return { scope: scope.key, track, minute: minuteTime, ...figures, connections };
}

/** Closes the open minute at a covered time and begins the one that starts at `next`. */
export function turnMinute(state: LiveState, next: number, covered: number): void {
  // In the order of keys, so that a core that was restored says the same in the same order.
  for (const scope of [...state.active].sort((a, b) => a.key - b.key)) {
    for (const track of [0, 1, 2] as const) {
      const { isIdle } = scope.tracks[track];
      if (isIdle) continue;
      state.emit({ kind: 'minute', ...minuteOf(state, { scope, track, covered }) });
    }
    for (const track of scope.tracks) track.begin({ time: next, covered });
    announcePeak(state, scope);
    if (scope.isIdle) state.active.delete(scope);
  }
  endByTime(state, state.minuteTime, next);
  state.minuteTime = next;
  state.minuteCovered = covered;
}

/** A peak only ever grows, so one that was reached in the minute that closes is a new one: at most one a minute is told. */
function announcePeak(state: LiveState, { key, kind, peak, peakAt }: ScopeState): void {
  if (kind === 'organization' || peakAt === null || peakAt < state.minuteTime) return;
  const where = whereIs(state, key);
  if (where !== undefined) announce(state, { type: 'peak.reached', at: peakAt, value: peak, ...where });
}

const organizationsOf = ({ registry }: LiveState) =>
  [...registry.scopes.values()].filter((scope) => scope.kind === 'organization');

/** A new UTC day begins for the watch time of organizations: before the changes of its first instant, which belong to it. */
export function turnWatchDay(state: LiveState): void {
  const organizations = organizationsOf(state);
  beginWatchDay(state.registry.sessions(), organizations, dayOf(state.time) * DAY_MS);
  for (const scope of organizations) {
    scope.watchTold = 0;
    scope.liveWatchTold = 0;
    scope.version++;
  }
}

/** The peak and uniques of organizations start from who is there, after the changes of the day's first instant. */
export function turnDay(state: LiveState): void {
  const dayStart = dayOf(state.time) * DAY_MS;
  for (const scope of organizationsOf(state)) {
    scope.peak = 0;
    scope.peakAt = null;
    scope.version++;
    if (scope.concurrent > 0) reachPeak(state, scope, dayStart);
  }
  forgetOld(state);
  const everybody = [...state.attendees.values()].flatMap((people) => [...people.values()]);
  everybody.sort((a, b) => firstSlice(a) - firstSlice(b));
  for (const attendee of everybody) seeAgain(state, attendee);
}

function firstSlice({ presences }: Attendee): number {
  return presences[0]?.slice ?? 0;
}

function seeAgain(state: LiveState, attendee: Attendee): void {
  const scopes = new Set(attendee.presences.flatMap(({ session }) => session.scopes));
  for (const scope of scopes) {
    if (scope.kind !== 'organization') continue;
    state.emit({
      kind: 'seen',
      scope: scope.key,
      day: dayOf(state.time),
      tenant: attendee.tenant,
      attendee: attendee.id,
    });
  }
}
