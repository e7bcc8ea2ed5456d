import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { Actor } from '../../server/live/changes.ts';
import type { Role } from '../../server/protocol/client-messages.ts';

/** Who changed, kicked, erased or exported what. */
export interface AuditRow {
  readonly tenant: ScopeKey;
  readonly organization: ScopeKey;
  readonly actor: Actor;
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly at: number;
}

export interface StoredAudit extends Omit<AuditRow, 'tenant' | 'actor'> {
  /** Grows in log order. */
  readonly key: number;
  /** Attendee id of the token, or `key:<id>`. */
  readonly actor: string;
  readonly role: Role;
}

/** Rows before `before`; `from` inclusive, `to` exclusive, ms. */
export interface AuditFilter {
  readonly tenant: ScopeKey;
  readonly organizations: readonly ScopeKey[];
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly before?: { readonly at: number; readonly key: number } | undefined;
  readonly limit: number;
}
