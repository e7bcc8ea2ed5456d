import type { Mode, VisibilityState } from '../protocol/client-messages.ts';
import { AlertWatch, type Watched } from './alerts/alert-watch.ts';
import type { AlertRule } from './alerts/rule.ts';
import type { ApiKey } from './api-keys.ts';
import type { Block } from './blocks.ts';
import type { ScopeKey } from './catalogue.ts';
import { attach, openConnection } from './connections.ts';
import type { WebhookEndpoint } from './endpoints.ts';
import type { StagedImport } from './importing.ts';
import { type IncarnationRows, readIncarnations, writeIncarnations } from './incarnation-rows.ts';
import type { LiveState } from './live-state.ts';
import { membersOf } from './member.ts';
import { newPresence, type Presence, withItem } from './presence.ts';
import type { CatalogueRows, SessionState } from './registry.ts';
import type { ScopeState } from './scope-state.ts';
import type { Emptied } from './silence.ts';
import type { ToldOnce } from './told.ts';
import type { Tombstone } from './tombstones.ts';
import type { Track } from './track.ts';

/** Counts up whenever the shape below changes: a blob of another version is not read. */
export const SNAPSHOT_VERSION = 4;

type PresenceRow = readonly [
  slice: number,
  tenant: ScopeKey,
  attendee: string,
  session: ScopeKey,
  mode: Mode,
  start: number,
  country: string,
  proof: number,
  windowUntil: number,
  visibility: VisibilityState,
  played: number,
  playedToday: number,
  watchedFrom: number,
  banked: number,
  bankedToday: number,
];

type ConnectionRow = readonly [
  incarnation: string,
  number: number,
  links: readonly (readonly [slice: number, visibility: VisibilityState])[],
];

type TrackRow = readonly [
  peak: number,
  peakAt: number,
  minimum: number,
  joins: number,
  leaves: number,
  uniques: number,
  area: number,
  summedTo: number,
  left: readonly string[],
];

interface ScopeRow {
  readonly key: ScopeKey;
  readonly peak: number;
  readonly peakAt: number | null;
  readonly watch: readonly [
    banked: number,
    ended: number,
    endedLive: number,
    running: number,
    runningFrom: number,
  ];
  /** Null while nobody is or was there in the open minute. */
  readonly tracks: readonly TrackRow[] | null;
}

/** `due`: null where time alone changes nothing. */
type AlertRow = readonly [rule: AlertRule, watched: Watched, due: number | null];

/** The whole state of a core as plain JSON values, the same for every core that applied the same entries. */
export interface LiveSnapshot {
  readonly version: number;
  readonly lastEntry: number;
  readonly runStart: number;
  readonly time: number;
  readonly gaps: number;
  readonly minute: readonly [time: number, covered: number];
  readonly lastSlice: number;
  readonly catalogue: CatalogueRows;
  readonly liveBanked: readonly (readonly [session: ScopeKey, total: number, today: number])[];
  readonly presences: readonly PresenceRow[];
  readonly incarnations: IncarnationRows;
  readonly tombstones: readonly Tombstone[];
  readonly blocks: readonly Block[];
  readonly keys: readonly ApiKey[];
  readonly endpoints: readonly WebhookEndpoint[];
  readonly told: readonly ToldOnce[];
  readonly alerts: readonly AlertRow[];
  /** In the order in which they began. */
  readonly silences: readonly (readonly [session: ScopeKey, emptied: Emptied])[];
  readonly connections: readonly ConnectionRow[];
  readonly scopes: readonly ScopeRow[];
  readonly imports: readonly (readonly [tenant: ScopeKey, staged: StagedImport])[];
}

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
