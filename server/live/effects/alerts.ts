import type { AlertCondition, AlertRule } from '../alerts/rule.ts';
import type { ScopeKey } from '../catalogue.ts';

/** Times are log times, ms; values are counts of people. */
export interface RaisedAlert {
  readonly rule: string;
  readonly tenant: ScopeKey;
  readonly organization: ScopeKey;
  readonly event: ScopeKey | null;
  readonly session: ScopeKey | null;
  /** The one of these that it is about. */
  readonly scope: ScopeKey;
  /** Of the rule, as they were then. */
  readonly name: string;
  readonly condition: AlertCondition;
  readonly raisedAt: number;
  readonly value: number;
  /** How many people made it one. */
  readonly threshold: number;
  readonly isMuted: boolean;
}

export interface AlertCleared {
  readonly kind: 'alertCleared';
  readonly rule: string;
  readonly raisedAt: number;
  readonly at: number;
  readonly value: number;
  readonly worst: number;
}

export interface AlertAcknowledged {
  readonly kind: 'alertAcknowledged';
  readonly tenant: ScopeKey;
  readonly rule: string;
  readonly raisedAt: number;
  /** Who has seen it. */
  readonly attendee: string;
  readonly at: number;
}

export type AlertEffect =
  | { readonly kind: 'alertRule'; readonly rule: AlertRule }
  | { readonly kind: 'alertRuleGone'; readonly rule: string }
  | { readonly kind: 'alertRaised'; readonly alert: RaisedAlert }
  | AlertCleared
  | AlertAcknowledged;
