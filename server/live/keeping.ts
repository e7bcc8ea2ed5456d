import type { ErrorCode } from '../protocol/error-codes.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { KeepChange } from './changes.ts';
import type { ExpectedVersion } from './expected-version.ts';
import type { LiveState } from './live-state.ts';
import { organizationAndParents } from './registry.ts';

/** What the back office says of a person. */
export interface AttendeeDetails {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A person is registered, or the registration changed. Other than a join, it replaces all that was known of the person. */
export interface KeepAttendee {
  readonly type: 'attendee';
  readonly id: string;
  readonly details: AttendeeDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

/** Somebody has taken something out, which changes nothing but is to be known afterwards. */
export interface KeepAudit {
  readonly type: 'audit';
  /** `export`, `backup`, ... */
  readonly action: string;
  /** What it was done to: a scope, an attendee, a path. */
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type Keep = KeepAttendee | KeepAudit;

export function keep(state: LiveState, { actor, keep }: KeepChange): ErrorCode | null {
  const own = ensureOrganization(state, actor.org);
  const owners = organizationAndParents(own).map(({ row }) => row.key);
  state.emit({ kind: 'kept', tenant: own.row.tenant, owners, actor, keep, at: state.time });
  return null;
}
