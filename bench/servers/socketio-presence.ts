import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Server, Socket } from 'socket.io';
import { BENCH_SECRET } from '../load/tokens.ts';
import { sampleCounters } from './sample-counters.ts';

/** The job as one would write it on Socket.IO: a token, rooms, who is in them, who fell silent, counters once a second. */
interface Data {
  attendee: string;
  room: string | undefined;
  seen: number;
}

type Client = Socket<Record<string, never>, Record<string, never>, Record<string, never>, Data>;

interface Room {
  /** How many connections each attendee has in it. */
  readonly people: Map<string, number>;
  hasChanged: boolean;
}

const PUSH_MS = 1000;
const TIMEOUT_MS = 45_000;
const TEMPLATE = JSON.parse(sampleCounters(0)) as object;

/** The `sub` of a good HS256 token. */
function attendeeOf(token: string): string | undefined {
  const [head = '', body = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = createHmac('sha256', BENCH_SECRET).update(`${head}.${body}`).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { sub, exp } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { sub: string; exp: number };
  return exp * 1000 > Date.now() ? sub : undefined;
}

/** Options for both engines. Its pings are far apart: the heartbeats of the job show who is there. */
export const SOCKET_IO_OPTIONS = {
  transports: ['websocket' as const],
  serveClient: false,
  pingInterval: 300_000,
};

export function countPresence(io: Server): void {
  const rooms = new Map<string, Room>();
  const clients = new Set<Client>();

  const leave = ({ data }: Client): void => {
    const room = rooms.get(data.room ?? '');
    if (room === undefined) return;
    const left = (room.people.get(data.attendee) ?? 0) - 1;
    if (left > 0) room.people.set(data.attendee, left);
    else room.people.delete(data.attendee);
    room.hasChanged = true;
    data.room = undefined;
  };

  const join = ({ data }: Client, name: string): number => {
    const room = rooms.get(name) ?? { people: new Map<string, number>(), hasChanged: false };
    rooms.set(name, room);
    room.people.set(data.attendee, (room.people.get(data.attendee) ?? 0) + 1);
    room.hasChanged = true;
    data.room = name;
    return room.people.size;
  };

  const countersOf = (name: string) => {
    const concurrent = rooms.get(name)?.people.size ?? 0;
    return { ...TEMPLATE, concurrent, connections: concurrent };
  };

  io.use((socket, next) => {
    const attendee = attendeeOf(String(socket.handshake.auth.token));
    if (attendee === undefined) next(new Error('unauthorized'));
    else {
      Object.assign(socket.data, { attendee, room: undefined, seen: Date.now() });
      next();
    }
  });
  io.on('connection', (plain) => {
    const socket = plain as unknown as Client;
    clients.add(socket);
    plain.on('h', () => {
      socket.data.seen = Date.now();
    });
    plain.on('join', ({ session }: { session: string }, answer: (joined: object) => void) =>
      answer({ type: 'joined', session, concurrent: join(socket, session) }),
    );
    plain.on('leave', (_message: object, answer: (left: object) => void) => {
      leave(socket);
      answer({ type: 'left' });
    });
    plain.on('subscribe', ({ session }: { session: string }, answer: (counters: object) => void) => {
      void plain.join(`counters:${session}`);
      answer(countersOf(session));
    });
    plain.on('disconnect', () => {
      clients.delete(socket);
      leave(socket);
    });
  });
  setInterval(() => {
    for (const [name, room] of rooms) {
      if (!room.hasChanged) continue;
      room.hasChanged = false;
      io.to(`counters:${name}`).emit('counters', countersOf(name));
    }
    const silent = Date.now() - TIMEOUT_MS;
    for (const client of clients)
      if (client.data.room !== undefined && client.data.seen < silent) leave(client);
  }, PUSH_MS);
}
