import type { ScopeKind } from '../protocol/client-messages.ts';
import type { Event, EventDetails, Organization, ScopeKey, Session, SessionDetails } from './catalogue.ts';
import type { Actor } from './changes.ts';
import type { Presence } from './presence.ts';
import { ScopeState } from './scope-state.ts';

export interface OrganizationState {
  row: Organization;
  readonly parent: OrganizationState | null;
  readonly scope: ScopeState;
}

export interface EventState {
  row: Event;
  readonly organization: OrganizationState;
  readonly scope: ScopeState;
}

export interface SessionState {
  row: Session;
  readonly event: EventState;
  readonly scope: ScopeState;
  /** Itself, its event, its organization and that one's parents. */
  readonly scopes: readonly ScopeState[];
  readonly scopeKeys: readonly ScopeKey[];
  /** Open slices, in the order they began. */
  readonly presences: Set<Presence>;
  /** Attendees with an open slice here, as of the changes applied so far. */
  people: number;
  /** Watch time of ended live slices, ms: since it exists, and of the present UTC day. */
  liveBanked: number;
  liveBankedToday: number;
}

interface Tenant {
  readonly root: OrganizationState;
  readonly events: Map<string, EventState>;
  readonly sessions: Map<string, SessionState>;
}

export interface CatalogueRows {
  readonly organizations: readonly Organization[];
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  readonly lastKey: ScopeKey;
}

const PLAIN_EVENT = { shortCode: null, startsAt: null, endsAt: null, timeZone: null, metadata: {} } as const;

const PLAIN_SESSION = {
  kind: 'mainStage',
  capacity: null,
  enforceCapacity: false,
  startsAt: null,
  endsAt: null,
  videoDurationSeconds: null,
  more: {},
} as const;

/** The organization, its parent, and so on up to the root. */
export function organizationAndParents(organization: OrganizationState): OrganizationState[] {
  const chain: OrganizationState[] = [];
  for (let one: OrganizationState | null = organization; one !== null; one = one.parent) chain.push(one);
  return chain;
}

/** Organizations, events and sessions, who may reach them, and the state of their scopes. */
export class Registry {
  readonly scopes = new Map<ScopeKey, ScopeState>();
  readonly #organizations = new Map<string, OrganizationState>();
  readonly #byKey = new Map<ScopeKey, OrganizationState | EventState>();
  readonly #tenants = new Map<ScopeKey, Tenant>();
  readonly #sessionsByKey = new Map<ScopeKey, SessionState>();
  #lastKey: ScopeKey;

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
    return this.#addOrganization({ key, id, tenant: key, parent: null });
  }

  event(org: OrganizationState, id: string): EventState | undefined {
    return this.#tenant(org).events.get(id);
  }

  session(org: OrganizationState, id: string): SessionState | undefined {
    return this.#tenant(org).sessions.get(id);
  }

  /** All events of an organization's tenant. */
  eventsOf(org: OrganizationState): EventState[] {
    return [...this.#tenant(org).events.values()];
  }

  sessionsOf(event: EventState): SessionState[] {
    return [...this.#tenant(event.organization).sessions.values()].filter(
      (session) => session.event === event,
    );
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
      details: details ?? { title: id, ...PLAIN_EVENT },
    });
  }

  createSession(event: EventState, id: string, details?: SessionDetails): SessionState {
    return this.#addSession({
      key: ++this.#lastKey,
      tenant: event.row.tenant,
      id,
      event: event.row.key,
      version: 1,
      details: details ?? { title: id, ...PLAIN_SESSION },
      windows: [],
      ended: false,
      replay: false,
      hasSlices: false,
    });
  }

  /** The highest key given so far. */
  get lastKey(): ScopeKey {
    return this.#lastKey;
  }

  /** What has been made since this was the last key is gone, as if it had never been. */
  forgetSince(lastKey: ScopeKey): void {
    if (lastKey === this.#lastKey) return;
    for (const tenant of this.#tenants.values()) {
      for (const objects of [tenant.events, tenant.sessions]) {
        for (const [id, { row }] of objects) if (row.key > lastKey) objects.delete(id);
      }
    }
    for (const [id, { row }] of this.#organizations) if (row.key > lastKey) this.#organizations.delete(id);
    for (const keyed of [this.#tenants, this.#byKey, this.#sessionsByKey, this.scopes]) {
      for (const key of keyed.keys()) if (key > lastKey) keyed.delete(key);
    }
    this.#lastKey = lastKey;
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
    const state = { row, parent, scope: this.#scope(row.key, 'organization') };
    this.#organizations.set(row.id, state);
    this.#byKey.set(row.key, state);
    if (parent === null)
      this.#tenants.set(row.tenant, { root: state, events: new Map(), sessions: new Map() });
    return state;
  }

  #addEvent(row: Event): EventState {
    const organization = this.#organizationOf(row.organization);
    const state = { row, organization, scope: this.#scope(row.key, 'event') };
    this.#tenant(organization).events.set(row.id, state);
    this.#byKey.set(row.key, state);
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
    this.#tenant(event.organization).sessions.set(row.id, state);
    this.#sessionsByKey.set(row.key, state);
    return state;
  }

  #organizationOf(key: ScopeKey): OrganizationState {
    const state = this.#byKey.get(key);
    if (state === undefined || 'organization' in state) throw new Error(`no organization ${key}`);
    return state;
  }
}
