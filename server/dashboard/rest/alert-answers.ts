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
  readonly state: 'off' | 'inRange' | 'raised';
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
