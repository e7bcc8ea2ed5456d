import { NOBODY, type PendingChange } from '../pending.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Claims } from './claims.ts';
import type { Connection, Membership } from './connection.ts';
import type { Connections, ConnectionsOptions } from './connections.ts';
import { joinChange, leaveChange } from './join-change.ts';
import { errorMessage, refuse } from './requests.ts';

type Parts = Pick<ConnectionsOptions, 'config' | 'pipeline'> & { readonly connections: Connections };

/** The changes that bring those who are in a session over a connection back into it, in a new incarnation of this node. */
export function* bringBack(parts: Parts, connection: Connection, claims: Claims): Generator<PendingChange> {
  const { config, pipeline, connections } = parts;
  for (const membership of connection.sessions) {
    const { session, visibility } = membership;
    const change = joinChange(connection, claims, membership, config.strictSessions);
    const applied = (refused: ErrorCode | null) => {
      if (refused !== null) notBroughtBack(connections, connection, { membership, refused });
      else if (connections.wasPutOut(membership)) pipeline.submit(leaveChange(connection, claims, session));
    };
    yield { change, waiter: { applied } };
    if (visibility !== 'active')
      yield {
        change: { kind: 'visibility', connection: connection.number, session, state: visibility },
        waiter: NOBODY,
      };
  }
}

/** Things may have changed while this node was away: a session has ended, or is full. */
function notBroughtBack(
  connections: Connections,
  connection: Connection,
  { membership, refused }: { readonly membership: Membership; readonly refused: ErrorCode },
): void {
  if (!connection.isOpen) return;
  if (refused === 'kicked' && connection.sessions.length === 1)
    connections.close(connection, CloseCode.notAllowed, refused);
  else if (refused === 'kicked') connections.putOut(connection, membership, refused);
  else {
    connection.removeMembership(membership);
    refuse({ connections }, connection, errorMessage(refused));
  }
}
