import type { OrganizationDetails, Retention } from './catalogue.ts';
import { type OrganizationState, organizationAndParents } from './catalogue-states.ts';
import { pseudonymOf } from './pseudonyms.ts';

export const DEFAULT_TIME_ZONE = 'UTC';

/** Everything stays for ever. */
export const UNLIMITED: Retention = { days: null, scope: 'personal', keepAggregates: true };

/** What the organization says, else its parent, and so on up to the root; null when none does. */
function nearest<K extends keyof OrganizationDetails>(
  organization: OrganizationState,
  field: K,
): OrganizationDetails[K] | null {
  for (const { row } of organizationAndParents(organization)) {
    if (row.details[field] !== null) return row.details[field];
  }
  return null;
}

/** IANA name; UTC where nobody has said another one. */
export function timeZoneOf(organization: OrganizationState): string {
  return nearest(organization, 'timeZone') ?? DEFAULT_TIME_ZONE;
}

/** Unlimited where nobody has said anything else. */
export function retentionOf(organization: OrganizationState): Retention {
  return nearest(organization, 'retention') ?? UNLIMITED;
}

/** Whether ids of attendees are hashed before they are stored. */
export function isPseudonymous(organization: OrganizationState): boolean {
  return nearest(organization, 'pseudonymous') ?? false;
}

/** The tenant's secret for tombstones and pseudonyms; null until it has been given one. */
export function saltOf(organization: OrganizationState): string | null {
  return organizationAndParents(organization).at(-1)?.row.salt ?? null;
}

/** The id under which an organization's person is stored: its pseudonym where the organization wants no other. */
export function storedId(organization: OrganizationState, id: string): string {
  if (!isPseudonymous(organization)) return id;
  const salt = saltOf(organization);
  if (salt === null) throw new Error('an organization is pseudonymous without a salt');
  return pseudonymOf(salt, id);
}

/** All ids under which a person may be stored: what was before the organization became pseudonymous stays as it was. */
export function idsOf(organization: OrganizationState, id: string): string[] {
  const salt = saltOf(organization);
  return [...new Set([id, salt === null ? id : pseudonymOf(salt, id)])];
}
