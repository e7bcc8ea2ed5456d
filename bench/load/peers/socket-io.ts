import type { ServerName } from '../../runner/server-process.ts';
import { textFrame } from '../frames.ts';
import { tokenFor } from '../tokens.ts';
import { LoadSocket } from '../web-socket.ts';
import { type Peer, roomOf, WATCHED } from './peer.ts';

const PATH = '/socket.io/?EIO=4&transport=websocket';

/** An event of which an acknowledgement is wanted. */
const event = (name: string, session: string) => textFrame(`420${JSON.stringify([name, { session }])}`);

/** Connected to the default namespace with a token. */
async function open(port: number, attendee: string): Promise<LoadSocket> {
  const socket = await LoadSocket.open(port, PATH);
  await socket.receivedCount(1);
  await socket.answered(textFrame(`40${JSON.stringify({ token: tokenFor(attendee) })}`));
  return socket;
}

function peer(name: string, server: ServerName): Peer {
  return {
    name,
    heartbeat: textFrame('42["h"]'),
    start: (stage) => stage.start(server),
    async enter(port, index) {
      const socket = await open(port, `a${index}`);
      await socket.answered(event('join', roomOf(index)));
      return socket;
    },
    async watch(port, index) {
      const socket = await open(port, `watcher-${index}`);
      await socket.answered(event('subscribe', WATCHED));
      return socket;
    },
    async publisher(port) {
      const someone = await open(port, 'someone');
      return (index) => someone.answered(event(index % 2 === 0 ? 'join' : 'leave', WATCHED));
    },
  };
}

export const socketIoOnUws = peer('Socket.IO on uWS', 'socketio-presence-uws');
export const socketIoOnWs = peer('Socket.IO on ws', 'socketio-presence-ws');
