import { App, type TemplatedApp } from 'uWebSockets.js';
import type { TimeSource } from '../../storage/memory/log-clock.ts';
import { Broadcast } from '../broadcast/broadcast.ts';
import { CountersComposer } from '../broadcast/counters.ts';
import type { Config } from '../config.ts';
import type { LogNode } from '../log-node.ts';
import { observeGateway } from '../metrics/gateway.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ServerMessage } from '../protocol/server-messages.ts';
import type { Tallies } from '../recorder/tallies.ts';
import { AcceptLimit } from './accept-limit.ts';
import { Connections } from './connections.ts';
import { Credentials } from './credentials.ts';
import { type FastCountersParts, fastCounters } from './fast-counters.ts';
import { Handler } from './handler.ts';
import { HeapRoom } from './heap-room.ts';
import { Inbound } from './inbound.ts';
import { KeyUses, WRITE_USES_MS } from './key-uses.ts';
import { type Listening, listen } from './listen.ts';
import { HeartbeatCost } from './pace/heartbeat-cost.ts';
import { LoopLag } from './pace/loop-lag.ts';
import { PaceKeeper } from './pace/pace-keeper.ts';
import { servePlainSockets } from './plain-socket.ts';
import { SocketIoGateway } from './socketio.ts';
import type { Tokens } from './tokens.ts';
import { TICK_MS } from './wheel.ts';

export interface GatewayOptions {
  readonly config: Config;
  readonly node: Pick<LogNode, 'live' | 'pipeline' | 'recorder' | 'unavailable' | 'isOverloaded'>;
  readonly tallies: Tallies;
  readonly tokens: Tokens;
  /** Of this process among all that serve these people. */
  readonly name: string;
  readonly time: TimeSource;
  readonly metrics: Metrics;
  readonly onError: (error: unknown) => void;
}

const PUSH_TICK_MS = 100;
const COUNTERS_PATH = '/v1/counters/:scope';

/** The server's sockets: who is connected over either transport, what they ask, and what is pushed to them. */
export class Gateway {
  readonly composer: CountersComposer;
  readonly broadcast: Broadcast;
  readonly connections: Connections;
  readonly paces: PaceKeeper;
  readonly keyUses: KeyUses;
  readonly credentials: Credentials;
  readonly #options: GatewayOptions;
  readonly #app: TemplatedApp = App();
  readonly #inbound: Inbound;
  readonly #accepts: AcceptLimit;
  readonly #socketIo: SocketIoGateway;
  readonly #lag = new LoopLag();
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(options: GatewayOptions) {
    const { config, node, tallies, tokens, name, time, metrics, onError } = options;
    const { live, pipeline, recorder, isOverloaded } = node;
    this.#options = options;
    const now = () => pipeline.now();
    this.composer = new CountersComposer({ live, tallies, now, isDegraded: () => pipeline.isDegraded });
    const { composer } = this;
    this.broadcast = new Broadcast({ live, tallies, composer, publish: this.#publish });
    const { broadcast } = this;
    const { monotonic } = time;
    const cost = new HeartbeatCost({ monotonic, heartbeats: () => connections.stats.heartbeats });
    this.paces = new PaceKeeper({
      ...{ config, monotonic },
      ...{ presences: () => connections.present, costMs: () => cost.costMs, lagMs: this.#lag.read },
    });
    const { paces } = this;
    const connections = new Connections({ config, pipeline, broadcast, paces, name, ...time });
    this.connections = connections;
    this.keyUses = new KeyUses({ live, pipeline });
    this.credentials = new Credentials({ live, tokens, uses: this.keyUses, wall: time.wall });
    const heap = new HeapRoom({ monotonic });
    const isOutOfRoom = () => heap.isNearlyFull;
    this.#accepts = new AcceptLimit({
      perSecond: config.maxAcceptsPerSecond,
      monotonic,
      random: Math.random,
      isFull: isOutOfRoom,
    });
    const parts = { config, tokens, connections, onError };
    const handler = new Handler({ ...parts, pipeline, live, broadcast, isOverloaded, isOutOfRoom });
    this.#inbound = new Inbound({ config, connections, handler, cost });
    this.#socketIo = new SocketIoGateway({
      ...parts,
      accepts: this.#accepts,
      inbound: this.#inbound,
      handler,
    });
    observeGateway(metrics.scraped, {
      ...{ connections, recorder, paces, now },
      channelCount: () => broadcast.channelCount,
      socketIoClients: () => this.#socketIo.clientsCount,
      isOutOfRoom,
    });
  }

  /** Why no request can be answered now, whoever asks; null while it can. */
  readonly unavailable = (): ErrorCode | null =>
    this.connections.isDraining ? 'shutting_down' : this.#options.node.unavailable();

  /** Begins to take sockets, and requests. `serveApi`: answers what is no socket. */
  async listen(
    address: { readonly host: string; readonly port: number },
    serveApi: FastCountersParts['otherwise'],
  ): Promise<Listening> {
    const { config, node, onError } = this.#options;
    const { connections, broadcast, composer, credentials } = this;
    const { live, unavailable } = node;
    const app = this.#app;
    const taking = { accepts: this.#accepts, inbound: this.#inbound };
    servePlainSockets(app, { config, connections, ...taking, unavailable, onError });
    this.#socketIo.attach(app);
    const counters = { live, broadcast, composer, credentials, otherwise: serveApi };
    app.get(COUNTERS_PATH, fastCounters({ ...counters, unavailable: this.unavailable }));
    app.any('/*', serveApi);
    this.#tick();
    return listen(app, address);
  }

  /** Sends everybody away; who comes to another node within the window counts on. */
  async drain(windowMs: number): Promise<void> {
    await this.connections.drain(windowMs);
    await this.#socketIo.close();
    await this.keyUses.write();
  }

  /** After `drain`. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#lag.stop();
    this.#app.close();
  }

  #tick(): void {
    const { time, onError } = this.#options;
    this.#lag.start();
    this.#timers = [
      setInterval(() => this.connections.tick(), TICK_MS),
      setInterval(() => void this.keyUses.write().catch(onError), WRITE_USES_MS),
      setInterval(() => this.paces.look(), this.paces.lookEveryMs),
      setInterval(() => this.broadcast.tick(time.monotonic()), PUSH_TICK_MS),
    ];
  }

  readonly #publish = (topic: string, message: ServerMessage): void => {
    if (message.type === 'counters') this.#options.metrics.pushes.inc();
    this.#app.publish(topic, JSON.stringify(message));
    this.#socketIo.publish(topic, message);
  };
}
