import type { JoinChange, LeaveChange } from '../live/changes.ts';
import { UNKNOWN_COUNTRY } from '../protocol/country.ts';
import { actorOf, type Claims } from './claims.ts';
import type { Connection, Membership } from './connection.ts';

/** The change that brings a connection into a session. */
export function joinChange(
  connection: Connection,
  claims: Claims,
  { session, mode }: Pick<Membership, 'session' | 'mode'>,
  strict: boolean,
): JoinChange {
  const { name, email, country } = claims;
  return {
    kind: 'join',
    connection: connection.number,
    actor: actorOf(claims),
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
  claims: Claims,
  session: string,
): LeaveChange {
  return { kind: 'leave', connection, actor: actorOf(claims), session };
}
