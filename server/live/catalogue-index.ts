import type { ScopeKind } from '../protocol/client-messages.ts';
import type { Event, Organization, ScopeKey, Session } from './catalogue.ts';
import {
  type EventState,
  type OrganizationState,
  organizationAndBelow,
  organizationAndParents,
  type SessionState,
} from './catalogue-states.ts';
import type { Actor } from './changes.ts';
import type { ScopeState } from './scope-state.ts';
import { Tenant } from './tenant.ts';

export interface CatalogueRows {
  readonly organizations: readonly Organization[];
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  readonly lastKey: ScopeKey;
}

/** Finds organizations, events, sessions and the state of their scopes, and says who may reach them. */
export class CatalogueIndex {
  readonly scopes = new Map<ScopeKey, ScopeState>();
  readonly #organizations = new Map<string, OrganizationState>();
  readonly #byKey = new Map<ScopeKey, OrganizationState | EventState>();
  readonly #tenants = new Map<ScopeKey, Tenant>();
  readonly #sessionsByKey = new Map<ScopeKey, SessionState>();

  organization(id: string): OrganizationState | undefined {
    return this.#organizations.get(id);
  }

  root(org: OrganizationState): OrganizationState {
    return this.tenant(org).root;
  }

  /** How many organizations a tenant has. */
  organizationsIn(org: OrganizationState): number {
    return this.tenant(org).organizations.size;
  }

  event(org: OrganizationState, id: string): EventState | undefined {
    return this.tenant(org).eventsById.get(id);
  }

  session(org: OrganizationState, id: string): SessionState | undefined {
    return this.tenant(org).sessionsById.get(id);
  }

  eventByShortCode(org: OrganizationState, shortCode: string): EventState | undefined {
    return this.tenant(org).eventsByShortCode.get(shortCode);
  }

  /** Events of an organization and of all below it, in the order in which they were made, after the one of a key. */
  *eventsUnder(organization: OrganizationState, after: ScopeKey = 0): Generator<EventState> {
    const { root, events } = this.tenant(organization);
    const under = organization === root ? undefined : new Set(organizationAndBelow(organization));
    for (const event of events.after(after)) {
      if (under === undefined || under.has(event.organization)) yield event;
    }
  }

  /** The organization and those below it, in the order in which they were made, after the one of a key. */
  *organizationsUnder(organization: OrganizationState, after: ScopeKey = 0): Generator<OrganizationState> {
    const { root, organizations } = this.tenant(organization);
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

  *events(): Generator<EventState> {
    for (const state of this.#byKey.values()) if ('organization' in state) yield state;
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
    return state === undefined ? org : this.tenant(state).root.row.id;
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

  /** Every kind in the order in which it was made. */
  protected indexedRows(): Pick<CatalogueRows, 'organizations' | 'events' | 'sessions'> {
    return {
      organizations: this.organizations().map((state) => state.row),
      events: [...this.#byKey.values()].flatMap((state) => ('organization' in state ? [state.row] : [])),
      sessions: this.sessions().map((state) => state.row),
    };
  }

  protected organizationByKey(key: ScopeKey): OrganizationState {
    const state = this.#byKey.get(key);
    if (state === undefined || 'organization' in state) throw new Error(`no organization ${key}`);
    return state;
  }

  protected eventByKey(key: ScopeKey): EventState {
    const state = this.#byKey.get(key);
    if (state === undefined || !('organization' in state)) throw new Error(`no event ${key}`);
    return state;
  }

  protected tenant(org: OrganizationState): Tenant {
    const tenant = this.#tenants.get(org.row.tenant);
    if (tenant === undefined) throw new Error(`no tenant ${org.row.tenant} for organization ${org.row.id}`);
    return tenant;
  }

  protected addOrganization(state: OrganizationState): void {
    const { row, parent } = state;
    this.scopes.set(row.key, state.scope);
    this.#organizations.set(row.id, state);
    this.#byKey.set(row.key, state);
    if (parent === null) this.#tenants.set(row.tenant, new Tenant(state));
    else parent.children.add(state);
    this.tenant(state).organizations.add(state);
  }

  protected addEvent(state: EventState): void {
    const { row, organization } = state;
    this.scopes.set(row.key, state.scope);
    organization.events.add(state);
    this.tenant(organization).addEvent(state);
    this.#byKey.set(row.key, state);
  }

  protected addSession(state: SessionState): void {
    const { row, event } = state;
    this.scopes.set(row.key, state.scope);
    event.sessions.add(state);
    this.tenant(event.organization).sessionsById.set(row.id, state);
    this.#sessionsByKey.set(row.key, state);
  }

  deleteSession(session: SessionState): void {
    const { key, id } = session.row;
    session.event.sessions.delete(session);
    this.tenant(session.event.organization).sessionsById.delete(id);
    this.#sessionsByKey.delete(key);
    this.scopes.delete(key);
  }

  /** Its sessions must be gone. */
  deleteEvent(event: EventState): void {
    event.organization.events.delete(event);
    this.tenant(event.organization).deleteEvent(event);
    this.#byKey.delete(event.row.key);
    this.scopes.delete(event.row.key);
  }

  /** Its events and the organizations below must be gone; with a root goes the tenant. */
  deleteOrganization(organization: OrganizationState): void {
    const { key, id, tenant } = organization.row;
    organization.parent?.children.delete(organization);
    this.tenant(organization).organizations.delete(organization);
    this.#organizations.delete(id);
    this.#byKey.delete(key);
    this.scopes.delete(key);
    if (organization.parent === null) this.#tenants.delete(tenant);
  }
}
