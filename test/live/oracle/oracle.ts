import type {
  Actor,
  Change,
  DeleteEventChange,
  DeleteOrganizationChange,
  DeleteSessionChange,
  Entry,
  EraseChange,
  EventActionChange,
  JoinChange,
  KickChange,
  LeaveChange,
  PutSessionChange,
} from '../../../server/live/changes.ts';
import type { EndedBy } from '../../../server/live/effects.ts';
import type { Mode } from '../../../server/protocol/client-messages.ts';
import type { ErrorCode } from '../../../server/protocol/error-codes.ts';
import { OracleBlocks } from './blocks.ts';
import { OracleCatalogue } from './catalogue.ts';
import type { OracleSession, ScopeName, Span } from './model.ts';
import type { OracleEnding } from './nodes.ts';
import { OracleNodes } from './nodes.ts';
import { OraclePresence } from './presence.ts';

type Deletion = DeleteSessionChange | DeleteEventChange | DeleteOrganizationChange;

/** What live must say of an engagement. */
export interface OracleEngaged {
  readonly id: string;
  readonly session: string | null;
  readonly at: number;
  readonly present: boolean;
  /** What it counts in. */
  readonly scopes: readonly string[];
}

export interface OracleApplied {
  readonly outcomes: readonly (ErrorCode | null)[];
  readonly standstill: boolean;
  readonly skipped: 'repeated' | 'ended' | null;
  readonly endings: readonly OracleEnding[];
}

/**
 * A brute-force model of presence, written from the design apart from `server/live`: it keeps every slice there ever
 * was, and every figure is computed anew from them.
 */
export class Oracle {
  readonly catalogue = new OracleCatalogue();
  readonly presence = new OraclePresence();
  readonly nodes = new OracleNodes();
  readonly engaged: OracleEngaged[] = [];
  readonly erasures: { readonly tenant: string; readonly attendee: string; readonly at: number }[] = [];
  readonly blocks = new OracleBlocks();
  /** Organizations by the ids of their API keys. */
  readonly keys = new Map<string, string>();
  /** Spans in which the log was alive, and the times of its entries. */
  readonly runs: Span[] = [];
  readonly times: number[] = [];

  apply(entry: Entry): OracleApplied {
    const { skipped, standstill, before, after } = this.nodes.apply(entry);
    this.#pass(entry.time, standstill);
    for (const ending of before) this.#end(ending, entry.time);
    const changes = skipped === null ? entry.changes : [];
    const outcomes = changes.map((change) => this.#change(change, entry));
    for (const ending of after) this.#end(ending, entry.time);
    return { outcomes, standstill, skipped, endings: [...before, ...after] };
  }

  #pass(time: number, standstill: boolean): void {
    const before = this.times.at(-1);
    this.times.push(time);
    const run = this.runs.at(-1);
    if (run === undefined || standstill) {
      this.presence.postpone(time - (before ?? time));
      this.runs.push({ start: time, end: time });
    } else {
      this.presence.expire(time);
      this.runs[this.runs.length - 1] = { start: run.start, end: time };
    }
  }

  /** Everybody who was connected to it is dropped, as of its last entry. */
  #end({ incarnation: { name, times }, windowMs }: OracleEnding, at: number): void {
    const ageMs = at - (times.at(-1) ?? at);
    for (const connection of this.presence.connectionsOf(name)) {
      this.#goAway({ kind: 'drop', connection, ageMs, windowMs }, `${name} ${connection}`, at);
    }
  }

  #change(change: Change, entry: Entry): ErrorCode | null {
    const at = entry.time;
    if ('actor' in change && change.kind !== 'leave') this.catalogue.knowOrganization(change.actor.org);
    if ('actor' in change && this.#isErased(change.actor)) return 'erased';
    const connection = 'connection' in change ? `${entry.incarnation} ${change.connection}` : '';
    switch (change.kind) {
      case 'start':
      case 'stop':
      case 'raiseRules':
        return null;
      case 'join':
        return this.#join(change, connection, at);
      case 'leave':
        return this.#leave(change, connection, at);
      case 'drop':
      case 'silent':
        return this.#goAway(change, connection, at);
      case 'visibility':
      case 'played':
        return this.#tell(change, connection, at);
      case 'engage':
        this.#engage(change, at);
        return null;
      case 'deleteSession':
      case 'deleteEvent':
      case 'deleteOrganization':
        return this.#delete(change, at);
      case 'eventAction':
        return this.#endEvent(change, at);
      case 'putEvent':
        return this.catalogue.putEvent(change);
      case 'putOrganization':
        return this.catalogue.putOrganization(change);
      case 'putSession':
        return this.#putSession(change);
      case 'sessionAction': {
        const session = this.catalogue.reach(change.actor, change.session);
        if (!session) return 'not_found';
        this.catalogue.act(session, change.action, at);
        return null;
      }
      case 'keep':
      case 'purge':
      case 'importPart':
      case 'importEnd':
      case 'importGone':
      // Nothing is counted of them.
      case 'putWebhook':
      case 'deleteWebhook':
      case 'rotateWebhook':
      case 'disableWebhook':
      case 'announce':
      case 'deliveries':
      case 'redeliver':
      case 'putAlert':
      case 'deleteAlert':
      case 'muteAlert':
      case 'acknowledgeAlert':
      case 'putReport':
      case 'deleteReport':
      case 'settleReport':
        return null;
      case 'erase':
        return this.#erase(change, at);
      case 'putKey':
        if (this.keys.has(change.id)) return 'id_taken';
        this.keys.set(change.id, change.actor.org);
        return null;
      case 'deleteKey': {
        const owner = this.keys.get(change.id);
        if (!owner || !this.catalogue.organizations.reaches(change.actor.org, owner)) return 'not_found';
        this.keys.delete(change.id);
        return null;
      }
      case 'kick':
        return this.#kick(change, at);
      case 'disconnect': {
        const { org } = change.actor;
        const scope = `${this.catalogue.tenantOf(change.actor)}/organization:${org}`;
        this.blocks.say(scope, change.attendee, { at, blockMs: change.blockMs });
        this.#putOut((session) => session.owners.includes(org), change.attendee, at);
        this.blocks.expelled.push({ attendee: change.attendee, scope });
        return null;
      }
    }
  }

  #delete(change: Deletion, at: number): ErrorCode | null {
    const { catalogue } = this;
    const { actor, id, purge } = change;
    const isAdmin = actor.role === 'admin';
    const scope = this.#toDelete(change);
    if (typeof scope === 'string') return scope;
    if (purge && !isAdmin) return 'not_allowed';
    const sessions = catalogue.sessionsIn(scope);
    const slices = this.presence.slices.filter((slice) => sessions.includes(slice.session));
    if (slices.some((slice) => !slice.ended)) return 'in_use';
    const hasHistory = slices.length > 0 || sessions.some((session) => session.hasEngagements);
    if (hasHistory && !purge) return 'has_history';
    const session = catalogue.session(actor, id);
    const event = catalogue.event(actor, id);
    const gone: ScopeName[] = [];
    if (scope.kind === 'session' && session) gone.push(...catalogue.deleteSession(session));
    if (scope.kind === 'event' && event) gone.push(...catalogue.deleteEvent(event));
    if (scope.kind === 'organization') gone.push(...catalogue.deleteOrganization(id));
    for (const { org, kind, id } of gone) this.blocks.lift(`${org}/${kind}:${id}`, at);
    const organizations = gone.filter(({ kind }) => kind === 'organization').map(({ id }) => id);
    for (const [key, owner] of this.keys) if (organizations.includes(owner)) this.keys.delete(key);
    return null;
  }

  #toDelete({ kind, actor, id }: Deletion): ScopeName | ErrorCode {
    const { catalogue } = this;
    const org = catalogue.tenantOf(actor);
    if (kind === 'deleteOrganization') {
      if (actor.event !== undefined || actor.role !== 'admin') return 'not_allowed';
      if (!catalogue.organizations.reaches(actor.org, id)) return 'not_found';
      return id === actor.org ? 'in_use' : { org, kind: 'organization', id };
    }
    if (kind === 'deleteSession')
      return catalogue.reach(actor, id) ? { org, kind: 'session', id } : 'not_found';
    const event = catalogue.event(actor, id);
    return event && catalogue.reaches(actor, event) ? { org, kind: 'event', id } : 'not_found';
  }

  #endEvent({ actor, event: id }: EventActionChange, at: number): ErrorCode | null {
    const event = this.catalogue.event(actor, id);
    if (!event || !this.catalogue.reaches(actor, event)) return 'not_found';
    for (const session of this.catalogue.sessionsIn({ org: event.org, kind: 'event', id })) {
      const open = session.windows.some(([, end]) => end === null);
      if (open) this.catalogue.act(session, 'end', at);
    }
    return null;
  }

  /** All that there ever was of them is somebody else's. */
  #erase({ actor, attendee, pseudonym }: EraseChange, at: number): null {
    const tenant = this.catalogue.tenantOf(actor);
    this.#putOut((session) => session.org === tenant, attendee ?? '', at, 'erased');
    for (const slice of this.presence.slices) {
      if (slice.session.org === tenant && slice.attendee === attendee) slice.attendee = pseudonym;
    }
    this.blocks.forget(tenant, attendee ?? '');
    this.blocks.expelled.push({ attendee: attendee ?? '', scope: `${tenant}/organization:${tenant}` });
    this.erasures.push({ tenant, attendee: attendee ?? '', at });
    return null;
  }

  #isErased(actor: Actor): boolean {
    const tenant = this.catalogue.tenantOf(actor);
    return this.erasures.some(
      (one) => one.tenant === tenant && one.attendee === actor.attendee && !(Number(actor.issuedAt) > one.at),
    );
  }

  #kick({ actor, session: id, attendee, blockMs }: KickChange, at: number): ErrorCode | null {
    const session = this.catalogue.reach(actor, id);
    if (!session) return 'not_found';
    const scope = `${session.org}/session:${session.id}`;
    const isSaid = this.blocks.say(scope, attendee, { at, blockMs });
    const wasIn = this.#putOut((one) => one === session, attendee, at);
    if (!isSaid && !wasIn) return 'not_joined';
    this.blocks.expelled.push({ attendee, scope });
    return null;
  }

  /** Gives whether anybody was in. */
  #putOut(
    isConcerned: (session: OracleSession) => boolean,
    attendee: string,
    at: number,
    endedBy: EndedBy = 'kick',
  ): boolean {
    const open = this.presence.slices.filter(
      (slice) => !slice.ended && slice.attendee === attendee && isConcerned(slice.session),
    );
    for (const slice of open) {
      for (const seat of slice.seats) this.presence.stand(seat, at, at);
      slice.windows = [];
      this.presence.endIfEmpty(slice, at, endedBy);
    }
    return open.length > 0;
  }

  #putSession(change: PutSessionChange): ErrorCode | null {
    const session = this.catalogue.reach(change.actor, change.id);
    const used = this.presence.slices.some((slice) => slice.session === session);
    if (used && !(change.event && change.event !== session?.event) && session?.kind !== change.details.kind)
      return 'immutable_field';
    return this.catalogue.putSession(change);
  }

  #join(change: JoinChange, connection: string, at: number): ErrorCode | null {
    const session = this.#sessionToJoin(change);
    if (!session) return 'session_not_found';
    const { attendee } = change.actor;
    const owners = session.owners.map((owner) => `organization:${owner}`);
    const scopes = [`session:${session.id}`, ...owners];
    const names = scopes.map((scope) => `${session.org}/${scope}`);
    if (this.blocks.holds(names, attendee, at)) return 'kicked';
    const mode = this.#mode(session, change);
    if (!mode) return 'replay_off';
    if (this.#isFull(session, attendee)) return 'session_full';
    const seat = this.presence.seat(connection, session);
    if (seat?.slice.mode === mode) return null;
    if (seat) {
      this.presence.stand(seat, at, at);
      this.presence.endIfEmpty(seat.slice, at, 'leave');
    }
    const slice =
      this.presence.open(session, attendee).find((open) => open.mode === mode) ??
      this.presence.begin({ session, attendee, mode, country: change.country }, at);
    this.presence.sit(connection, slice, at);
    return null;
  }

  #sessionToJoin({ actor, session: id, strict }: JoinChange): OracleSession | undefined {
    if (this.catalogue.session(actor, id)) return this.catalogue.reach(actor, id);
    return strict ? undefined : this.catalogue.createSession(actor, id, actor.event ?? actor.org);
  }

  #mode(session: OracleSession, { actor, mode }: JoinChange): Mode | undefined {
    if (session.kind === 'networking') return 'live';
    const present = this.presence.open(session, actor.attendee).map((slice) => slice.mode);
    if (present.includes(mode) || !session.ended) return mode;
    return session.replay || present.includes('onDemand') ? 'onDemand' : undefined;
  }

  #isFull(session: OracleSession, attendee: string): boolean {
    const { capacity, enforceCapacity } = session;
    if (!enforceCapacity || capacity === null || this.presence.open(session, attendee).length > 0)
      return false;
    return this.presence.concurrent(session) >= capacity;
  }

  #leave({ actor, session: id }: LeaveChange, connection: string, at: number): ErrorCode | null {
    const session = this.catalogue.session(actor, id);
    const mine = session ? this.presence.open(session, actor.attendee) : [];
    const seat = session && this.presence.seat(connection, session);
    const held = mine.some((slice) => slice.seats.length > 0);
    if (mine.length === 0 || (held && !seat)) return 'not_joined';
    if (seat) this.presence.stand(seat, at, at);
    if (mine.every((slice) => slice.seats.length === 0)) for (const slice of mine) slice.windows = [];
    for (const slice of mine) this.presence.endIfEmpty(slice, at, 'leave');
    return null;
  }

  #goAway(change: Extract<Change, { kind: 'drop' | 'silent' }>, connection: string, at: number): null {
    for (const seat of this.presence.seats(connection)) {
      const { slice } = seat;
      this.presence.stand(seat, at - change.ageMs, at);
      if (change.kind === 'drop' && change.windowMs > 0) slice.windows.push(at + change.windowMs);
      this.presence.endIfEmpty(slice, at, change.kind === 'drop' ? 'drop' : 'timeout');
    }
    return null;
  }

  #tell(
    change: Extract<Change, { kind: 'visibility' | 'played' }>,
    connection: string,
    at: number,
  ): ErrorCode | null {
    const seat = this.presence.seats(connection).find(({ slice }) => slice.session.id === change.session);
    if (!seat) return 'not_joined';
    if (change.kind === 'visibility') seat.state = change.state;
    else if (seat.slice.mode === 'onDemand') seat.slice.played.push({ at, advanceMs: change.advanceMs });
    return null;
  }

  #engage({ actor, session: name, id }: Extract<Change, { kind: 'engage' }>, at: number): void {
    const session = this.catalogue.reach(actor, name);
    const used = this.presence.slices.some((slice) => slice.session === session);
    if (session && actor.role !== 'attendee' && !used) session.hasEngagements = true;
    const present = session !== undefined && this.presence.open(session, actor.attendee).length > 0;
    const owners = session?.owners.map((owner) => `organization:${owner}`) ?? [];
    const scopes = session ? [`session:${session.id}`, `event:${session.event}`, ...owners] : [];
    this.engaged.push({
      ...{ id, session: session?.id ?? null, at, present },
      scopes: scopes.map((scope) => `${this.catalogue.tenantOf(actor)}/${scope}`),
    });
  }
}
