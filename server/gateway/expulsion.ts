import type { Organization } from '../live/catalogue.ts';
import type { Expelled } from '../live/effects.ts';
import type { Live } from '../live/live.ts';
import { type OrganizationState, organizationAndParents } from '../live/registry.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import type { Membership } from './connection.ts';
import type { Connections } from './connections.ts';
import { identify } from './identity.ts';

/**
 * Closes the sockets of somebody who is out: all whose token is of the organization, and those that are in nothing else. Who is
 * in other sessions, too, is told and stays there. To be called before the waiters of the entry are told, since a join of
 * the same instant may be among them.
 */
export function expel(connections: Connections, live: Live, expelled: Expelled): void {
  for (const connection of connections.of(expelled.attendee)) {
    const own = live.registry.organization(connection.claims?.org ?? '');
    if (own?.row.tenant !== expelled.tenant) continue;
    const lost = connection.sessions.filter((membership) => isOut(live, own, membership, expelled));
    const isAll = lost.length > 0 && lost.length === connection.sessions.length;
    if (isAll || (expelled.session === null && isWithin(own, expelled)))
      connections.close(connection, CloseCode.notAllowed, expelled.code);
    else for (const membership of lost) connections.putOut(connection, membership, expelled.code);
  }
}

function isWithin(own: OrganizationState, { organization }: Expelled): boolean {
  return organizationAndParents(own).some(({ row }) => row.key === organization);
}

function isOut(
  { registry }: Live,
  own: OrganizationState,
  { session: id }: Membership,
  { session: key, organization }: Expelled,
): boolean {
  const session = registry.session(own, id);
  if (key !== null) return session?.row.key === key;
  return session?.scopeKeys.includes(organization) ?? false;
}

/** An organization may have become pseudonymous: sockets that go by other ids are closed, to come back by their pseudonyms. */
export function dismissNamed(connections: Connections, live: Live, { id }: Organization): void {
  if (!live.isPseudonymous(id)) return;
  const named = [...connections.known()].filter(
    ({ claims }) => identify(live, claims).attendee !== claims.attendee,
  );
  for (const { connection } of named) connections.dismiss(connection, CloseCode.shuttingDown, 'pseudonymous');
}
