import { createHmac } from 'node:crypto';
import { sampleCounters } from '../../servers/sample-counters.ts';
import { textFrame } from '../frames.ts';
import { LoadSocket } from '../web-socket.ts';
import { type Peer, roomOf, WATCHED } from './peer.ts';
import { SOKETI_APP } from './soketi-app.ts';

const PATH = `/app/${SOKETI_APP.key}?protocol=7&client=js&version=8.4.0&flash=false`;
/** Clients may publish in channels that want a signature only. */
const COUNTERS = `private-${WATCHED}`;

interface Client {
  readonly socket: LoadSocket;
  /** By which soketi knows it; signatures are for it alone. */
  readonly id: string;
}

async function open(port: number): Promise<Client> {
  const socket = await LoadSocket.open(port, PATH, true);
  await socket.receivedCount(1);
  socket.keepsText = false;
  const { data } = JSON.parse(socket.lastText) as { data: string };
  return { socket, id: (JSON.parse(data) as { socket_id: string }).socket_id };
}

/** Resolves with the next message of a kind; others may come before it, of people who join meanwhile. */
function said(socket: LoadSocket, kind: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.onText = (text) => {
      if (text.includes('error')) reject(new Error(text));
      if (!text.includes(kind)) return;
      socket.onText = undefined;
      resolve();
    };
  });
}

/** What the application's own server would sign for it. */
function signed(text: string): string {
  return `${SOKETI_APP.key}:${createHmac('sha256', SOKETI_APP.secret).update(text).digest('hex')}`;
}

async function subscribe({ socket, id }: Client, channel: string, member?: string): Promise<void> {
  const data = member === undefined ? {} : { channel_data: member };
  const auth = signed([id, channel, ...Object.values(data)].join(':'));
  const succeeded = said(socket, 'pusher_internal:subscription_succeeded');
  socket.write(textFrame(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth, ...data } })));
  await succeeded;
}

/** A server of the Pusher protocol. Who is in a presence channel is told of everybody there; there are no counters. */
export const soketi: Peer = {
  name: 'soketi',
  heartbeat: textFrame('{"event":"pusher:ping","data":{}}'),
  start: (stage) => stage.start('soketi', { folder: stage.soketi() }),
  async enter(port, index) {
    const client = await open(port);
    const member = JSON.stringify({ user_id: `a${index}`, user_info: { name: `Attendee a${index}` } });
    await subscribe(client, `presence-${roomOf(index)}`, member);
    return client.socket;
  },
  async watch(port) {
    const client = await open(port);
    await subscribe(client, COUNTERS);
    return client.socket;
  },
  async publisher(port) {
    const client = await open(port);
    await subscribe(client, COUNTERS);
    return (index) => {
      const data = JSON.parse(sampleCounters(index)) as object;
      client.socket.write(textFrame(JSON.stringify({ event: 'client-counters', channel: COUNTERS, data })));
    };
  },
};
