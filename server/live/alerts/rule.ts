import type { ScopeKey } from '../catalogue.ts';

/** Of what is warned. Counts are of distinct attendees at an instant. */
export type AlertCondition =
  /** `above`: more than `threshold`, until at most `clearAt`; `below`: fewer, until at least `clearAt`. */
  | { readonly kind: 'above' | 'below'; readonly threshold: number; readonly clearAt: number }
  /** At least `percent` of the session's capacity, until less than `clearAt` percent of it. */
  | { readonly kind: 'capacity'; readonly percent: number; readonly clearAt: number }
  /** `percent` fewer than the most of these whole minutes before and of the present one, where that were `least`. */
  | { readonly kind: 'drop'; readonly percent: number; readonly minutes: number; readonly least: number }
  /** Nobody for so long where somebody was. */
  | { readonly kind: 'silence'; readonly seconds: number }
  /** A new peak, of `least` people. */
  | { readonly kind: 'peak'; readonly least: number };

/** What whoever made a rule may change. */
export interface AlertDetails {
  readonly name: string;
  readonly enabled: boolean;
  /** Log time, ms: what is raised before is kept, but nobody is told; null: everybody is. */
  readonly mutedUntil: number | null;
  readonly condition: AlertCondition;
  /** After an alert has ended none is raised for so long, ms of log time. */
  readonly coolDownMs: number;
  /** Who is told by e-mail. */
  readonly emails: readonly string[];
}

/** When to warn about the count of a scope. */
export interface AlertRule {
  /** Twelve hexadecimal digits, unique on the server. */
  readonly id: string;
  readonly tenant: ScopeKey;
  /** In which the scope is. */
  readonly organization: ScopeKey;
  /** Never changes; the rule goes with it. */
  readonly scope: ScopeKey;
  /** Counts up with every change; the ETag. */
  readonly version: number;
  readonly details: AlertDetails;
  /** Log time, ms. */
  readonly createdAt: number;
  /** Attendee id of the token, or `key:<id>`. */
  readonly createdBy: string;
}

/** An alert that was raised and has not ended. */
export interface OpenAlert {
  /** Log time, ms. */
  readonly raisedAt: number;
  readonly value: number;
  /** The count that was furthest out of range so far. */
  readonly worst: number;
  /** It was raised while its rule was muted: nobody is told of its end, either. */
  readonly isMuted: boolean;
}

/** The last alert of a rule, as the file knows it. */
export interface LastAlert extends OpenAlert {
  readonly rule: string;
  /** Log time, ms; null: it goes on. */
  readonly clearedAt: number | null;
}

/** Of an organization itself, disabled ones among them. */
export const MAX_RULES = 100;
