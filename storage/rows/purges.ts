import type { Retention, ScopeKey } from '../../server/live/catalogue.ts';

/** How far the last purge of an organization has come. Times in ms. */
export interface PurgeProgress {
  readonly organization: ScopeKey;
  readonly scope: Retention['scope'];
  /** The horizon: what is older goes. */
  readonly before: number;
  readonly startedAt: number;
  /** Null while parts of it are still to be done. */
  readonly doneAt: number | null;
}
