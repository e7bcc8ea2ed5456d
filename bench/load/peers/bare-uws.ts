import { textFrame } from '../frames.ts';
import { LoadSocket } from '../web-socket.ts';
import { type Peer, roomOf, WATCHED } from './peer.ts';

const PATH = '/presence';

async function open(port: number, first: string): Promise<LoadSocket> {
  const socket = await LoadSocket.open(port, PATH);
  await socket.answered(textFrame(first));
  return socket;
}

/** What a handler that does nothing more leaves to be gained. */
export const bareUws: Peer = {
  name: 'bare uWS',
  heartbeat: textFrame('h'),
  start: (stage) => stage.start('bare-presence'),
  enter: (port, index) => open(port, `j${roomOf(index)}`),
  watch: (port) => open(port, `s${WATCHED}`),
  async publisher(port) {
    const someone = await LoadSocket.open(port, PATH);
    return (index) => someone.answered(textFrame(index % 2 === 0 ? `j${WATCHED}` : 'l'));
  },
};
