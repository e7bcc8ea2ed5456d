import { MINUTE_MS } from '../durations.ts';
import type { ScopeKind } from '../protocol/client-messages.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { AlertList } from './alerts/alert-list.ts';
import type { ApiKeys } from './api-keys.ts';
import type { ScopeKey } from './catalogue.ts';
import type { Actor } from './changes.ts';
import { instantAt } from './clock.ts';
import type { MinuteClosed, Track } from './effects.ts';
import type { EndpointList } from './endpoint-list.ts';
import { isErased } from './erasing.ts';
import { figuresOf, type LiveFigures } from './figures.ts';
import { tryCatalogue } from './import-catalogue.ts';
import type { CatalogueLine } from './import-lines.ts';
import { idsOf, isPseudonymous, storedId } from './inheritance.ts';
import { minuteOf } from './instants.ts';
import type { LiveState } from './live-state.ts';
import type { Presence } from './presence.ts';
import type { Registry } from './registry.ts';
import type { Once } from './told.ts';
import type { Tombstone } from './tombstones.ts';

/** What a core can be asked; nothing here changes it. */
export class LiveView {
  protected readonly state: LiveState;

  constructor(state: LiveState) {
    this.state = state;
  }

  /** Rules number of the log; null before the first entry that says one. */
  get rules(): number | null {
    return this.state.incarnations.rules;
  }

  /** The incarnation that has been in the log for longest; null while none is. */
  get leader(): string | null {
    return this.state.incarnations.leader;
  }

  /** The nodes that take part in the log, the one that has for longest first. */
  get nodes(): readonly string[] {
    return [...this.state.incarnations.running.values()].map(({ node }) => node);
  }

  /** Whether any node but this one takes part in the log. */
  othersRun(node: string): boolean {
    return this.state.incarnations.othersRun(node);
  }

  /** The latest generation of a node; 0 for an unknown one, or one that has been away for an hour. */
  generationOf(node: string): number {
    return this.state.incarnations.generationOf(node);
  }

  get keys(): Pick<ApiKeys, 'find' | 'list'> {
    return this.state.keys;
  }

  get endpoints(): Pick<EndpointList, 'find' | 'list' | 'isEmpty'> {
    return this.state.endpoints;
  }

  get alerts(): Pick<AlertList, 'find' | 'list' | 'watches'> {
    return this.state.alerts;
  }

  get registry(): Registry {
    return this.state.registry;
  }

  /** Key of a scope within the tenant of an organization. */
  scopeOf(org: string, kind: ScopeKind, id: string): ScopeKey | undefined {
    return this.state.registry.scopeOf(org, kind, id)?.key;
  }

  /** Whether there is a scope of this key, still. */
  hasScope(key: ScopeKey): boolean {
    return this.state.registry.scopes.has(key);
  }

  /** The figures of a scope at a log time, not before the last entry. Throws for an unknown key. */
  figures(key: ScopeKey, at: number): LiveFigures {
    const scope = this.state.registry.scopes.get(key);
    if (scope === undefined) throw new Error(`no scope ${key}`);
    const { minuteTime, minuteCovered } = this.state;
    return figuresOf(scope, instantAt(this.state, at), {
      time: Math.max(0, minuteTime),
      covered: minuteCovered,
    });
  }

  /** Distinct attendees in a session of an organization's tenant. */
  concurrentIn(org: string, session: string): number {
    return this.state.registry.scopeOf(org, 'session', session)?.concurrent ?? 0;
  }

  /** Changes whenever a figure of the scope does that does not just go on with time; -1 for an unknown key. */
  versionOf(key: ScopeKey): number {
    return this.state.registry.scopes.get(key)?.version ?? -1;
  }

  /** What the minute row of a scope would be if the open minute ended at a log time; undefined while nothing was there. */
  openMinute(key: ScopeKey, track: Track, at: number): Omit<MinuteClosed, 'kind'> | undefined {
    const { registry, active, minuteTime } = this.state;
    const scope = registry.scopes.get(key);
    if (scope === undefined || !active.has(scope) || scope.tracks[track].isIdle) return undefined;
    const { covered } = instantAt(this.state, Math.min(at, minuteTime + MINUTE_MS));
    return minuteOf(this.state, { scope, track, covered });
  }

  /** Keys of the sessions that count in a scope. */
  sessionsIn(key: ScopeKey): ScopeKey[] {
    return this.state.registry.sessionsIn(key).map((session) => session.row.key);
  }

  /** Start of the open minute, ms; -1 before the first entry. */
  get minuteStart(): number {
    return this.state.minuteTime;
  }

  /** Of a session; null where none is set. */
  capacityOf(key: ScopeKey): number | null {
    return this.state.registry.sessionByKey(key)?.row.details.capacity ?? null;
  }

  /** Whether the person of a token was erased since it was issued. */
  isErased(actor: Pick<Actor, 'org' | 'attendee' | 'issuedAt'>): boolean {
    return isErased(this.state, actor);
  }

  /** Whether an organization wants no id of an attendee stored. */
  isPseudonymous(org: string): boolean {
    const organization = this.registry.organization(org);
    return organization !== undefined && isPseudonymous(organization);
  }

  /** What a person whom a token of an organization names is stored as. */
  storedId(org: string, id: string): string {
    const organization = this.registry.organization(org);
    return organization === undefined ? id : storedId(organization, id);
  }

  /** All that such a person may be stored as. */
  idsOf(org: string, id: string): string[] {
    const organization = this.registry.organization(org);
    return organization === undefined ? [id] : idsOf(organization, id);
  }

  /** Everybody in a tenant who was erased. */
  tombstones(): Tombstone[] {
    return this.state.tombstones.list();
  }

  /** Whether something has been told of a scope, for good or until it is over. */
  isTold(scope: ScopeKey, once: Once): boolean {
    return this.state.told.has(scope, once);
  }

  /** Log time of the last erasure in a tenant, ms; undefined before the first. */
  lastErasure(tenant: ScopeKey): number | undefined {
    return this.state.tombstones.latest(tenant);
  }

  /** Log time until which somebody is kept out of a session or organization, ms; null when they are not. */
  blockedUntil(key: ScopeKey, attendee: string): number | null {
    const tenant = this.state.registry.byKey(key)?.row.tenant ?? 0;
    return this.state.blocks.until({ tenant, scope: key, attendee }) || null;
  }

  /** Who is present in a scope, in the order in which their slices began. */
  present(key: ScopeKey): Presence[] {
    const sessions = this.state.registry.sessionsIn(key);
    return sessions.flatMap((session) => [...session.presences]).sort((a, b) => a.slice - b.slice);
  }

  /** Sees the catalogue as it would be with the lines of an import, each with what would become of it; nothing is changed. */
  tryCatalogue<T>(
    actor: Actor,
    lines: readonly CatalogueLine[],
    look: (outcomes: readonly (ErrorCode | null)[]) => T,
  ): T {
    return tryCatalogue(this.state, { actor, lines }, look);
  }
}
