import type { AlertName } from '../../server/live/alerts/alert-id.ts';
import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { RaisedAlert } from '../../server/live/effects.ts';

/** So many alerts of an organization are kept at most; of more, the oldest go. */
export const MAX_ALERTS = 10_000;

/** An alert with what became of it. Times are log times, ms. */
export interface AlertRow extends RaisedAlert {
  /** Null: it goes on. */
  readonly clearedAt: number | null;
  /** The count with which it ended; null: it goes on. */
  readonly clearedValue: number | null;
  /** The count that was furthest out of range; of one that goes on, with which it was raised. */
  readonly worst: number;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
}

export interface AlertFilter {
  /** Keys of organizations. */
  readonly organizations: readonly ScopeKey[];
  /** Only about this event and its sessions. */
  readonly event?: ScopeKey | undefined;
  /** Only about this scope itself. */
  readonly scope?: ScopeKey | undefined;
  readonly rule?: string | undefined;
  /** Only those that go on, or have ended. */
  readonly isOpen?: boolean | undefined;
  readonly isAcknowledged?: boolean | undefined;
  /** Raised then or later, ms. */
  readonly from?: number | undefined;
  /** Raised before, ms. */
  readonly to?: number | undefined;
  /** Only those that come after this one in the list. */
  readonly after?: AlertName | undefined;
  readonly limit: number;
}
