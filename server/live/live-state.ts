import { DAY_MS } from '../durations.ts';
import { AlertList } from './alerts/alert-list.ts';
import { ApiKeys } from './api-keys.ts';
import { Blocks } from './blocks.ts';
import type { ScopeKey } from './catalogue.ts';
import { Deadlines } from './deadlines.ts';
import type { Effect } from './effects.ts';
import { EndpointList } from './endpoint-list.ts';
import type { StagedImport } from './importing.ts';
import { Incarnations } from './incarnations.ts';
import { type Member, membersOf } from './member.ts';
import type { Attendee, LiveConnection, Presence } from './presence.ts';
import type { CatalogueRows } from './registry.ts';
import { Registry } from './registry.ts';
import type { ScopeState } from './scope-state.ts';
import type { Emptied } from './silence.ts';
import { Told } from './told.ts';
import { Tombstones } from './tombstones.ts';
import { dayOf } from './watch.ts';

/** Everything that a core knows, and what the present instant has touched. Changed by the functions beside it only. */
export class LiveState {
  readonly registry: Registry;
  readonly incarnations = new Incarnations();
  readonly deadlines = new Deadlines();
  readonly tombstones = new Tombstones();
  readonly blocks = new Blocks();
  readonly keys = new ApiKeys();
  readonly endpoints = new EndpointList();
  readonly told = new Told();
  readonly alerts = new AlertList();
  /** Sessions that are live and in which nobody is any more, by key, in the order in which they became so. */
  readonly silences = new Map<ScopeKey, Emptied>();
  /** Attendees with an open slice, by tenant and id. */
  readonly attendees = new Map<ScopeKey, Map<string, Attendee>>();
  /** Joined connections, by incarnation and number. */
  readonly connections = new Map<string, Map<number, LiveConnection>>();
  /** Scopes in which somebody is counted, or was in the open minute. */
  readonly active = new Set<ScopeState>();
  /** What the present instant has touched. */
  readonly touchedAttendees: Attendee[] = [];
  readonly touchedScopes = new Set<ScopeState>();
  effects: Effect[] = [];
  /** By tenant. */
  readonly imports = new Map<ScopeKey, StagedImport>();
  lastSlice: number;
  /** Log time of the instant being applied, ms; null before the first. */
  time = 0;
  /** All that was not covered so far, ms: log time less this is covered time. */
  gaps = 0;
  /** Connections are not known: what is counted was found in slices, and no entry has come since. */
  isRecalled = false;
  /** Start of the open minute, ms; -1 before the first entry. */
  minuteTime = -1;
  minuteCovered = 0;

  constructor(rows: CatalogueRows & { readonly lastSlice: number }) {
    this.registry = new Registry(rows);
    this.lastSlice = rows.lastSlice;
  }

  get covered(): number {
    return this.time - this.gaps;
  }

  get dayStart(): number {
    return dayOf(this.time) * DAY_MS;
  }

  emit(effect: Effect): void {
    this.effects.push(effect);
  }

  attendee(tenant: ScopeKey, id: string): Attendee | undefined {
    return this.attendees.get(tenant)?.get(id);
  }

  addAttendee(tenant: ScopeKey, id: string): Attendee {
    const attendee: Attendee = { tenant, id, presences: [], before: null };
    this.#keep(attendee);
    return attendee;
  }

  /** To be called before anything about an attendee changes. */
  touch(attendee: Attendee): void {
    if (attendee.before !== null) return;
    attendee.before = attendee.presences.length === 0 ? NOBODY : membersOf(attendee);
    this.touchedAttendees.push(attendee);
  }

  forget(attendee: Attendee): void {
    const people = this.attendees.get(attendee.tenant);
    people?.delete(attendee.id);
    if (people?.size === 0) this.attendees.delete(attendee.tenant);
  }

  /** An attendee is another one from now on, also in what the present instant and the open minute know of them. */
  rename(tenant: ScopeKey, id: string, to: string): void {
    const attendee = this.attendee(tenant, id);
    if (attendee !== undefined) {
      this.forget(attendee);
      attendee.id = to;
      attendee.before = attendee.before?.map((member) => ({ ...member, attendee: to })) ?? null;
      this.#keep(attendee);
    }
    for (const scope of this.active) {
      if (this.registry.byKey(scope.key)?.row.tenant === tenant)
        for (const track of scope.tracks) track.rename(id, to);
    }
  }

  #keep(attendee: Attendee): void {
    const people = this.attendees.get(attendee.tenant) ?? new Map<string, Attendee>();
    people.set(attendee.id, attendee);
    this.attendees.set(attendee.tenant, people);
  }

  /** All open slices, in no particular order. */
  *presences(): Generator<Presence> {
    for (const people of this.attendees.values())
      for (const attendee of people.values()) yield* attendee.presences;
  }
}

const NOBODY: readonly Member[] = [];
