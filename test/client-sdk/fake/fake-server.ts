import type { SocketLike, WebSocketClass } from '../../../client-sdk/src/host.ts';
import type {
  Counters,
  CountersMessage,
  ServerMessage,
  WelcomeMessage,
} from '../../../server/protocol/server-messages.ts';

export type Frame = 'h' | Record<string, unknown>;

interface Events {
  open: unknown;
  error: unknown;
  message: { data: unknown };
  close: { code: number; reason: string };
}

/**
 * One socket, seen from the server's side. Nothing is answered by itself: the test takes what the client sent and
 * says what comes back.
 */
export class FakeSocket implements SocketLike {
  readonly url: string;
  /** What the client closed it with. */
  closedWith: number | undefined;
  readonly #sent: string[] = [];
  readonly #listeners: { [K in keyof Events]: ((event: Events[K]) => void)[] } = {
    open: [],
    error: [],
    message: [],
    close: [],
  };

  constructor(url: string) {
    this.url = url;
  }

  addEventListener<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): void {
    this.#listeners[type].push(listener);
  }

  send(frame: string): void {
    this.#sent.push(frame);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  /** The frames since the last time. */
  take(): Frame[] {
    return this.#sent.splice(0).map((frame) => (frame === 'h' ? frame : JSON.parse(frame)));
  }

  /** The one frame since the last time. */
  takeOne(): Record<string, unknown> {
    const [frame, ...rest] = this.take();
    if (frame === undefined || frame === 'h' || rest.length > 0) {
      throw new Error(`expected one message, got ${JSON.stringify([frame, ...rest])}`);
    }
    return frame;
  }

  accept(): void {
    this.#emit('open', {});
  }

  fail(): void {
    this.#emit('error', {});
  }

  say(message: ServerMessage): void {
    this.sayRaw(JSON.stringify(message));
  }

  sayRaw(data: unknown): void {
    this.#emit('message', { data });
  }

  end(code: number, reason = ''): void {
    this.#emit('close', { code, reason });
  }

  #emit<K extends keyof Events>(type: K, event: Events[K]): void {
    for (const listener of this.#listeners[type]) listener(event);
  }
}

export class FakeServer {
  readonly sockets: FakeSocket[] = [];

  get WebSocket(): WebSocketClass {
    const { sockets } = this;
    return class extends FakeSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    };
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('nobody has connected');
    return socket;
  }
}

export const SERVER_TIME = Date.parse('2030-01-01T12:00:00.000Z');

export function welcome(overrides: Partial<WelcomeMessage> = {}): WelcomeMessage {
  return {
    type: 'welcome',
    connectionId: 'c1',
    attendeeId: 'ann',
    heartbeatSeconds: 15,
    timeoutSeconds: 45,
    resumeSeconds: 10,
    serverTime: new Date(SERVER_TIME).toISOString(),
    ...overrides,
  };
}

export function counters(overrides: Partial<CountersMessage & Counters> = {}): CountersMessage {
  return {
    type: 'counters',
    scope: 'session:s1',
    epoch: 'e1',
    seq: 1,
    at: '2030-01-01T12:00:00.000Z',
    concurrent: 1,
    connections: 1,
    peak: { value: 1, at: '2030-01-01T12:00:00.000Z' },
    minute: {
      start: '2030-01-01T12:00:00.000Z',
      peak: 1,
      minimum: 0,
      average: 0.5,
      joins: 1,
      leaves: 0,
      uniques: 1,
    },
    uniques: 1,
    watchSeconds: 0,
    byMode: { live: 1, onDemand: 0 },
    byCountry: { unknown: 1 },
    visibility: { active: 1, idle: 0, hidden: 0 },
    engagement: {},
    ...overrides,
  };
}

/** A token whose `exp` is so many seconds after the server's time. */
export function tokenFor(expiresInSeconds: number, name = 'Zoë'): string {
  const claims = { sub: 'ann', name, exp: SERVER_TIME / 1000 + expiresInSeconds };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
}
