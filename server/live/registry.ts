import type {
  Event,
  EventDetails,
  Organization,
  OrganizationDetails,
  ScopeKey,
  Session,
  SessionDetails,
} from './catalogue.ts';
import { CatalogueIndex, type CatalogueRows } from './catalogue-index.ts';
import {
  type EventState,
  type OrganizationState,
  organizationAndParents,
  type SessionState,
} from './catalogue-states.ts';
import { KeyedList } from './keyed-list.ts';
import { plainEventDetails, plainOrganizationDetails, plainSessionDetails } from './plain.ts';
import { ScopeState } from './scope-state.ts';

export type { CatalogueRows } from './catalogue-index.ts';
export * from './catalogue-states.ts';

/** Organizations, events and sessions: made, changed and deleted, with the keys that they get. */
export class Registry extends CatalogueIndex {
  #lastKey: ScopeKey;
  #undo: (() => void)[] | null = null;

  constructor(rows: CatalogueRows) {
    super();
    this.#lastKey = rows.lastKey;
    // In the order in which they were made: what they hang on comes before them, and every core has the same order.
    const inOrder = [...rows.organizations, ...rows.events, ...rows.sessions].sort((a, b) => a.key - b.key);
    for (const row of inOrder) this.#add(row);
  }

  rows(): CatalogueRows {
    return { ...this.indexedRows(), lastKey: this.#lastKey };
  }

  /** An organization that a valid token names exists; a new one is a root. */
  createOrganization(id: string): OrganizationState {
    const key = ++this.#lastKey;
    const details = plainOrganizationDetails(id);
    return this.#makeOrganization({ key, id, tenant: key, parent: null, version: 1, details, salt: null });
  }

  createSubOrganization(
    { row }: OrganizationState,
    id: string,
    details: OrganizationDetails,
  ): OrganizationState {
    const key = ++this.#lastKey;
    return this.#makeOrganization({
      ...{ key, id, tenant: row.tenant, parent: row.key },
      ...{ version: 1, details, salt: null },
    });
  }

  replaceEvent(event: EventState, row: Event): void {
    const tenant = this.tenant(event.organization);
    const before = event.row;
    this.onUndo(() => tenant.replaceEvent(event, before));
    tenant.replaceEvent(event, row);
  }

  createEvent(organization: OrganizationState, id: string, details?: EventDetails): EventState {
    return this.#makeEvent({
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
    return this.#makeSession({
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

  #add(row: Organization | Event | Session): void {
    if ('event' in row) this.#makeSession(row);
    else if ('organization' in row) this.#makeEvent(row);
    else this.#makeOrganization(row);
  }

  #makeOrganization(row: Organization): OrganizationState {
    const parent = row.parent === null ? null : this.organizationByKey(row.parent);
    const lists = { children: new KeyedList<OrganizationState>(), events: new KeyedList<EventState>() };
    const state = { row, parent, ...lists, scope: new ScopeState(row.key, 'organization') };
    this.addOrganization(state);
    this.onUndo(() => this.deleteOrganization(state));
    return state;
  }

  #makeEvent(row: Event): EventState {
    const organization = this.organizationByKey(row.organization);
    const sessions = new KeyedList<SessionState>();
    const state = { row, organization, sessions, scope: new ScopeState(row.key, 'event') };
    this.addEvent(state);
    this.onUndo(() => this.deleteEvent(state));
    return state;
  }

  #makeSession(row: Session): SessionState {
    const event = this.eventByKey(row.event);
    const scope = new ScopeState(row.key, 'session');
    const organizations = organizationAndParents(event.organization);
    const scopes = [scope, event.scope, ...organizations.map((organization) => organization.scope)];
    const state: SessionState = {
      ...{ row, event, scope, scopes },
      scopeKeys: scopes.map((one) => one.key),
      presences: new Set(),
      people: 0,
      liveBanked: 0,
      liveBankedToday: 0,
    };
    this.addSession(state);
    this.onUndo(() => this.deleteSession(state));
    return state;
  }
}
