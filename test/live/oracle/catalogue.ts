import type {
  Actor,
  PutEventChange,
  PutOrganizationChange,
  PutSessionChange,
  SessionAction,
} from '../../../server/live/changes.ts';
import type { ErrorCode } from '../../../server/protocol/error-codes.ts';
import type { OracleEvent, OracleSession, ScopeName } from './model.ts';
import { OracleOrganizations } from './organizations.ts';

/** Organizations, events and sessions. In names, `org` is the tenant. */
export class OracleCatalogue {
  readonly scopes: ScopeName[] = [];
  readonly organizations = new OracleOrganizations();
  readonly events: OracleEvent[] = [];
  readonly sessions: OracleSession[] = [];
  /** Those that have been deleted, too. */
  readonly allSessions: OracleSession[] = [];

  has({ org, kind, id }: ScopeName): boolean {
    return this.scopes.some((scope) => scope.org === org && scope.kind === kind && scope.id === id);
  }

  tenantOf({ org }: Actor): string {
    return this.organizations.tenantOf(org);
  }

  event(actor: Actor, id: string): OracleEvent | undefined {
    const tenant = this.tenantOf(actor);
    return this.events.find((event) => event.org === tenant && event.id === id);
  }

  session(actor: Actor, id: string): OracleSession | undefined {
    const tenant = this.tenantOf(actor);
    return this.sessions.find((session) => session.org === tenant && session.id === id);
  }

  /** The session as the actor's token reaches it. */
  reach(actor: Actor, id: string): OracleSession | undefined {
    const session = this.session(actor, id);
    const event = session && this.event(actor, session.event);
    return event && this.reaches(actor, event) ? session : undefined;
  }

  reaches(actor: Actor, { id, owner }: OracleEvent): boolean {
    return (actor.event === undefined || actor.event === id) && this.organizations.reaches(actor.org, owner);
  }

  knowOrganization(org: string): void {
    this.organizations.know(org);
    this.#know({ org: this.organizations.tenantOf(org), kind: 'organization', id: org });
  }

  putOrganization(change: PutOrganizationChange): ErrorCode | null {
    const outcome = this.organizations.put(change);
    if (outcome === null) this.knowOrganization(change.id);
    return outcome;
  }

  putEvent({ actor, id, organization }: PutEventChange): ErrorCode | null {
    const owner = organization ?? actor.org;
    if (!this.organizations.reaches(actor.org, owner)) return 'not_found';
    const known = this.event(actor, id);
    if (!known) this.createEvent(actor, id, owner);
    else if (!this.reaches(actor, known)) return 'id_taken';
    else if (organization !== undefined && known.owner !== organization) return 'immutable_field';
    return null;
  }

  createEvent(actor: Actor, id: string, owner: string): OracleEvent {
    const event = { org: this.tenantOf(actor), id, owner };
    this.#know({ org: event.org, kind: 'event', id });
    this.events.push(event);
    return event;
  }

  /** In an event that is there, or in one that is made for it; undefined when that is out of reach. */
  createSession(actor: Actor, id: string, eventId: string): OracleSession | undefined {
    const event = this.event(actor, eventId) ?? this.createEvent(actor, eventId, actor.org);
    if (!this.reaches(actor, event)) return undefined;
    const { org } = event;
    this.#know({ org, kind: 'session', id });
    const session: OracleSession = {
      ...{ org, id, event: eventId, kind: 'mainStage' as const, capacity: null, enforceCapacity: false },
      ...{ windows: [], ended: false, replay: false, owners: this.organizations.chain(event.owner) },
      ...{ gone: new Set<string>(), hasEngagements: false },
    };
    this.sessions.push(session);
    this.allSessions.push(session);
    return session;
  }

  putSession({ actor, id, event, details }: PutSessionChange): ErrorCode | null {
    const known = this.session(actor, id);
    if (!known && event !== undefined && !this.event(actor, event)) return 'not_found';
    if (known && !this.reach(actor, id)) return 'id_taken';
    const session = known ?? this.createSession(actor, id, event ?? actor.org);
    if (!session) return 'not_found';
    if (event !== undefined && session.event !== event) return 'immutable_field';
    session.kind = details.kind;
    session.capacity = details.capacity;
    session.enforceCapacity = details.enforceCapacity;
    return null;
  }

  act(session: OracleSession, action: SessionAction, at: number): void {
    if (action === 'replayOn') session.replay = true;
    if (action === 'replayOff') session.replay = false;
    if (action === 'goLive') goLive(session, at);
    if (action === 'end') end(session, at);
  }

  deleteSession(session: OracleSession): ScopeName[] {
    const { org, id } = session;
    remove(this.sessions, session);
    session.gone.add('session');
    return [this.#forget({ org, kind: 'session', id })];
  }

  deleteEvent(event: OracleEvent): ScopeName[] {
    const { org, id } = event;
    const inside = this.sessions.filter((session) => session.org === org && session.event === id);
    const sessions = inside.flatMap((session) => this.deleteSession(session));
    remove(this.events, event);
    for (const session of this.allSessions)
      if (session.org === org && session.event === id) session.gone.add('event');
    return [...sessions, this.#forget({ org, kind: 'event', id })];
  }

  deleteOrganization(id: string): ScopeName[] {
    const org = this.organizations.tenantOf(id);
    const events = this.events
      .filter((event) => event.org === org && event.owner === id)
      .flatMap((event) => this.deleteEvent(event));
    const below = this.organizations.all
      .filter(({ parent }) => parent === id)
      .flatMap((child) => this.deleteOrganization(child.id));
    this.organizations.remove(id);
    for (const session of this.allSessions)
      if (session.org === org && session.owners.includes(id)) session.gone.add(id);
    return [...events, ...below, this.#forget({ org, kind: 'organization', id })];
  }

  /** The sessions that would go with it. */
  sessionsIn({ org, kind, id }: ScopeName): OracleSession[] {
    return this.sessions.filter((session) => {
      if (session.org !== org) return false;
      if (kind === 'organization') return session.owners.includes(id);
      return (kind === 'event' ? session.event : session.id) === id;
    });
  }

  #forget(scope: ScopeName): ScopeName {
    const known = this.scopes.find(({ org, kind, id }) => {
      return org === scope.org && kind === scope.kind && id === scope.id;
    });
    if (known) remove(this.scopes, known);
    return scope;
  }

  #know(scope: ScopeName): void {
    if (!this.has(scope)) this.scopes.push(scope);
  }
}

function remove<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1);
}

function isLive(session: OracleSession): boolean {
  const last = session.windows.at(-1);
  return last !== undefined && last[1] === null;
}

function goLive(session: OracleSession, at: number): void {
  if (!isLive(session)) session.windows.push([at, null]);
  session.ended = false;
}

function end(session: OracleSession, at: number): void {
  if (session.ended) return;
  session.ended = true;
  const open = session.windows.pop();
  session.windows.push([open?.[0] ?? null, at]);
}
