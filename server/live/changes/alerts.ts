import type { ScopeKind } from '../../protocol/client-messages.ts';
import type { AlertDetails } from '../alerts/rule.ts';
import type { ExpectedVersion } from '../expected-version.ts';
import type { Actor } from './actor.ts';

/** A rule is made or changed. `ifMatch` `none`: made only. */
export interface PutAlertChange {
  readonly kind: 'putAlert';
  readonly actor: Actor;
  readonly id: string;
  /** Of a new one; never changes. */
  readonly scope?: { readonly kind: ScopeKind; readonly id: string } | undefined;
  readonly details: AlertDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export interface DeleteAlertChange {
  readonly kind: 'deleteAlert';
  readonly actor: Actor;
  readonly id: string;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export interface MuteAlertChange {
  readonly kind: 'muteAlert';
  readonly actor: Actor;
  readonly id: string;
  /** Log time, ms; null: no longer. */
  readonly until: number | null;
}

/** Somebody has seen an alert. */
export interface AcknowledgeAlertChange {
  readonly kind: 'acknowledgeAlert';
  readonly actor: Actor;
  readonly rule: string;
  readonly raisedAt: number;
}

export type AlertChange = PutAlertChange | DeleteAlertChange | MuteAlertChange | AcknowledgeAlertChange;
