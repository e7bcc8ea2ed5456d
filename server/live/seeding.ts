import { AlertWatch, watchedAfter } from './alerts/alert-watch.ts';
import type { AlertRule, LastAlert } from './alerts/rule.ts';
import type { ApiKey } from './api-keys.ts';
import type { Block } from './blocks.ts';
import type { PeakReached, WatchBanked } from './effects.ts';
import type { WebhookEndpoint } from './endpoints.ts';
import type { LiveState } from './live-state.ts';
import type { CatalogueRows, Registry } from './registry.ts';
import type { ScopeState } from './scope-state.ts';
import type { ToldOnce } from './told.ts';
import type { Tombstone } from './tombstones.ts';

/** What a core begins with: the catalogue, and the peaks so far. */
export interface LiveSeed extends CatalogueRows {
  readonly lastSlice: number;
  readonly peaks: readonly Omit<PeakReached, 'kind'>[];
  readonly watched: readonly Omit<WatchBanked, 'kind'>[];
  readonly tombstones: readonly Tombstone[];
  /** Those that are not over. */
  readonly blocks: readonly Block[];
  readonly keys: readonly ApiKey[];
  readonly endpoints: readonly WebhookEndpoint[];
  readonly told: readonly ToldOnce[];
  readonly alertRules: readonly AlertRule[];
  /** Of each rule the last one, where there is any. */
  readonly lastAlerts: readonly LastAlert[];
}

export const EMPTY_SEED: LiveSeed = {
  organizations: [],
  events: [],
  sessions: [],
  lastKey: 0,
  lastSlice: 0,
  peaks: [],
  watched: [],
  tombstones: [],
  blocks: [],
  keys: [],
  endpoints: [],
  told: [],
  alertRules: [],
  lastAlerts: [],
};

/** Gives the scopes what they were at when an earlier run ended. */
export function seedScopes(registry: Registry, { peaks, watched }: LiveSeed): void {
  for (const { scope: key, value, at } of peaks) {
    Object.assign(registry.scopes.get(key) ?? {}, { peak: value, peakAt: at });
  }
  for (const { scope: key, ms, liveMs } of watched) {
    const scope = registry.scopes.get(key);
    if (scope === undefined) continue;
    Object.assign(scope.watch, { banked: ms, ended: ms, endedLive: liveMs });
    scope.watchTold = ms;
    scope.liveWatchTold = liveMs;
  }
  for (const session of registry.sessions()) session.liveBanked = session.scope.watch.endedLive;
}

/** Rules begin with who is there now: what was before is known of their last alert alone. */
export function seedAlerts({ alerts, registry }: LiveState, { alertRules, lastAlerts }: LiveSeed): void {
  const last = new Map(lastAlerts.map((alert) => [alert.rule, alert]));
  for (const rule of alertRules) {
    const scope = registry.scopes.get(rule.scope);
    if (scope === undefined) continue;
    alerts.add(new AlertWatch(rule, scope, watchedAfter(rule, scope, last.get(rule.id))));
  }
  alerts.lookAtAll();
}

/** The crash may have added to it what no file has yet. */
export function tellWatchAgain(state: LiveState, scope: ScopeState): void {
  if (scope.watch.ended === 0) return;
  scope.watchTold = -1;
  state.touchedScopes.add(scope);
}
