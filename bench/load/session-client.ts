import { textFrame } from './frames.ts';
import { tokenFor } from './tokens.ts';
import { LoadSocket } from './web-socket.ts';

export const SESSION = 's1';
const PATH = '/v1/ws';
const message = (value: object) => textFrame(JSON.stringify(value));

const JOIN = message({ type: 'join', session: SESSION });
const LEAVE = message({ type: 'leave', session: SESSION });
const SUBSCRIBE = message({ type: 'subscribe', scope: `session:${SESSION}` });

/** A session client that has authenticated, as the SDK does it: each step waits for the answer to the one before. */
export async function openSessionClient(
  port: number,
  attendee: string,
  role = 'attendee',
): Promise<LoadSocket> {
  const socket = await LoadSocket.open(port, PATH);
  const welcomed = socket.receivedCount(1);
  socket.write(message({ type: 'auth', token: tokenFor(attendee, role) }));
  await welcomed;
  return socket;
}

export function join(socket: LoadSocket): Promise<void> {
  return socket.answered(JOIN);
}

export function joinSession(socket: LoadSocket, session: string): Promise<void> {
  return socket.answered(message({ type: 'join', session }));
}

export function leaveSession(socket: LoadSocket, session: string): Promise<void> {
  return socket.answered(message({ type: 'leave', session }));
}

export function subscribeTo(socket: LoadSocket, session: string): Promise<void> {
  return subscribeToScope(socket, `session:${session}`);
}

export function subscribeToScope(socket: LoadSocket, scope: string): Promise<void> {
  return socket.answered(message({ type: 'subscribe', scope }));
}

export function leave(socket: LoadSocket): Promise<void> {
  return socket.answered(LEAVE);
}

export function subscribe(socket: LoadSocket): Promise<void> {
  return socket.answered(SUBSCRIBE);
}

/** An attendee in the session. */
export async function openAttendee(port: number, attendee: string): Promise<LoadSocket> {
  const socket = await openSessionClient(port, attendee);
  await join(socket);
  return socket;
}

export function engageFrame(id: string, session = SESSION): Buffer {
  const data = { text: 'Could you say more about that last point?' };
  return message({ type: 'engage', id, session, action: 'chat.message', data });
}
