import type { Organization, Session } from '../../../server/live/catalogue.ts';
import type { Deleted, Effect, MinuteClosed } from '../../../server/live/effects.ts';
import type { OracleExpelled } from './blocks.ts';
import type { OrganizationFacts, SessionFacts, SliceFacts } from './facts.ts';
import type { OracleEngaged } from './oracle.ts';
import { type ClosedMinute, minuteKey } from './totals.ts';

type Written<T> = { -readonly [K in keyof T]: T[K] };

/** What a recorder would have stored of live's effects, in the oracle's words. */
export class LiveRecord {
  readonly names = new Map<number, string>();
  readonly organizations = new Map<string, OrganizationFacts>();
  readonly sessions = new Map<string, SessionFacts>();
  readonly slices = new Map<number, Written<SliceFacts>>();
  readonly minutes = new Map<string, ClosedMinute>();
  readonly seen = new Set<string>();
  readonly peaks = new Map<string, { value: number; at: number }>();
  readonly watched = new Map<string, { ms: number; liveMs: number }>();
  readonly engaged: OracleEngaged[] = [];
  readonly expelled: OracleExpelled[] = [];
  readonly keys = new Set<string>();
  /** When each is over, as it was said last; 0: it was lifted. */
  readonly blocks = new Map<string, number>();
  /** What contradicts itself: a minute closed twice, a slice that ended twice. */
  readonly faults: string[] = [];
  readonly #organizations = new Map<number, string>();
  readonly #sessions = new Map<number, string>();

  add(effect: Effect): void {
    switch (effect.kind) {
      case 'organization':
        this.#organization(effect.organization);
        return;
      case 'event':
        this.#name(effect.event, 'event');
        return;
      case 'session':
        this.#name(effect.session, 'session');
        this.#session(effect.session);
        return;
      case 'deleted':
        this.#delete(effect);
        return;
      case 'minute':
        this.#minute(effect);
        return;
      case 'seen':
        this.seen.add(`${this.#scopeDay(effect)} ${effect.attendee}`);
        return;
      case 'peak':
        this.peaks.set(this.#scopeDay(effect), { value: effect.value, at: effect.at });
        return;
      case 'watch':
        this.watched.set(this.#scopeDay(effect), { ms: effect.ms, liveMs: effect.liveMs });
        return;
      case 'engaged': {
        const { id, session, at, present } = effect;
        const scopes = effect.scopes.map((key) => this.names.get(key) ?? '?');
        this.engaged.push({
          id,
          session: session === null ? null : (this.#sessions.get(session) ?? '?'),
          at,
          present,
          scopes,
        });
        return;
      }
      case 'kept':
      case 'purged':
      case 'importPart':
      case 'importGone':
      case 'importEnded':
      case 'reportPut':
      case 'reportDeleted':
      case 'reportSettled':
        return;
      case 'alertRule':
      case 'alertRuleGone':
      case 'alertRaised':
      case 'alertCleared':
      case 'alertAcknowledged':
      case 'acted':
      case 'announced':
      case 'told':
      case 'webhook':
      case 'webhookGone':
      case 'delivered':
      case 'redeliver':
      case 'messagesOver':
        return;
      case 'erased':
        this.#erase(effect);
        return;
      case 'keyMade':
        this.keys.add(effect.key.id);
        return;
      case 'keyDeleted':
        this.keys.delete(effect.id);
        return;
      case 'expelled':
        this.expelled.push({
          attendee: effect.attendee,
          scope: this.names.get(effect.session ?? effect.organization) ?? '?',
        });
        return;
      case 'blocked':
        this.blocks.set(`${this.names.get(effect.scope)} ${effect.attendee}`, effect.until);
        return;
      default:
        this.#slice(effect);
    }
  }

  /** As the recorder does it to what is written. */
  #erase({ tenant, attendee, pseudonym }: Extract<Effect, { kind: 'erased' }>): void {
    const prefix = `${this.#organizations.get(tenant)}/`;
    const isTheirs = (key: string) => key.startsWith(prefix) && key.endsWith(` ${attendee}`);
    for (const key of [...this.seen].filter(isTheirs)) {
      this.seen.delete(key);
      this.seen.add(`${key.slice(0, key.lastIndexOf(' '))} ${pseudonym}`);
    }
    for (const key of this.blocks.keys()) if (isTheirs(key)) this.blocks.delete(key);
    for (const [number, slice] of this.slices) {
      if (slice.session.startsWith(prefix) && slice.attendee === attendee)
        this.slices.set(number, { ...slice, attendee: pseudonym });
    }
  }

  #name({ key, tenant, id }: { key: number; tenant: number; id: string }, kind: string): void {
    this.names.set(key, `${this.#organizations.get(tenant)}/${kind}:${id}`);
  }

  #organization(organization: Organization): void {
    const { key, id, parent, version, details } = organization;
    const { name, pseudonymous } = details;
    this.#organizations.set(key, id);
    this.#name(organization, 'organization');
    const above = parent === null ? null : (this.#organizations.get(parent) ?? '?');
    this.organizations.set(this.names.get(key) ?? '?', { parent: above, version, name, pseudonymous });
  }

  /** What a recorder keeps of a scope alone goes with it. */
  #delete({ scope, scopeKind, id, parents }: Deleted): void {
    const name = this.names.get(scope) ?? '?';
    if (!name.endsWith(`/${scopeKind}:${id}`))
      this.faults.push(`deleted ${scopeKind} ${id} instead of ${name}`);
    for (const parent of parents)
      if (!this.names.has(parent)) this.faults.push(`no parent ${parent} of ${name}`);
    this.names.delete(scope);
    this.organizations.delete(name);
    this.sessions.delete(name);
    for (const kept of [this.minutes, this.seen, this.peaks, this.watched]) {
      for (const key of kept.keys()) if (key.startsWith(`${name} `)) kept.delete(key);
    }
  }

  #session({ key, id, event, windows, ended, replay, details, ...row }: Session): void {
    const { kind, capacity, enforceCapacity } = details;
    const { hasSlices, hasEngagements } = row;
    const facts = { event: this.names.get(event) ?? '?', windows, ended, replay, hasSlices, hasEngagements };
    this.#sessions.set(key, id);
    this.sessions.set(this.names.get(key) ?? '?', { ...facts, kind, capacity, enforceCapacity });
  }

  #scopeDay({ scope, day }: { scope: number; day: number }): string {
    return `${this.names.get(scope)} day ${day}`;
  }

  #minute({ kind: _, scope, track, minute, ...row }: MinuteClosed): void {
    const key = minuteKey(this.names.get(scope) ?? '?', track, minute);
    if (this.minutes.has(key)) this.faults.push(`closed twice: ${key}`);
    this.minutes.set(key, row);
  }

  #slice(effect: Extract<Effect, { slice: number }>): void {
    if (effect.kind === 'sliceStarted') {
      const { attendee, mode, start, country } = effect;
      const session = this.names.get(effect.session) ?? '?';
      if (this.slices.has(effect.slice)) this.faults.push(`slice number used twice: ${effect.slice}`);
      this.slices.set(effect.slice, {
        ...{ session, attendee, mode, start, country },
        ...{ ended: null, playedMs: null, state: 'active' },
      });
      return;
    }
    const slice = this.slices.get(effect.slice);
    if (!slice || slice.ended) {
      this.faults.push(`${effect.kind} of a slice that is not open: ${effect.slice}`);
    } else if (effect.kind === 'sliceEnded') {
      const { end, countedUntil, endedBy } = effect;
      slice.ended = { end, countedUntil, endedBy };
      slice.state = null;
    } else if (effect.kind === 'slicePlayed') {
      slice.playedMs = (slice.playedMs ?? 0) + effect.advanceMs;
    } else {
      slice.state = effect.state;
    }
  }
}
