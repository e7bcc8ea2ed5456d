import { DAY_MS } from '../durations.ts';
import type { Retention } from '../live/catalogue.ts';
import { retentionOf } from '../live/inheritance.ts';
import { type OrganizationState, organizationAndParents } from '../live/registry.ts';
import { horizonOf, lastPurgeHour } from './daily-purge.ts';

export interface RetentionPolicy {
  readonly retention: Retention;
  /** The organization above that has said so; null: itself, or nobody. */
  readonly inheritedFrom: OrganizationState | null;
  /** ms; null: nothing is ever to go. */
  readonly nextPurgeAt: number | null;
}

/** What holds for an organization. `now`: log time, ms. */
export function retentionPolicy(organization: OrganizationState, now: number): RetentionPolicy {
  const by = organizationAndParents(organization).find(({ row }) => row.details.retention !== null);
  const next = lastPurgeHour(now) + DAY_MS;
  return {
    retention: retentionOf(organization),
    inheritedFrom: by === undefined || by === organization ? null : by,
    nextPurgeAt: horizonOf(organization, next) === null ? null : next,
  };
}
