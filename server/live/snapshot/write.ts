import type { AlertWatch } from '../alerts/alert-watch.ts';
import type { LiveState } from '../live-state.ts';
import type { Presence } from '../presence.ts';
import type { ScopeState } from '../scope-state.ts';
import type { Track } from '../track.ts';
import { writeIncarnations } from './incarnation-rows.ts';
import {
  type AlertRow,
  type ConnectionRow,
  type LiveSnapshot,
  type PresenceRow,
  type ScopeRow,
  SNAPSHOT_VERSION,
  type TrackRow,
} from './rows.ts';

function writePresence(presence: Presence): PresenceRow {
  const { slice, attendee, session, mode, start, country, proof, windowUntil, visibility } = presence;
  const { played, playedToday, watchedFrom, banked, bankedToday } = presence;
  const { tenant, id } = attendee;
  const key = session.row.key;
  return [
    slice,
    tenant,
    id,
    key,
    mode,
    start,
    country,
    proof,
    windowUntil,
    visibility,
    played,
    playedToday,
    watchedFrom,
    banked,
    bankedToday,
  ];
}

function writeConnections(state: LiveState): ConnectionRow[] {
  const rows: ConnectionRow[] = [];
  for (const [incarnation, connections] of state.connections) {
    for (const { number, links } of connections.values()) {
      rows.push([incarnation, number, links.map(({ presence, visibility }) => [presence.slice, visibility])]);
    }
  }
  return rows.sort(([a, n], [b, m]) => (a === b ? n - m : a < b ? -1 : 1));
}

function writeTrack(track: Track): TrackRow {
  const { peak, peakAt, minimum, joins, leaves, uniques, area, summedTo } = track;
  return [peak, peakAt, minimum, joins, leaves, uniques, area, summedTo, [...track.left].sort()];
}

function writeScope(state: LiveState, scope: ScopeState): ScopeRow {
  const { key, peak, peakAt, watch } = scope;
  const tracks = state.active.has(scope) ? scope.tracks.map(writeTrack) : null;
  return {
    key,
    peak,
    peakAt,
    watch: [watch.banked, watch.ended, watch.endedLive, watch.running, watch.runningFrom],
    tracks,
  };
}

function writeAlert({ rule, watched, due }: AlertWatch): AlertRow {
  return [rule, { ...watched }, Number.isFinite(due) ? due : null];
}

export function writeSnapshot(
  state: LiveState,
  { lastEntry, runStart }: Pick<LiveSnapshot, 'lastEntry' | 'runStart'>,
): LiveSnapshot {
  const sessions = state.registry.sessions();
  return {
    version: SNAPSHOT_VERSION,
    lastEntry,
    runStart,
    time: state.time,
    gaps: state.gaps,
    minute: [state.minuteTime, state.minuteCovered],
    lastSlice: state.lastSlice,
    catalogue: state.registry.rows(),
    liveBanked: sessions.map(({ row, liveBanked, liveBankedToday }) => [
      row.key,
      liveBanked,
      liveBankedToday,
    ]),
    presences: [...state.presences()].sort((a, b) => a.slice - b.slice).map(writePresence),
    incarnations: writeIncarnations(state.incarnations),
    tombstones: state.tombstones.list(),
    blocks: state.blocks.list(),
    keys: state.keys.list(),
    endpoints: state.endpoints.list(),
    told: state.told.list(),
    alerts: state.alerts.watches().map(writeAlert),
    silences: [...state.silences],
    connections: writeConnections(state),
    scopes: [...state.registry.scopes.values()].map((scope) => writeScope(state, scope)),
    imports: [...state.imports].map(([tenant, staged]) => [tenant, { ...staged }]),
  };
}
