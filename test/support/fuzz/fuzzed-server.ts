import { onTestFinished } from 'vitest';
import { metricOf } from '../metrics.ts';
import { PlainClient } from '../plain-client.ts';
import { request } from '../rest.ts';
import { ServerProcess } from '../server-process.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { mint } from '../tokens.ts';

/** What a server says of itself. */
export interface Reading {
  readonly heapBytes: number;
  readonly connections: number;
  readonly socketIoClients: number;
}

const ORG = 'fuzzed';

/** A server in a process of its own: what ends it ends no test by accident. */
export class FuzzedServer {
  readonly url: string;
  readonly port: number;

  private constructor(url: string) {
    this.url = url;
    this.port = Number(new URL(url).port);
  }

  static async start(): Promise<FuzzedServer> {
    const process = await ServerProcess.start({
      DATA_DIR: temporaryFolder(),
      MAX_MESSAGES_PER_SECOND: '1000000',
      MAX_ACCEPTS_PER_SECOND: '1000000',
      // What a stranger names must not become a session, or the heap would grow as it should.
      STRICT_SESSIONS: 'on',
      TIMEOUT_SECONDS: '5',
      HEARTBEAT_SECONDS: '1',
    });
    onTestFinished(() => process.kill());
    const server = new FuzzedServer(process.url);
    await server.put('/v1/events/e1', {});
    for (const session of ['s1', 's2']) await server.put(`/v1/sessions/${session}`, { event: 'e1' });
    return server;
  }

  async put(path: string, body: Record<string, unknown>): Promise<void> {
    const call = { method: 'PUT', token: this.token('desk', 'operator'), body };
    const { status, text } = await request(this.url, path, call);
    if (status !== 201) throw new Error(text);
  }

  token(sub: string, role: string): string {
    return mint({ sub, org: ORG, role, event: role === 'attendee' ? 'e1' : undefined });
  }

  async connect(sub: string, role = 'moderator'): Promise<PlainClient> {
    const client = await PlainClient.open(this.url);
    client.send({ type: 'auth', token: this.token(sub, role) });
    await client.welcome();
    return client;
  }

  async read(): Promise<Reading> {
    const { text } = await request(this.url, '/metrics', {});
    return {
      heapBytes: metricOf(text, 'nodejs_heap_size_used_bytes'),
      connections: metricOf(text, 'headcount_connections'),
      socketIoClients: metricOf(text, 'headcount_socketio_clients'),
    };
  }
}
