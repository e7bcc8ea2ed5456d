import type { Scope } from '../../server/protocol/client-messages.ts';
import type { Counters } from '../../server/protocol/server-messages.ts';
import { PlainClient } from './plain-client.ts';
import { type Answer, type Call, request } from './rest.ts';
import { SocketIoClient } from './socketio-client.ts';
import type { TestClient } from './test-client.ts';
import { type Claims, mint } from './tokens.ts';

export type Transport = 'plain' | 'socketio';

/** Goes into the claims of the token, but for `client` and `token`, which replaces the minted one. */
export type ConnectOptions = Claims & {
  readonly client?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
};

/** A root organization of its own, with the people who connect to it. */
export class Tenant {
  readonly org: string;
  readonly #url: string;
  readonly #transport: Transport;

  constructor(url: string, org: string, transport: Transport) {
    this.org = org;
    this.#url = url;
    this.#transport = transport;
  }

  token(sub: string, claims: Claims = {}): string {
    return mint({ sub, org: this.org, ...claims });
  }

  /** Connects and gives the client, welcomed or not. */
  async knock(
    sub: string,
    { client, token, headers = {}, ...claims }: ConnectOptions = {},
  ): Promise<TestClient> {
    const auth = { token: token ?? this.token(sub, claims), ...(client === undefined ? {} : { client }) };
    if (this.#transport === 'socketio') return new SocketIoClient(this.#url, { auth, headers });
    const plain = await PlainClient.open(this.#url, { headers });
    plain.send({ type: 'auth', ...auth });
    return plain;
  }

  /** Connects an attendee and awaits the welcome. */
  async connect(sub: string, options: ConnectOptions = {}): Promise<TestClient> {
    const client = await this.knock(sub, options);
    await client.welcome();
    return client;
  }

  /** Connects somebody and joins. */
  async enter(sub: string, session: string, options: ConnectOptions = {}): Promise<TestClient> {
    const client = await this.connect(sub, options);
    await client.join(session);
    return client;
  }

  /** A REST call as an operator of this organization, unless it brings a token of its own. */
  call(
    path: string,
    { token = this.token('desk', { role: 'operator' }), ...call }: Call = {},
  ): Promise<Answer> {
    return request(this.#url, path, { token, ...call });
  }

  /** Resolves when everything so far is on disk: a write is answered when it is, and the log has one order. */
  async settled(): Promise<void> {
    const { status } = await this.call('/v1/events/barrier', { method: 'PUT', body: {} });
    if (status > 201) throw new Error(`the barrier was answered ${status}`);
  }

  /** Registers or changes a session. */
  async putSession(id: string, body: Record<string, unknown> = {}): Promise<void> {
    const { status, text } = await this.call(`/v1/sessions/${id}`, { method: 'PUT', body });
    if (status > 201) throw new Error(`PUT ${id} was answered ${text}`);
  }

  async act(session: string, action: string): Promise<void> {
    const { status, text } = await this.call(`/v1/sessions/${session}/actions`, {
      method: 'POST',
      body: { action },
    });
    if (status !== 200) throw new Error(`${action} was answered ${text}`);
  }

  /** The counters of a scope now. */
  async counters(scope: Scope): Promise<Counters> {
    return (await this.call(`/v1/counters/${scope}`)).json as unknown as Counters;
  }

  /** How many came and went in the last hour, whichever minutes that was in. */
  async movements(scope: Scope): Promise<{ joins: number; leaves: number }> {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const points = (await this.call(`/v1/series/${scope}?from=${from}`)).json.points as Movement[];
    const sum = (name: keyof Movement) => points.reduce((total, point) => total + (point[name] ?? 0), 0);
    return { joins: sum('joins'), leaves: sum('leaves') };
  }

  /** The slices of a session on disk, of everything that has happened so far. */
  async slices(session: string): Promise<Slice[]> {
    await this.settled();
    return (await this.call(`/v1/sessions/${session}/slices`)).json.items as Slice[];
  }
}

interface Movement {
  readonly joins: number | null;
  readonly leaves: number | null;
}

/** As the API answers it. */
export interface Slice {
  readonly id: string;
  readonly attendee: string;
  readonly mode: string;
  readonly start: string;
  readonly end: string | null;
  readonly countedUntil: string | null;
  readonly endedBy: string | null;
}
