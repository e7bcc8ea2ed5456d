import type { HeartbeatMessage, JoinMessage, LeaveMessage, Mode } from '../protocol/client-messages.ts';
import type { Connection, Membership } from './connection.ts';
import { joinChange, leaveChange } from './join-change.ts';
import { Playback } from './playback.ts';
import { errorMessage, type HandlerParts, type Request, refuse, withId } from './requests.ts';

export function heartbeat(
  parts: HandlerParts,
  connection: Connection,
  { positions }: HeartbeatMessage,
): void {
  if (positions === undefined) return;
  const now = parts.connections.now();
  for (const [session, position] of Object.entries(positions)) {
    const membership = connection.membership(session);
    if (membership === undefined) continue;
    membership.playback ??= new Playback(position, now);
    membership.playback.report(position, now);
    if (membership.playback.isDue(now)) parts.connections.flushPlayback(connection, membership);
  }
}

export function join(
  parts: HandlerParts,
  { connection, claims, to }: Request,
  { session, mode, position, id }: JoinMessage,
): void {
  const { config, connections, pipeline, live } = parts;
  const known = connection.membership(session);
  if (known === undefined && connection.sessions.length >= config.maxSessionsPerConnection) {
    refuse(parts, to, errorMessage('too_many_sessions', id));
    return;
  }
  if (known === undefined && parts.isOutOfRoom()) {
    refuse(parts, to, errorMessage('unavailable', id));
    return;
  }
  const wanted = mode ?? 'live';
  const membership = known ?? newMembership(session, wanted);
  if (position !== undefined) membership.playback = new Playback(position, connections.now());
  if (known === undefined) connections.enter(connection, membership);
  const { org } = claims;
  let answered = false;
  pipeline.submit(
    joinChange(connection, claims, { session, mode: wanted }, config.strictSessions),
    (outcome) => {
      // What was on its way when the attendee was put out brings nobody back.
      const isOut = connections.wasPutOut(membership);
      if (isOut && outcome === null) pipeline.submit(leaveChange(connection, claims, session));
      const refused = isOut ? 'kicked' : outcome;
      if (refused !== null && known === undefined) connection.removeMembership(membership);
      if (refused === null) membership.mode = wanted;
      if (!connection.isOpen) return;
      if (refused !== null) refuse(parts, to, errorMessage(refused, id));
      else if (!answered)
        to.answer({ type: 'joined', session, concurrent: live.concurrentIn(org, session), ...withId(id) });
    },
    () => {
      answered = true;
      if (connection.isOpen)
        to.answer({ type: 'joined', session, concurrent: null, degraded: true, ...withId(id) });
    },
  );
}

export function leave(
  parts: HandlerParts,
  { connection, claims, to }: Request,
  { session, id }: LeaveMessage,
): void {
  const { connections, pipeline } = parts;
  const membership = connection.membership(session);
  if (membership !== undefined) {
    connections.flushPlayback(connection, membership);
    connection.removeMembership(membership);
  }
  pipeline.submit(leaveChange(connection, claims, session), (refused) => {
    if (!connection.isOpen) return;
    if (refused !== null) refuse(parts, to, errorMessage(refused, id));
    else to.answer({ type: 'left', session, ...withId(id) });
  });
}

function newMembership(session: string, mode: Mode): Membership {
  return { session, mode, playback: null, visibility: 'active' };
}
