import type { JoinChange, LeaveChange } from '../live/changes.ts';
import { type Claims, UNKNOWN_COUNTRY } from './claims.ts';
import type { Connection, Membership } from './connection.ts';

/** The change that brings a connection into a session. */
export function joinChange(
  connection: Connection,
  { attendee, org, event, role, name, email, country }: Claims,
  { session, mode }: Pick<Membership, 'session' | 'mode'>,
  strict: boolean,
): JoinChange {
  return {
    kind: 'join',
    connection: connection.number,
    actor: { attendee, org, event, role },
    session,
    mode,
    country: country ?? connection.countryHint ?? UNKNOWN_COUNTRY,
    name,
    email,
    strict,
  };
}

/** The change that takes a connection out of a session. */
export function leaveChange(
  { number: connection }: Connection,
  { attendee, org, event, role }: Claims,
  session: string,
): LeaveChange {
  return { kind: 'leave', connection, actor: { attendee, org, event, role }, session };
}
