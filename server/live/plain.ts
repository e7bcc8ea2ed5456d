import type { EventDetails, Organization, OrganizationDetails, SessionDetails } from './catalogue.ts';

/** What an organization, event or session has of which nobody has said anything yet. */

export function plainOrganization(row: Pick<Organization, 'key' | 'id' | 'tenant' | 'parent'>): Organization {
  return { ...row, version: 1, details: plainOrganizationDetails(row.id), salt: null };
}

export function plainOrganizationDetails(id: string): OrganizationDetails {
  return { name: id, timeZone: null, retention: null, pseudonymous: null, metadata: {} };
}

export function plainEventDetails(id: string): EventDetails {
  return { title: id, shortCode: null, startsAt: null, endsAt: null, timeZone: null, metadata: {} };
}

export function plainSessionDetails(id: string): SessionDetails {
  return {
    title: id,
    kind: 'mainStage',
    capacity: null,
    enforceCapacity: false,
    startsAt: null,
    endsAt: null,
    videoDurationSeconds: null,
    more: {},
  };
}
