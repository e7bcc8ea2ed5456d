import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { PeakReached, WatchBanked } from '../../server/live/effects.ts';
import type { SliceAttendance } from './attendance.ts';
import type { HistoryBatch } from './batch.ts';
import type { EngagementCount } from './engagements.ts';
import type { BackfilledWatch } from './imports.ts';
import type { MinuteRow } from './minutes.ts';

/** Figures that were counted from slices or engagements anew. */
export interface Recounted {
  readonly minutes?: readonly Omit<MinuteRow, 'connections'>[];
  readonly seen?: readonly { readonly scope: ScopeKey; readonly day: number; readonly attendeeKey: number }[];
  readonly peaks?: readonly Omit<PeakReached, 'kind'>[];
  readonly watched?: readonly Omit<WatchBanked, 'kind'>[];
  /** What a session's watch time of imported slices must be, where it was not. */
  readonly backfilledWatch?: readonly BackfilledWatch[];
  /** Ended slices of some attendees, of each all that they have in an event, in order of attendee and start. */
  readonly attendance?: readonly (SliceAttendance & { readonly attendeeKey: number })[];
  readonly engagementCounts?: readonly EngagementCount[];
  readonly engagementMinutes?: HistoryBatch['engagementMinutes'];
  readonly attendeeEngagements?: readonly {
    readonly session: ScopeKey;
    readonly attendeeKey: number;
    readonly action: string;
    readonly count: number;
  }[];
}

/** How many rows of a table were not what was counted anew, and had to go, to come or to change. */
export interface TableDifference {
  readonly table: string;
  readonly rows: number;
}
