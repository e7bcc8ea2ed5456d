import type { ScopeKind } from '../protocol/client-messages.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { type Act, changedFields, detailsOf, isAct } from './acts.ts';
import type { ApiKeys } from './api-keys.ts';
import type { ScopeKey } from './catalogue.ts';
import { actOnEvent, actOnSession, putEvent, putSession } from './cataloguing.ts';
import type { Actor, Change, Entry } from './changes.ts';
import { deleteEvent, deleteOrganization, deleteSession } from './deleting.ts';
import type { Applied, MinuteClosed, Track } from './effects.ts';
import { endIncarnations } from './ending.ts';
import { erase, isErased } from './erasing.ts';
import { disconnect, kick } from './expelling.ts';
import { figuresOf, type LiveFigures } from './figures.ts';
import type { CatalogueLine } from './import-lines.ts';
import { dropStaleImports, endImport, giveUpImport, stagePart, tryCatalogue } from './importing.ts';
import { idsOf, isPseudonymous, storedId } from './inheritance.ts';
import { closeInstant, minuteOf, turnDay, turnMinute } from './instants.ts';
import { drop, expire, join, leave, silent } from './joining.ts';
import { keep } from './keeping.ts';
import { deleteKey, putKey } from './keying.ts';
import { LiveState } from './live-state.ts';
import { putOrganization } from './organizations.ts';
import type { Presence } from './presence.ts';
import { purge } from './purging.ts';
import { type Past, recall } from './recall.ts';
import type { Registry } from './registry.ts';
import { EMPTY_SEED, type LiveSeed, seedScopes, tellWatchAgain } from './seeding.ts';
import { type LiveSnapshot, readSnapshot, writeSnapshot } from './snapshot.ts';
import { engage, play, see } from './telling.ts';
import type { Tombstone } from './tombstones.ts';
import type { Instant } from './track.ts';
import { dayOf } from './watch.ts';

/** Entries further apart are a standstill: nothing is known of the time between, ms (design section 4). */
export const STANDSTILL_MS = 2000;

const MINUTE_MS = 60_000;
const NOTHING: readonly MinuteClosed[] = [];
const UNDONE: Pick<Applied, 'outcomes' | 'ended'> = { outcomes: [], ended: [] };

/**
 * The core: presence and counters as a pure function of the log. No I/O, no timers, no clock of its own; every node that
 * applies the same entries has the same state, to the byte of its snapshot.
 */
export class Live {
  readonly #state: LiveState;
  #started: boolean;
  #lastEntry: number;
  #runStart: number;
  /** Minutes that closed while the past was recalled; told with the first entry. */
  #recalled: readonly MinuteClosed[] = NOTHING;

  constructor(seed: LiveSeed = EMPTY_SEED, snapshot?: LiveSnapshot) {
    this.#state = new LiveState(seed);
    this.#started = snapshot !== undefined;
    this.#lastEntry = snapshot?.lastEntry ?? 0;
    this.#runStart = snapshot?.runStart ?? 0;
    seedScopes(this.#state.registry, seed);
    for (const tombstone of seed.tombstones) this.#state.tombstones.put(tombstone);
    for (const key of seed.keys) this.#state.keys.add(key);
    for (const block of seed.blocks) this.#state.blocks.put(block);
    if (snapshot !== undefined) readSnapshot(this.#state, snapshot);
  }

  /** Goes on where a snapshot was taken. Throws when it is of another version. */
  static restore(snapshot: LiveSnapshot): Live {
    return new Live(
      {
        ...snapshot.catalogue,
        lastSlice: snapshot.lastSlice,
        peaks: [],
        watched: [],
        tombstones: snapshot.tombstones,
        blocks: snapshot.blocks,
        keys: snapshot.keys,
      },
      snapshot,
    );
  }

  snapshot(): LiveSnapshot {
    return writeSnapshot(this.#state, { lastEntry: this.#lastEntry, runStart: this.#runStart });
  }

  /** Log time of the last entry, ms; null before the first. */
  get time(): number | null {
    return this.#started ? this.#lastEntry : null;
  }

  /** Rules number of the log; null before the first entry that says one. */
  get rules(): number | null {
    return this.#state.incarnations.rules;
  }

  /** The incarnation that has been in the log for longest; null while none is. */
  get leader(): string | null {
    return this.#state.incarnations.leader;
  }

  /** Whether any node but this one takes part in the log. */
  othersRun(node: string): boolean {
    return this.#state.incarnations.othersRun(node);
  }

  /** The latest generation of a node; 0 for an unknown one, or one that has been away for an hour. */
  generationOf(node: string): number {
    return this.#state.incarnations.generationOf(node);
  }

  get keys(): Pick<ApiKeys, 'find' | 'list'> {
    return this.#state.keys;
  }

  get registry(): Registry {
    return this.#state.registry;
  }

  /**
   * Before the first entry: brings back the open minute of an earlier run from its slices, so that the minute goes on, or is
   * closed with the first entry.
   */
  recall(past: Past): void {
    if (this.#started) throw new Error('a core that has begun cannot recall');
    this.#recalled = recall(this.#state, past);
    for (const scope of this.#state.registry.scopes.values()) tellWatchAgain(this.#state, scope);
    this.#started = true;
    this.#lastEntry = past.end;
  }

  /** Key of a scope within the tenant of an organization. */
  scopeOf(org: string, kind: ScopeKind, id: string): ScopeKey | undefined {
    return this.#state.registry.scopeOf(org, kind, id)?.key;
  }

  /** Whether there is a scope of this key, still. */
  hasScope(key: ScopeKey): boolean {
    return this.#state.registry.scopes.has(key);
  }

  /** The figures of a scope at a log time, not before the last entry. Throws for an unknown key. */
  figures(key: ScopeKey, at: number): LiveFigures {
    const scope = this.#state.registry.scopes.get(key);
    if (scope === undefined) throw new Error(`no scope ${key}`);
    const { minuteTime, minuteCovered } = this.#state;
    return figuresOf(scope, this.#instantAt(at), { time: Math.max(0, minuteTime), covered: minuteCovered });
  }

  /** Distinct attendees in a session of an organization's tenant. */
  concurrentIn(org: string, session: string): number {
    return this.#state.registry.scopeOf(org, 'session', session)?.concurrent ?? 0;
  }

  /** Changes whenever a figure of the scope does that does not just go on with time; -1 for an unknown key. */
  versionOf(key: ScopeKey): number {
    return this.#state.registry.scopes.get(key)?.version ?? -1;
  }

  /** What the minute row of a scope would be if the open minute ended at a log time; undefined while nothing was there. */
  openMinute(key: ScopeKey, track: Track, at: number): Omit<MinuteClosed, 'kind'> | undefined {
    const { registry, active, minuteTime } = this.#state;
    const scope = registry.scopes.get(key);
    if (scope === undefined || !active.has(scope) || scope.tracks[track].isIdle) return undefined;
    const { covered } = this.#instantAt(Math.min(at, minuteTime + MINUTE_MS));
    return minuteOf(this.#state, { scope, track, covered });
  }

  /** The span since the last standstill, from its first entry to the last; undefined before the first. */
  get currentRun(): { start: number; end: number } | undefined {
    return this.#started ? { start: this.#runStart, end: this.#lastEntry } : undefined;
  }

  /** Keys of the sessions that count in a scope. */
  sessionsIn(key: ScopeKey): ScopeKey[] {
    return this.#state.registry.sessionsIn(key).map((session) => session.row.key);
  }

  /** Start of the open minute, ms; -1 before the first entry. */
  get minuteStart(): number {
    return this.#state.minuteTime;
  }

  /** Of a session; null where none is set. */
  capacityOf(key: ScopeKey): number | null {
    return this.#state.registry.sessionByKey(key)?.row.details.capacity ?? null;
  }

  /** Whether the person of a token was erased since it was issued. */
  isErased(actor: Pick<Actor, 'org' | 'attendee' | 'issuedAt'>): boolean {
    return isErased(this.#state, actor);
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
    return this.#state.tombstones.list();
  }

  /** Log time until which somebody is kept out of a session or organization, ms; null when they are not. */
  blockedUntil(key: ScopeKey, attendee: string): number | null {
    const tenant = this.#state.registry.byKey(key)?.row.tenant ?? 0;
    return this.#state.blocks.until({ tenant, scope: key, attendee }) || null;
  }

  /** Who is present in a scope, in the order in which their slices began. */
  present(key: ScopeKey): Presence[] {
    const sessions = this.#state.registry.sessionsIn(key);
    return sessions.flatMap((session) => [...session.presences]).sort((a, b) => a.slice - b.slice);
  }

  /** Sees the catalogue as it would be with the lines of an import, each with what would become of it; nothing is changed. */
  tryCatalogue<T>(
    actor: Actor,
    lines: readonly CatalogueLine[],
    look: (outcomes: readonly (ErrorCode | null)[]) => T,
  ): T {
    return tryCatalogue(this.#state, { actor, lines }, look);
  }

  apply(entry: Entry): Applied {
    const state = this.#state;
    state.effects = [...this.#recalled];
    this.#recalled = NOTHING;
    state.incarnations.forgetAbsent(entry.time);
    const skipped = state.incarnations.whySkipped(entry);
    const standstill = this.#isStandstill(entry, skipped === null);
    if (standstill) {
      this.#runStart = entry.time;
      this.#skipTo(entry.time);
      state.incarnations.forgetSigns();
    } else this.#runTo(entry.time);
    const turnsDay = this.#moveTo(entry.time);
    state.isRecalled = false;
    state.blocks.expire(entry.time);
    expire(state);
    const { outcomes, ended } = skipped === null ? this.#count(entry) : UNDONE;
    dropStaleImports(state);
    closeInstant(state);
    if (turnsDay) turnDay(state);
    this.#lastEntry = entry.time;
    return { outcomes, effects: state.effects, standstill, skipped, ended };
  }

  #count(entry: Entry): Pick<Applied, 'outcomes' | 'ended'> {
    const state = this.#state;
    state.incarnations.take(entry);
    const before = endIncarnations(state);
    const outcomes = entry.changes.map((change) =>
      isAct(change) ? this.#act(entry.incarnation, change) : this.#change(entry.incarnation, change),
    );
    const after = endIncarnations(state);
    return { outcomes, ended: after.length === 0 ? before : [...before, ...after] };
  }

  /** One who begins while nobody takes part cannot know what was before. */
  #isStandstill({ time }: Entry, counts: boolean): boolean {
    if (!this.#started || time - this.#lastEntry > STANDSTILL_MS) return true;
    return counts && this.#state.incarnations.leader === null;
  }

  /** The time between is not covered: deadlines wait, minutes without an entry have no figures. */
  #skipTo(time: number): void {
    const state = this.#state;
    const last = this.#started ? this.#lastEntry : time;
    const minute = minuteAt(time);
    if (this.#started && minute !== state.minuteTime) turnMinute(state, minute, state.covered);
    state.gaps += time - last;
    if (this.#started) return;
    this.#started = true;
    state.time = time;
    state.minuteTime = minute;
    state.minuteCovered = state.covered;
  }

  /** Deadlines before the entry take effect, each at its own instant. */
  #runTo(time: number): void {
    const state = this.#state;
    for (;;) {
      const due = state.deadlines.next() + state.gaps;
      if (due >= time) return;
      const turnsDay = this.#moveTo(due);
      expire(state);
      closeInstant(state);
      if (turnsDay) turnDay(state);
    }
  }

  /** Moves the clock; gives whether the UTC day turns at exactly this instant, to be done after its changes. */
  #moveTo(time: number): boolean {
    const state = this.#state;
    const before = state.time;
    const minute = minuteAt(time);
    if (minute !== state.minuteTime) turnMinute(state, minute, minute - state.gaps);
    state.time = time;
    if (dayOf(before) === dayOf(time)) return false;
    if (time === state.dayStart) return true;
    turnDay(state);
    return false;
  }

  #act(incarnation: string, act: Act): ErrorCode | null {
    const state = this.#state;
    const before = detailsOf(state, act);
    const outcome = this.#change(incarnation, act);
    // Nobody can delete their own organization.
    const actor = state.registry.organization(act.actor.org)?.row;
    if (outcome !== null || actor === undefined) return outcome;
    const { tenant, key: organization } = actor;
    const fields = changedFields(before, detailsOf(state, act));
    state.emit({ kind: 'acted', tenant, organization, act, fields, at: state.time });
    return null;
  }

  #change(incarnation: string, change: Change): ErrorCode | null {
    const state = this.#state;
    if ('actor' in change && isErased(state, change.actor)) return 'erased';
    switch (change.kind) {
      case 'start':
        return null;
      case 'stop':
        state.incarnations.stop(incarnation, change.windowMs);
        return null;
      case 'raiseRules':
        state.incarnations.raiseRules(change.rules);
        return null;
      case 'join':
        return join(state, incarnation, change);
      case 'leave':
        return leave(state, incarnation, change);
      case 'drop':
        return drop(state, incarnation, change);
      case 'silent':
        return silent(state, incarnation, change);
      case 'visibility':
        return see(state, incarnation, change);
      case 'played':
        return play(state, incarnation, change);
      case 'engage':
        return engage(state, change);
      case 'putEvent':
        return putEvent(state, change);
      case 'putSession':
        return putSession(state, change);
      case 'sessionAction':
        return actOnSession(state, change);
      case 'putKey':
        return putKey(state, change);
      case 'deleteKey':
        return deleteKey(state, change);
      case 'kick':
        return kick(state, change);
      case 'disconnect':
        return disconnect(state, change);
      case 'keep':
        return keep(state, change);
      case 'importPart':
        return stagePart(state, incarnation, change);
      case 'importEnd':
        return endImport(state, change);
      case 'importGone':
        return giveUpImport(state, change);
      case 'deleteOrganization':
        return deleteOrganization(state, change);
      case 'deleteEvent':
        return deleteEvent(state, change);
      case 'deleteSession':
        return deleteSession(state, change);
      case 'eventAction':
        return actOnEvent(state, change);
      case 'erase':
        return erase(state, change);
      case 'purge':
        return purge(state, change);
      case 'putOrganization':
        return putOrganization(state, change);
      default:
        return change satisfies never;
    }
  }

  #instantAt(time: number): Instant {
    return { time, covered: time - this.#state.gaps };
  }
}

function minuteAt(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}
