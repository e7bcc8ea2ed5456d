import type { Event, Organization, ScopeKey, Session } from './catalogue.ts';
import type { KeyedList } from './keyed-list.ts';
import type { Presence } from './presence.ts';
import type { ScopeState } from './scope-state.ts';

export interface OrganizationState {
  row: Organization;
  readonly parent: OrganizationState | null;
  readonly children: KeyedList<OrganizationState>;
  readonly events: KeyedList<EventState>;
  readonly scope: ScopeState;
}

export interface EventState {
  row: Event;
  readonly organization: OrganizationState;
  readonly sessions: KeyedList<SessionState>;
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

/** The organization, its parent, and so on up to the root. */
export function organizationAndParents(organization: OrganizationState): OrganizationState[] {
  const chain: OrganizationState[] = [];
  for (let one: OrganizationState | null = organization; one !== null; one = one.parent) chain.push(one);
  return chain;
}

/** Keys of an organization and of its parents, its own first: whom a person belongs to whom it is the first to name. */
export function ownersOf(organization: OrganizationState): ScopeKey[] {
  return organizationAndParents(organization).map(({ row }) => row.key);
}

/** The organization and all below it, each before its own children. */
export function* organizationAndBelow(organization: OrganizationState): Generator<OrganizationState> {
  const waiting = [organization];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    waiting.push(...next.children);
  }
}
