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
  return answered(socket, JOIN);
}

export function joinSession(socket: LoadSocket, session: string): Promise<void> {
  return answered(socket, message({ type: 'join', session }));
}

export function leave(socket: LoadSocket): Promise<void> {
  return answered(socket, LEAVE);
}

export function subscribe(socket: LoadSocket): Promise<void> {
  return answered(socket, SUBSCRIBE);
}

/** An attendee in the session. */
export async function openAttendee(port: number, attendee: string): Promise<LoadSocket> {
  const socket = await openSessionClient(port, attendee);
  await join(socket);
  return socket;
}

export function engageFrame(id: string): Buffer {
  const data = { text: 'Could you say more about that last point?' };
  return message({ type: 'engage', id, session: SESSION, action: 'chat.message', data });
}

function answered(socket: LoadSocket, frame: Buffer): Promise<void> {
  const answer = socket.receivedCount(socket.received + 1);
  socket.write(frame);
  return answer;
}
