import { crowd } from '../../load/crowd.ts';
import type { Peer } from '../../load/peers/peer.ts';
import { type Figure, type Measured, pause, type Stage } from '../../runner/figure.ts';
import { median } from '../../runner/median.ts';
import { againstPeers, variantsOf } from './against-peers.ts';

const WATCHERS = 10_000;
/** More than the second between two pushes of a scope, the first of which may come at once. */
const PERIOD_MS = 1300;
const PUSHES = 5;

async function measure(peer: Peer, stage: Stage): Promise<Measured> {
  const server = await peer.start(stage);
  const watchers = await crowd(WATCHERS, (index) => peer.watch(server.port, index));
  const publish = await peer.publisher(server.port);
  const received = () => watchers.reduce((sum, socket) => sum + socket.received, 0);
  /** µs a message; there are two a watcher where a minute ends meanwhile, or a first visit is recorded. */
  const push = async (index: number): Promise<number> => {
    const [before, from] = [received(), await server.usage()];
    await publish(index);
    await pause(PERIOD_MS);
    const to = await server.usage();
    const messages = received() - before;
    if (messages === 0 || messages % WATCHERS !== 0)
      throw new Error(`${messages} messages instead of ${WATCHERS}`);
    return ((to.cpuMs - from.cpuMs) * 1000) / messages;
  };
  await push(0);
  const spent: number[] = [];
  for (let index = 1; index <= PUSHES; index++) spent.push(await push(index));
  return { value: median(spent) };
}

/** Counters of 700 bytes to everybody who watches. */
export const peersFanOut: Figure = {
  name: 'peers-fan-out',
  unit: 'µs of CPU a watcher and push',
  variants: variantsOf(measure),
  goals: againstPeers('fan-out of counters to 10,000 watchers, CPU'),
};
