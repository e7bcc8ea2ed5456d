import type { AlertMessage } from '../../protocol/server-messages.ts';

export interface ConditionAnswer {
  readonly kind: AlertMessage['kind'];
  readonly threshold?: number;
  readonly clearAt?: number;
  readonly percent?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly least?: number;
}

/** Times are ISO 8601 UTC in all of these. */
export interface RuleAnswer {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly enabled: boolean;
  readonly mutedUntil: string | null;
  readonly condition: ConditionAnswer;
  readonly coolDownSeconds: number;
  readonly emails: readonly string[];
  readonly state: 'off' | 'inRange' | 'raised';
}

/** What may be said of a rule. */
export interface WantedRule {
  readonly name: string;
  readonly scope: string;
  readonly enabled: boolean;
  readonly condition: ConditionAnswer;
  readonly coolDownSeconds: number;
  readonly emails: readonly string[];
}

export interface AlertAnswer {
  readonly id: string;
  readonly rule: string;
  readonly name: string;
  readonly scope: string;
  readonly condition: ConditionAnswer;
  readonly state: 'raised' | 'cleared';
  readonly value: number;
  readonly worst: number;
  readonly raisedAt: string;
  readonly clearedAt: string | null;
  readonly muted: boolean;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
}
