import type { ScopeKind } from '../protocol/client-messages.ts';
import type {
  Event,
  EventDetails,
  Organization,
  OrganizationDetails,
  ScopeKey,
  Session,
  SessionDetails,
} from './catalogue.ts';
import {
  type EventState,
  type OrganizationState,
  organizationAndBelow,
  organizationAndParents,
  type SessionState,
} from './catalogue-states.ts';
import type { Actor } from './changes.ts';
import { KeyedList } from './keyed-list.ts';
import { plainEventDetails, plainOrganizationDetails, plainSessionDetails } from './plain.ts';
import { ScopeState } from './scope-state.ts';
import { Tenant } from './tenant.ts';

export * from './catalogue-states.ts';

export interface CatalogueRows {
  readonly organizations: readonly Organization[];
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  readonly lastKey: ScopeKey;
}

/** Organizations, events and sessions, who may reach them, and the state of their scopes. */
export class Registry {
  readonly scopes = new Map<ScopeKey, ScopeState>();
  readonly #organizations = new Map<string, OrganizationState>();
  readonly #byKey = new Map<ScopeKey, OrganizationState | EventState>();
  readonly #tenants = new Map<ScopeKey, Tenant>();
  readonly #sessionsByKey = new Map<ScopeKey, SessionState>();
  #lastKey: ScopeKey;
  #undo: (() => void)[] | null = null;

  constructor(rows: CatalogueRows) {
    this.#lastKey = rows.lastKey;
    // In the order in which they were made: what they hang on comes before them, and every core has the same order.
    const inOrder = [...rows.organizations, ...rows.events, ...rows.sessions].sort((a, b) => a.key - b.key);
    for (const row of inOrder) this.#add(row);
  }

  rows(): CatalogueRows {
    const events = [...this.#byKey.values()].flatMap((state) => ('organization' in state ? [state.row] : []));
    return {
      organizations: [...this.#organizations.values()].map((state) => state.row),
      events,
      sessions: [...this.#sessionsByKey.values()].map((state) => state.row),
      lastKey: this.#lastKey,
    };
  }

  organization(id: string): OrganizationState | undefined {
    return this.#organizations.get(id);
  }

  /** An organization that a valid token names exists; a new one is a root. */
  createOrganization(id: string): OrganizationState {
    const key = ++this.#lastKey;
    const details = plainOrganizationDetails(id);
    return this.#addOrganization({ key, id, tenant: key, parent: null, version: 1, details, salt: null });
  }

  createSubOrganization(
    { row }: OrganizationState,
    id: string,
    details: OrganizationDetails,
  ): OrganizationState {
    const key = ++this.#lastKey;
    return this.#addOrganization({
      ...{ key, id, tenant: row.tenant, parent: row.key },
      ...{ version: 1, details, salt: null },
    });
  }

  root(org: OrganizationState): OrganizationState {
    return this.#tenant(org).root;
  }

  /** How many organizations a tenant has. */
  organizationsIn(org: OrganizationState): number {
    return this.#tenant(org).organizations.size;
  }

  event(org: OrganizationState, id: string): EventState | undefined {
    return this.#tenant(org).eventsById.get(id);
  }

  session(org: OrganizationState, id: string): SessionState | undefined {
    return this.#tenant(org).sessionsById.get(id);
  }

  eventByShortCode(org: OrganizationState, shortCode: string): EventState | undefined {
    return this.#tenant(org).eventsByShortCode.get(shortCode);
  }

  replaceEvent(event: EventState, row: Event): void {
    const tenant = this.#tenant(event.organization);
    const before = event.row;
    this.onUndo(() => tenant.replaceEvent(event, before));
    tenant.replaceEvent(event, row);
  }

  /** Events of an organization and of all below it, in the order in which they were made, after the one of a key. */
  *eventsUnder(organization: OrganizationState, after: ScopeKey = 0): Generator<EventState> {
    const { root, events } = this.#tenant(organization);
    const under = organization === root ? undefined : new Set(organizationAndBelow(organization));
    for (const event of events.after(after)) {
      if (under === undefined || under.has(event.organization)) yield event;
    }
  }

  /** The organization and those below it, in the order in which they were made, after the one of a key. */
  *organizationsUnder(organization: OrganizationState, after: ScopeKey = 0): Generator<OrganizationState> {
    const { root, organizations } = this.#tenant(organization);
    const under = organization === root ? undefined : new Set(organizationAndBelow(organization));
    for (const one of organizations.after(after)) if (under === undefined || under.has(one)) yield one;
  }

  /** The sessions that count in a scope, in the order in which they were made; none for an unknown key. */
  sessionsIn(key: ScopeKey): SessionState[] {
    const session = this.#sessionsByKey.get(key);
    if (session !== undefined) return [session];
    const state = this.#byKey.get(key);
    if (state === undefined) return [];
    if ('organization' in state) return [...state.sessions];
    const sessions: SessionState[] = [];
    for (const { events } of organizationAndBelow(state)) {
      for (const event of events) sessions.push(...event.sessions);
    }
    return sessions.sort((a, b) => a.row.key - b.row.key);
  }

  organizations(): OrganizationState[] {
    return [...this.#organizations.values()];
  }

  sessions(): SessionState[] {
    return [...this.#sessionsByKey.values()];
  }

  sessionByKey(key: ScopeKey): SessionState | undefined {
    return this.#sessionsByKey.get(key);
  }

  /** The organization, event or session that a scope is. */
  byKey(key: ScopeKey): OrganizationState | EventState | SessionState | undefined {
    return this.#byKey.get(key) ?? this.#sessionsByKey.get(key);
  }

  createEvent(organization: OrganizationState, id: string, details?: EventDetails): EventState {
    return this.#addEvent({
      key: ++this.#lastKey,
      tenant: organization.row.tenant,
      id,
      organization: organization.row.key,
      version: 1,
      details: details ?? plainEventDetails(id),
      endedAt: null,
    });
  }

  createSession(event: EventState, id: string, details?: SessionDetails): SessionState {
    return this.#addSession({
      key: ++this.#lastKey,
      tenant: event.row.tenant,
      id,
      event: event.row.key,
      version: 1,
      details: details ?? plainSessionDetails(id),
      windows: [],
      ended: false,
      replay: false,
      hasSlices: false,
      hasEngagements: false,
    });
  }

  /** The highest key given so far. */
  get lastKey(): ScopeKey {
    return this.#lastKey;
  }

  /** Undoes all that `body` makes and changes here when it gives undefined: as if it had never been, keys included. */
  attempt<T>(body: () => T | undefined): T | undefined {
    const lastKey = this.#lastKey;
    const undo: (() => void)[] = [];
    this.#undo = undo;
    const result = body();
    this.#undo = null;
    if (result !== undefined) return result;
    for (const back of undo.reverse()) back();
    this.#lastKey = lastKey;
    return undefined;
  }

  /** Something here is about to change: how to undo it, should it be an attempt. */
  onUndo(back: () => void): void {
    this.#undo?.push(back);
  }

  deleteSession(session: SessionState): void {
    const { key, id } = session.row;
    session.event.sessions.delete(session);
    this.#tenant(session.event.organization).sessionsById.delete(id);
    this.#sessionsByKey.delete(key);
    this.scopes.delete(key);
  }

  /** Its sessions must be gone. */
  deleteEvent(event: EventState): void {
    event.organization.events.delete(event);
    this.#tenant(event.organization).deleteEvent(event);
    this.#byKey.delete(event.row.key);
    this.scopes.delete(event.row.key);
  }

  /** No root; its events and the organizations below must be gone. */
  deleteOrganization(organization: OrganizationState): void {
    const { key, id } = organization.row;
    organization.parent?.children.delete(organization);
    this.#tenant(organization).organizations.delete(organization);
    this.#organizations.delete(id);
    this.#byKey.delete(key);
    this.scopes.delete(key);
  }

  /** Whether an organization is a root, and there is no other one. */
  isOnlyRoot(org: string): boolean {
    return this.#tenants.size === 1 && this.#organizations.get(org)?.parent === null;
  }

  /** Whether a token of an organization and perhaps an event reaches something of an event. */
  reaches(actor: Pick<Actor, 'org' | 'event'>, event: EventState): boolean {
    if (actor.event !== undefined && actor.event !== event.row.id) return false;
    return this.reachesOrganization(actor.org, event.organization);
  }

  /** A parent organization's token reaches its sub-organizations. */
  reachesOrganization(org: string, organization: OrganizationState): boolean {
    return organizationAndParents(organization).some(({ row }) => row.id === org);
  }

  /** Id of the root of an organization's tenant; of an unknown one its own. */
  tenantId(org: string): string {
    const state = this.#organizations.get(org);
    return state === undefined ? org : this.#tenant(state).root.row.id;
  }

  /** Resolves a scope within the tenant of an organization. */
  scopeOf(org: string, kind: ScopeKind, id: string): ScopeState | undefined {
    const own = this.#organizations.get(org);
    if (own === undefined) return undefined;
    if (kind === 'session') return this.session(own, id)?.scope;
    if (kind === 'event') return this.event(own, id)?.scope;
    const other = this.#organizations.get(id);
    return other?.row.tenant === own.row.tenant ? other.scope : undefined;
  }

  #add(row: Organization | Event | Session): void {
    if ('event' in row) this.#addSession(row);
    else if ('organization' in row) this.#addEvent(row);
    else this.#addOrganization(row);
  }

  #tenant(org: OrganizationState): Tenant {
    const tenant = this.#tenants.get(org.row.tenant);
    if (tenant === undefined) throw new Error(`no tenant ${org.row.tenant} for organization ${org.row.id}`);
    return tenant;
  }

  #scope(key: ScopeKey, kind: ScopeKind): ScopeState {
    const scope = new ScopeState(key, kind);
    this.scopes.set(key, scope);
    return scope;
  }

  #addOrganization(row: Organization): OrganizationState {
    const parent = row.parent === null ? null : this.#organizationOf(row.parent);
    const lists = { children: new KeyedList<OrganizationState>(), events: new KeyedList<EventState>() };
    const state = { row, parent, ...lists, scope: this.#scope(row.key, 'organization') };
    this.#organizations.set(row.id, state);
    this.#byKey.set(row.key, state);
    if (parent === null) this.#tenants.set(row.tenant, new Tenant(state));
    else parent.children.add(state);
    this.#tenant(state).organizations.add(state);
    this.onUndo(() => {
      this.deleteOrganization(state);
      if (parent === null) this.#tenants.delete(row.tenant);
    });
    return state;
  }

  #addEvent(row: Event): EventState {
    const organization = this.#organizationOf(row.organization);
    const sessions = new KeyedList<SessionState>();
    const state = { row, organization, sessions, scope: this.#scope(row.key, 'event') };
    organization.events.add(state);
    this.#tenant(organization).addEvent(state);
    this.#byKey.set(row.key, state);
    this.onUndo(() => this.deleteEvent(state));
    return state;
  }

  #addSession(row: Session): SessionState {
    const event = this.#byKey.get(row.event);
    if (event === undefined || !('organization' in event)) throw new Error(`no event ${row.event}`);
    const scope = this.#scope(row.key, 'session');
    const organizations = organizationAndParents(event.organization);
    const scopes = [scope, event.scope, ...organizations.map((organization) => organization.scope)];
    const state: SessionState = {
      row,
      event,
      scope,
      scopes,
      scopeKeys: scopes.map((one) => one.key),
      presences: new Set(),
      people: 0,
      liveBanked: 0,
      liveBankedToday: 0,
    };
    event.sessions.add(state);
    this.#tenant(event.organization).sessionsById.set(row.id, state);
    this.#sessionsByKey.set(row.key, state);
    this.onUndo(() => this.deleteSession(state));
    return state;
  }

  #organizationOf(key: ScopeKey): OrganizationState {
    const state = this.#byKey.get(key);
    if (state === undefined || 'organization' in state) throw new Error(`no organization ${key}`);
    return state;
  }
}
