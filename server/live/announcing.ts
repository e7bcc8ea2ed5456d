import type { Announcement, AnnouncementType } from './announcements.ts';
import type { ScopeKey } from './catalogue.ts';
import type { EventState, OrganizationState, SessionState } from './catalogue-states.ts';
import type { Announced } from './effects.ts';
import type { LiveState } from './live-state.ts';
import { organizationByKey } from './organization-by-key.ts';
import { organizationAndParents } from './registry.ts';
import type { ToldOnce } from './told.ts';

/** Where something happens. */
export type Where = Pick<Announcement, 'organization' | 'event' | 'session'>;

export function inSession({ row, event }: SessionState): Where {
  return { ...inEvent(event), session: row.key };
}

export function inEvent({ row }: EventState): Where {
  return { organization: row.organization, event: row.key, session: null };
}

export function inOrganization({ row }: OrganizationState): Where {
  return { organization: row.key, event: null, session: null };
}

/** Where a scope is; undefined for an unknown key. */
export function whereIs({ registry }: LiveState, key: ScopeKey): Where | undefined {
  const state = registry.byKey(key);
  if (state === undefined) return undefined;
  if ('event' in state) return inSession(state);
  return 'organization' in state ? inEvent(state) : inOrganization(state);
}

type Wish = Where &
  Pick<Announcement, 'type' | 'at'> &
  Partial<Pick<Announcement, 'subject' | 'value' | 'since'>>;

/** Null when no endpoint of the organization or of those above it wants to be told. */
export function announcement(state: LiveState, wish: Wish): Announced | null {
  if (state.endpoints.isEmpty) return null;
  const organization = organizationByKey(state.registry, wish.organization);
  if (organization === undefined) return null;
  const endpoints = listeners(state, organization, wish);
  if (endpoints.length === 0) return null;
  return {
    kind: 'announced',
    tenant: organization.row.tenant,
    endpoints,
    announcement: { subject: null, value: null, since: null, ...wish },
    attendee: null,
    once: null,
  };
}

function listeners(
  { endpoints, time }: LiveState,
  organization: OrganizationState,
  { type, event }: { readonly type: AnnouncementType; readonly event: ScopeKey | null },
): string[] {
  return organizationAndParents(organization).flatMap(({ row }) =>
    endpoints.listening({ organization: row.key, event, type, time }),
  );
}

export function announce(state: LiveState, wish: Wish): void {
  const announced = announcement(state, wish);
  if (announced !== null) state.emit(announced);
}

/** Whether it has not been told yet; from now on it has. */
export function tellOnce(state: LiveState, told: ToldOnce): boolean {
  if (state.told.has(told.scope, told.once)) return false;
  state.told.put(told);
  state.emit({ kind: 'told', isTold: true, ...told });
  return true;
}

/** It may be told again. */
export function takeBack(state: LiveState, told: ToldOnce): void {
  if (!state.told.has(told.scope, told.once)) return;
  state.told.take(told);
  state.emit({ kind: 'told', isTold: false, ...told });
}
