import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ScopeKey } from './catalogue.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { DeleteReportChange, PutReportChange, SettleReportChange } from './changes.ts';
import type { LiveState } from './live-state.ts';

/** A report that was asked for. */
export interface Report {
  /** Hexadecimal digits, unique on the server. */
  readonly id: string;
  readonly tenant: ScopeKey;
  /** Keys of the event and of its organization. */
  readonly organization: ScopeKey;
  readonly event: ScopeKey;
  /** Days in the time zone of the event, `yyyy-mm-dd`, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly email: string | null;
  /** Log time, ms. */
  readonly createdAt: number;
  /** Attendee id of the token, or `key:<id>` of the key, that it was asked for with. */
  readonly createdBy: string;
  readonly expiresAt: number;
  readonly node: string;
}

export function putReport(state: LiveState, change: PutReportChange): ErrorCode | null {
  const { actor, id, from, to, email, keepMs, node } = change;
  const own = ensureOrganization(state, actor.org);
  const event = state.registry.event(own, change.event);
  if (event === undefined || !state.registry.reaches(actor, event)) return 'not_found';
  const { tenant, organization, key } = event.row;
  const report: Report = {
    ...{ id, tenant, organization, event: key, from, to, email, node },
    ...{ createdAt: state.time, createdBy: actor.attendee, expiresAt: state.time + keepMs },
  };
  state.emit({ kind: 'reportPut', report });
  return null;
}

export function deleteReport(state: LiveState, { actor, id }: DeleteReportChange): null {
  ensureOrganization(state, actor.org);
  state.emit({ kind: 'reportDeleted', id });
  return null;
}

export function settleReport(state: LiveState, { id, node, failure }: SettleReportChange): null {
  state.emit({ kind: 'reportSettled', id, node, failure, at: state.time });
  return null;
}
