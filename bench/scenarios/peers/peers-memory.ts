import { keepBeating } from '../../load/beating.ts';
import { crowd } from '../../load/crowd.ts';
import type { Peer } from '../../load/peers/peer.ts';
import type { LoadSocket } from '../../load/web-socket.ts';
import { type Figure, type Measured, pause, type Stage } from '../../runner/figure.ts';
import { againstPeers, variantsOf } from './against-peers.ts';

/** They stay: what a busy process takes once and keeps is not theirs. */
const WARM_UP = 5000;
const ATTENDEES = 15_000;
const SETTLE_MS = 1000;

async function measure(peer: Peer, stage: Stage): Promise<Measured> {
  const server = await peer.start(stage);
  const present: LoadSocket[] = [];
  keepBeating(present, peer.heartbeat);
  const grow = async (from: number, to: number) => {
    await crowd(to - from, async (index) => present.push(await peer.enter(server.port, from + index)));
    await pause(SETTLE_MS);
    return server.collected();
  };
  const before = await grow(0, WARM_UP);
  const after = await grow(WARM_UP, ATTENDEES);
  const each = (key: 'rssBytes' | 'heapBytes') => (after[key] - before[key]) / (ATTENDEES - WARM_UP) / 1000;
  return { value: each('rssBytes'), details: { heapKB: each('heapBytes') } };
}

/** Resident memory of somebody who is connected and present. */
export const peersMemory: Figure = {
  name: 'peers-memory',
  unit: 'KB of resident memory a present attendee',
  variants: variantsOf(measure),
  goals: againstPeers('memory a present attendee'),
};
