import { openConnection } from '../../../client-sdk/src/connection.ts';
import type { Connection, ConnectionState, ConnectOptions } from '../../../client-sdk/src/options.ts';
import type { WelcomeMessage } from '../../../server/protocol/server-messages.ts';
import { FakeHost, settle } from './fake-host.ts';
import { FakeServer, type FakeSocket, welcome } from './fake-server.ts';

export interface Bench {
  readonly host: FakeHost;
  readonly server: FakeServer;
  readonly connection: Connection;
  readonly errors: unknown[];
  readonly states: ConnectionState[];
  /** Lets the newest socket open and be welcomed; gives it back with the auth message already taken. */
  admit(overrides?: Partial<WelcomeMessage>): Promise<FakeSocket>;
  /** Joins over an open socket, and has the server say yes. */
  joined(socket: FakeSocket, session?: string): Promise<void>;
  /** Loses the newest socket and has the next one follow without a wait. */
  lose(code?: number): Promise<void>;
}

interface BenchOptions {
  readonly host?: FakeHost;
  readonly options?: Partial<ConnectOptions>;
}

/** A connection whose server has not answered yet. */
export async function start({ host = new FakeHost(), options = {} }: BenchOptions = {}): Promise<Bench> {
  const server = new FakeServer();
  const errors: unknown[] = [];
  const states: ConnectionState[] = [];
  const connection = openConnection(
    {
      url: 'wss://headcount.test/v1/ws',
      WebSocket: server.WebSocket,
      onError: (error) => errors.push(error),
      onStateChange: (state) => states.push(state),
      ...(options.getToken ? {} : { token: 'token1' }),
      ...options,
    } as ConnectOptions,
    host,
  );
  await settle();

  async function admit(overrides?: Partial<WelcomeMessage>): Promise<FakeSocket> {
    const socket = server.last;
    socket.accept();
    socket.take();
    socket.say(welcome(overrides));
    await settle();
    return socket;
  }

  async function joined(socket: FakeSocket, session = 's1'): Promise<void> {
    const join = connection.join(session);
    socket.say({ type: 'joined', session, concurrent: 1, id: String(socket.takeOne().id) });
    await join;
  }

  async function lose(code = 1006): Promise<void> {
    const { luck } = host;
    host.luck = 0;
    server.last.end(code);
    host.luck = luck;
    await host.advance(0);
  }

  return { host, server, connection, errors, states, admit, joined, lose };
}

interface OpenedOptions extends BenchOptions {
  readonly welcomed?: Partial<WelcomeMessage>;
}

/** A connection that is open. */
export async function opened(openedOptions: OpenedOptions = {}): Promise<Bench & { socket: FakeSocket }> {
  const bench = await start(openedOptions);
  return { ...bench, socket: await bench.admit(openedOptions.welcomed) };
}
