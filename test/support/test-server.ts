import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { createLogger } from '../../server/logger.ts';
import { type RunningServer, startServer } from '../../server/main.ts';
import { metricOf } from './metrics.ts';
import { type Answer, type Call, request } from './rest.ts';
import { linesWithSecrets } from './secrets-found.ts';
import { Tenant, type Transport } from './tenant.ts';
import { SECRET } from './tokens.ts';

/** Environment of the server; numbers for convenience, undefined to unset. */
export type Overrides = Readonly<Record<string, string | number | undefined>>;

/** Resumes are short; nobody is silent for long unless a test wants it. */
const DEFAULTS: Overrides = {
  PORT: 0,
  JWT_SECRET: SECRET,
  HEARTBEAT_SECONDS: 0.2,
  TIMEOUT_SECONDS: 60,
  RESUME_SECONDS: 0.3,
  LOG_LEVEL: 'trace',
};

function environment(overrides: Overrides): Record<string, string> {
  const all = { ...DEFAULTS, ...overrides };
  // The pace stays as it is on a machine as busy as one that runs tests, unless a test wants it otherwise.
  const entries = Object.entries({ HEARTBEAT_MAX_SECONDS: all.HEARTBEAT_SECONDS, ...all });
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** A server in this process, with a data folder of its own. One at a time: Socket.IO patches a prototype. */
export class TestServer {
  /** What it has logged. */
  readonly logged: string[] = [];
  #running: RunningServer | undefined;
  #dataDir = '';
  #tenants = 0;

  async start(overrides: Overrides = {}): Promise<this> {
    this.#dataDir = await mkdtemp(join(tmpdir(), 'headcount-test-'));
    const config = readConfig(environment({ DATA_DIR: this.#dataDir, ...overrides }));
    const destination = new Writable({
      write: (line, _encoding, done) => {
        this.logged.push(String(line));
        done();
      },
    });
    const logger = createLogger(config.logLevel, destination);
    this.#running = await startServer({ config, logger, pageDir: this.pageDir });
    return this;
  }

  /** Resolves when it takes part in the log. */
  get ready(): Promise<void> {
    return this.#started.ready;
  }

  /** Stops, and keeps the data folder for another. */
  async halt(): Promise<void> {
    await this.#running?.close();
  }

  /** @throws Error when it has logged a token, key or secret, whatever the test was about. */
  async stop(): Promise<void> {
    await this.halt();
    await rm(this.#dataDir, { recursive: true, force: true });
    const [line] = linesWithSecrets(this.logged);
    if (line !== undefined) throw new Error(`a secret stands in the log: ${line}`);
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  /** Folder of the page; there is nothing in it. */
  get pageDir(): string {
    return join(this.#dataDir, 'page');
  }

  get port(): number {
    return this.#started.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it complained about: nothing that a client does should get here. */
  get errorsLogged(): string[] {
    return this.logged.filter((line) => (JSON.parse(line) as { level: number }).level >= 50);
  }

  /** A tenant that nobody has used yet. */
  tenant(transport: Transport = 'plain'): Tenant {
    return new Tenant(this.url, `org-${++this.#tenants}`, transport);
  }

  /** The same organization, perhaps over another transport. */
  tenantOf(org: string, transport: Transport): Tenant {
    return new Tenant(this.url, org, transport);
  }

  /** 0 when somebody with these headers is let in, else why not: a close code, or 1006 when not even the socket opens. */
  async admissionOf(transport: Transport, headers: Record<string, string>): Promise<number> {
    try {
      const client = await this.tenant(transport).knock('ann', { headers });
      const admission = await client.admission();
      client.cut();
      return admission;
    } catch {
      return 1006;
    }
  }

  call(path: string, call: Call = {}): Promise<Answer> {
    return request(this.url, path, call);
  }

  /** The value of a metric, 0 when it is not there; `labels` as in `code="silent"`. */
  async metric(name: string, labels = ''): Promise<number> {
    return metricOf((await this.call('/metrics')).text, name, labels);
  }

  get #started(): RunningServer {
    if (this.#running === undefined) throw new Error('the server has not been started');
    return this.#running;
  }
}

/** A server for one test, which stops it. */
export async function startTestServer(overrides: Overrides = {}): Promise<TestServer> {
  const server = new TestServer();
  onTestFinished(() => server.stop());
  return server.start(overrides);
}

/** A server for all tests of a suite; overrides that are known only once hooks have run come from a function. */
export function useTestServer(overrides: Overrides | (() => Overrides) = {}): TestServer {
  const server = new TestServer();
  beforeAll(async () => {
    await server.start(typeof overrides === 'function' ? overrides() : overrides);
  });
  afterAll(() => server.stop());
  return server;
}
