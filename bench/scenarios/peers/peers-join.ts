import { crowd } from '../../load/crowd.ts';
import type { Peer } from '../../load/peers/peer.ts';
import { type Figure, type Measured, pause, type Stage } from '../../runner/figure.ts';
import { medianCpuMs } from '../../runner/windows.ts';
import { againstPeers, variantsOf } from './against-peers.ts';

/** As many as it takes until everything is compiled. */
const WARM_UP = 6000;
/** A window's. */
const JOINS = 1500;
const WINDOWS = 4;
/** For what is done afterwards: pushes, and writing to disk where that is done. */
const SETTLE_MS = 1200;

async function measure(peer: Peer, stage: Stage): Promise<Measured> {
  const server = await peer.start(stage);
  let come = 0;
  const more = async (count: number): Promise<void> => {
    await crowd(count, () => peer.enter(server.port, come++));
    await pause(SETTLE_MS);
  };
  await more(WARM_UP);
  const cpuMs = await medianCpuMs(server, WINDOWS, () => more(JOINS));
  return { value: (cpuMs * 1000) / JOINS };
}

/** From nothing to present in a room of a hundred. */
export const peersJoin: Figure = {
  name: 'peers-join',
  unit: 'µs of CPU a connect, auth and join',
  variants: variantsOf(measure),
  goals: againstPeers('CPU of connect, auth and join'),
};
