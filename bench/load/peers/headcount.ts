import { startHeadcount } from '../../runner/headcount.ts';
import { textFrame } from '../frames.ts';
import { joinSession, leaveSession, openSessionClient, subscribeTo } from '../session-client.ts';
import { type Peer, roomOf, WATCHED } from './peer.ts';

export const headcount: Peer = {
  name: 'headcount',
  heartbeat: textFrame('h'),
  start: (stage) => startHeadcount(stage),
  async enter(port, index) {
    const socket = await openSessionClient(port, `a${index}`);
    await joinSession(socket, roomOf(index));
    return socket;
  },
  async watch(port, index) {
    const socket = await openSessionClient(port, `watcher-${index}`, 'moderator');
    await subscribeTo(socket, WATCHED);
    return socket;
  },
  async publisher(port) {
    const someone = await openSessionClient(port, 'someone');
    return (index) => (index % 2 === 0 ? joinSession : leaveSession)(someone, WATCHED);
  },
};
