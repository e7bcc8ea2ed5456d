import { App, us_socket_local_port, type WebSocket } from 'uWebSockets.js';
import { obey } from './orders.ts';
import { sampleCounters } from './sample-counters.ts';

/** The least that counts people in rooms and tells it: no tokens, no timeouts, nothing that lasts. The first byte of a message is its kind. */
interface Client {
  room: string | undefined;
}

interface Room {
  present: number;
  joins: number;
  leaves: number;
  hasChanged: boolean;
}

const PUSH_MS = 1000;
const [JOIN, LEAVE, SUBSCRIBE] = ['j', 'l', 's'].map((letter) => letter.charCodeAt(0));
const TEMPLATE = JSON.parse(sampleCounters(0)) as object;

const app = App();
const rooms = new Map<string, Room>();

function roomOf(name: string): Room {
  const room = rooms.get(name) ?? { present: 0, joins: 0, leaves: 0, hasChanged: false };
  rooms.set(name, room);
  return room;
}

function leave(client: Client): void {
  if (client.room === undefined) return;
  const room = roomOf(client.room);
  client.room = undefined;
  room.present--;
  room.leaves++;
  room.hasChanged = true;
}

function join(client: Client, name: string): string {
  const room = roomOf(name);
  client.room = name;
  room.present++;
  room.joins++;
  room.hasChanged = true;
  return JSON.stringify({ type: 'joined', session: name, concurrent: room.present });
}

/** As many bytes as the server's own counters. */
function countersOf({ present, joins, leaves }: Room): string {
  const minute = {
    start: '2026-05-04T10:20:00.000Z',
    peak: present,
    minimum: 0,
    average: present,
    joins,
    leaves,
  };
  return JSON.stringify({ ...TEMPLATE, concurrent: present, connections: present, minute });
}

function push(): void {
  for (const [name, room] of rooms) {
    if (!room.hasChanged) continue;
    room.hasChanged = false;
    app.publish(name, countersOf(room));
  }
}

function handle(ws: WebSocket<Client>, message: ArrayBuffer): void {
  const [kind] = new Uint8Array(message);
  if (kind === JOIN) ws.send(join(ws.getUserData(), Buffer.from(message.slice(1)).toString()));
  else if (kind === SUBSCRIBE) {
    const name = Buffer.from(message.slice(1)).toString();
    ws.subscribe(name);
    ws.send(countersOf(roomOf(name)));
  } else if (kind === LEAVE) {
    leave(ws.getUserData());
    ws.send('{"type":"left"}');
  }
}

app.ws<Client>('/presence', {
  maxPayloadLength: 65_536,
  maxBackpressure: 65_536,
  idleTimeout: 120,
  upgrade: (res, req, context) => {
    const key = req.getHeader('sec-websocket-key');
    res.upgrade<Client>({ room: undefined }, key, '', '', context);
  },
  message: handle,
  close: (ws) => leave(ws.getUserData()),
});
setInterval(push, PUSH_MS);
app.listen('127.0.0.1', 0, (socket) => {
  if (!socket) throw new Error('no free port');
  obey(us_socket_local_port(socket as Parameters<typeof us_socket_local_port>[0]));
});
