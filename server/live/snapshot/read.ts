import { AlertWatch } from '../alerts/alert-watch.ts';
import { attach, openConnection } from '../connections.ts';
import type { LiveState } from '../live-state.ts';
import { membersOf } from '../member.ts';
import { newPresence, type Presence, withItem } from '../presence.ts';
import type { SessionState } from '../registry.ts';
import type { Track } from '../track.ts';
import { readIncarnations } from './incarnation-rows.ts';
import {
  type AlertRow,
  type ConnectionRow,
  type LiveSnapshot,
  type PresenceRow,
  type ScopeRow,
  SNAPSHOT_VERSION,
  type TrackRow,
} from './rows.ts';

function readPresence(state: LiveState, row: PresenceRow, session: SessionState): Presence {
  const [slice, tenant, id, , mode, start, country, proof, windowUntil, visibility, ...watch] = row;
  const [played, playedToday, watchedFrom, banked, bankedToday] = watch;
  const attendee = state.attendee(tenant, id) ?? state.addAttendee(tenant, id);
  if (!attendee.presences.some((other) => other.session === session)) session.people++;
  const presence = newPresence({ slice, attendee, session, mode, start, country });
  Object.assign(presence, {
    proof,
    windowUntil,
    visibility,
    played,
    playedToday,
    watchedFrom,
    banked,
    bankedToday,
  });
  attendee.presences = withItem(attendee.presences, presence);
  session.presences.add(presence);
  return presence;
}

function readConnections(
  state: LiveState,
  rows: readonly ConnectionRow[],
  bySlice: ReadonlyMap<number, Presence>,
): void {
  for (const [incarnation, number, links] of rows) {
    for (const [slice, visibility] of links) {
      const presence = bySlice.get(slice);
      if (presence === undefined) throw new Error(`snapshot: no slice ${slice} for connection ${number}`);
      const connection = openConnection(state, { incarnation, number }, presence.attendee);
      attach(connection, presence);
      const link = connection.links.at(-1);
      if (link !== undefined) link.visibility = visibility;
    }
  }
}

function readTrack(track: Track, row: TrackRow): void {
  const [peak, peakAt, minimum, joins, leaves, uniques, area, summedTo, left] = row;
  Object.assign(track, { peak, peakAt, minimum, joins, leaves, uniques, area, summedTo });
  track.left.clear();
  for (const attendee of left) track.left.add(attendee);
}

function readScope(state: LiveState, { key, peak, peakAt, watch, tracks }: ScopeRow): void {
  const scope = state.registry.scopes.get(key);
  if (scope === undefined) throw new Error(`snapshot: no scope ${key}`);
  Object.assign(scope, { peak, peakAt });
  const [banked, ended, endedLive, running, runningFrom] = watch;
  Object.assign(scope.watch, { banked, ended, endedLive, running, runningFrom });
  scope.watchTold = ended;
  scope.liveWatchTold = endedLive;
  if (tracks === null) return;
  state.active.add(scope);
  for (const [index, row] of tracks.entries()) {
    const track = scope.tracks[index];
    if (track !== undefined) readTrack(track, row);
  }
}

function readAlert(state: LiveState, [rule, watched, due]: AlertRow): void {
  const scope = state.registry.scopes.get(rule.scope);
  if (scope === undefined) throw new Error(`snapshot: no scope ${rule.scope}`);
  const watch = new AlertWatch(rule, scope, { ...watched });
  state.alerts.add(watch);
  state.alerts.await(watch, due ?? Number.POSITIVE_INFINITY);
}

/** Fills a fresh state, whose catalogue is the snapshot's already. Throws for a snapshot of another version. */
export function readSnapshot(state: LiveState, snapshot: LiveSnapshot): void {
  if (snapshot.version !== SNAPSHOT_VERSION) {
    throw new Error(`snapshot has version ${snapshot.version}, this server reads ${SNAPSHOT_VERSION}`);
  }
  Object.assign(state, { time: snapshot.time, gaps: snapshot.gaps, lastSlice: snapshot.lastSlice });
  [state.minuteTime, state.minuteCovered] = snapshot.minute;
  for (const [key, total, today] of snapshot.liveBanked) {
    Object.assign(state.registry.sessionByKey(key) ?? {}, { liveBanked: total, liveBankedToday: today });
  }
  const bySlice = new Map<number, Presence>();
  for (const row of snapshot.presences) {
    const session = state.registry.sessionByKey(row[3]);
    if (session === undefined) throw new Error(`snapshot: no session ${row[3]}`);
    bySlice.set(row[0], readPresence(state, row, session));
  }
  readIncarnations(state.incarnations, snapshot.incarnations);
  for (const [tenant, staged] of snapshot.imports) {
    state.imports.set(tenant, { ...staged, catalogue: [...staged.catalogue] });
  }
  readConnections(state, snapshot.connections, bySlice);
  countEverybody(state);
  for (const scope of state.registry.scopes.values()) scope.wasEmpty = scope.concurrent === 0;
  for (const [key, emptied] of snapshot.silences) state.silences.set(key, emptied);
  for (const row of snapshot.scopes) readScope(state, row);
  for (const row of snapshot.alerts) readAlert(state, row);
  for (const presence of bySlice.values()) {
    if (presence.links.length === 0 && presence.windowUntil > 0) state.deadlines.add(presence);
  }
}

function countEverybody(state: LiveState): void {
  for (const people of state.attendees.values()) {
    for (const attendee of people.values()) {
      for (const member of membersOf(attendee)) {
        for (const scope of member.scopes) scope.enter(member, 0);
      }
    }
  }
}
