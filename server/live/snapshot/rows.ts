import type { Mode, VisibilityState } from '../../protocol/client-messages.ts';
import type { Watched } from '../alerts/alert-watch.ts';
import type { AlertRule } from '../alerts/rule.ts';
import type { ApiKey } from '../api-keys.ts';
import type { Block } from '../blocks.ts';
import type { ScopeKey } from '../catalogue.ts';
import type { WebhookEndpoint } from '../endpoints.ts';
import type { StagedImport } from '../importing.ts';
import type { CatalogueRows } from '../registry.ts';
import type { Emptied } from '../silence.ts';
import type { ToldOnce } from '../told.ts';
import type { Tombstone } from '../tombstones.ts';
import type { IncarnationRows } from './incarnation-rows.ts';

/** Counts up whenever the shape below changes: a blob of another version is not read. */
export const SNAPSHOT_VERSION = 4;

export type PresenceRow = readonly [
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

export type ConnectionRow = readonly [
  incarnation: string,
  number: number,
  links: readonly (readonly [slice: number, visibility: VisibilityState])[],
];

export type TrackRow = readonly [
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

export interface ScopeRow {
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
export type AlertRow = readonly [rule: AlertRule, watched: Watched, due: number | null];

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
