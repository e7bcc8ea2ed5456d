import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { ActionCount } from '../../rows/engagements.ts';
import type { Peak, SeenFilter, SeenInAnyFilter, Standing } from '../../rows/standing.ts';

/** Where the counts of a scope stand. */
export interface HistoryStanding {
  /** The highest concurrency of a scope; undefined where nobody ever was. */
  peak(scope: ScopeKey): Promise<Peak | undefined>;
  /** Watch time of ended slices of a session or event as it was told, ms, and the number of its attendees. */
  standing(scope: ScopeKey): Promise<Standing>;
  /** How often each action was counted in a scope since it exists, in order of name. */
  engagementCounts(scope: ScopeKey): Promise<ActionCount[]>;
  /** Distinct attendees counted in an organization on any of the UTC days `[fromDay, toDay)`; in other scopes on day 0, ever. */
  seen(filter: SeenFilter): Promise<number>;
  /** Distinct attendees who were ever counted in any of the scopes. */
  seenInAny(filter: SeenInAnyFilter): Promise<number>;
}
