import type { LiveState } from './live-state.ts';
import type { Attendee, Link, LiveConnection, Presence } from './presence.ts';
import { withItem, without } from './presence.ts';
import type { SessionState } from './registry.ts';

export interface ConnectionId {
  readonly incarnation: string;
  readonly number: number;
}

export function findConnection(
  state: LiveState,
  { incarnation, number }: ConnectionId,
): LiveConnection | undefined {
  return state.connections.get(incarnation)?.get(number);
}

export function openConnection(state: LiveState, id: ConnectionId, attendee: Attendee): LiveConnection {
  const known = findConnection(state, id);
  if (known !== undefined) return known;
  const connection: LiveConnection = { number: id.number, attendee, links: [] };
  const ofNode = state.connections.get(id.incarnation) ?? new Map<number, LiveConnection>();
  ofNode.set(id.number, connection);
  state.connections.set(id.incarnation, ofNode);
  return connection;
}

/** Forgets a connection that is in no session any more. */
export function releaseConnection(state: LiveState, { incarnation, number }: ConnectionId): void {
  const ofNode = state.connections.get(incarnation);
  if (ofNode?.get(number)?.links.length === 0) ofNode.delete(number);
  if (ofNode?.size === 0) state.connections.delete(incarnation);
}

/** The same for one whose incarnation is not at hand. */
export function forgetConnection(state: LiveState, connection: LiveConnection): void {
  if (connection.links.length > 0) return;
  for (const [incarnation, ofNode] of state.connections) {
    if (ofNode.get(connection.number) === connection)
      releaseConnection(state, { incarnation, number: connection.number });
  }
}

export function linkTo(connection: LiveConnection, session: SessionState): Link | undefined {
  return connection.links.find((link) => link.presence.session === session);
}

/** Puts the connection into a slice. It must not be in the slice's session. */
export function attach(connection: LiveConnection, presence: Presence): void {
  countConnection(connection, presence.session, 1);
  const link: Link = { connection, presence, visibility: 'active' };
  connection.links = withItem(connection.links, link);
  presence.links = withItem(presence.links, link);
}

export function detach(link: Link): void {
  const { connection, presence } = link;
  connection.links = without(connection.links, link);
  presence.links = without(presence.links, link);
  countConnection(connection, presence.session, -1);
}

/** A connection counts once in a scope, in however many of its sessions it is. */
function countConnection(connection: LiveConnection, session: SessionState, by: 1 | -1): void {
  const { links } = connection;
  for (const scope of session.scopes) {
    if (links.length > 0 && links.some((link) => link.presence.session.scopes.includes(scope))) continue;
    scope.connections += by;
    scope.version++;
  }
}
