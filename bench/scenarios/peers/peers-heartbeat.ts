import { keepBeating } from '../../load/beating.ts';
import { crowd } from '../../load/crowd.ts';
import { paced } from '../../load/paced.ts';
import type { Peer } from '../../load/peers/peer.ts';
import type { LoadSocket } from '../../load/web-socket.ts';
import { type Figure, type Measured, pause, type Stage } from '../../runner/figure.ts';
import { medianCpuMs } from '../../runner/windows.ts';
import { againstPeers, variantsOf } from './against-peers.ts';

const SOCKETS = 10_000;
/** Few enough for the slowest to keep up. */
const A_SECOND = 8000;
/** A window's. */
const HEARTBEATS = 10_000;
const WINDOWS = 4;
const SETTLE_MS = 300;

async function measure(peer: Peer, stage: Stage): Promise<Measured> {
  const server = await peer.start(stage);
  const sockets: LoadSocket[] = [];
  const stopBeating = keepBeating(sockets, peer.heartbeat);
  await crowd(SOCKETS, async (index) => sockets.push(await peer.enter(server.port, index)));
  stopBeating();
  const beat = async () => {
    await paced({ count: HEARTBEATS, perSecond: A_SECOND }, (index) =>
      sockets[index % SOCKETS]?.write(peer.heartbeat),
    );
    await pause(SETTLE_MS);
  };
  await beat();
  const cpuMs = await medianCpuMs(server, WINDOWS, beat);
  return { value: (cpuMs * 1000) / HEARTBEATS };
}

/** Each from another socket, as a crowd sends them. */
export const peersHeartbeat: Figure = {
  name: 'peers-heartbeat',
  unit: 'µs of CPU a heartbeat',
  variants: variantsOf(measure),
  goals: againstPeers('CPU a heartbeat'),
};
