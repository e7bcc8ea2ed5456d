import { expect } from 'vitest';
import type { Tenant } from './tenant.ts';
import type { TestClient } from './test-client.ts';
import type { TestServer } from './test-server.ts';

const SESSION = 'beside';

/** A well-behaved client in a session of its own, who should notice nothing of what others do. */
export class Witness {
  readonly #server: TestServer;
  readonly #tenant: Tenant;
  readonly #client: TestClient;

  private constructor(server: TestServer, tenant: Tenant, client: TestClient) {
    this.#server = server;
    this.#tenant = tenant;
    this.#client = client;
  }

  static async of(server: TestServer, tenant: Tenant): Promise<Witness> {
    const client = await tenant.enter('witness', SESSION);
    await client.subscribe(`session:${SESSION}`);
    client.beat(100);
    return new Witness(server, tenant, client);
  }

  /** Its connection, its presence and its counters are as they should be, and the server has nothing to complain of. */
  async hasNoticedNothing(): Promise<void> {
    expect((await this.#client.join(SESSION)).concurrent).toBe(1);
    await this.#client.engage(SESSION, 'reaction', { reaction: 'clap' });
    const scope = `session:${SESSION}` as const;
    const { concurrent, connections, peak, uniques } = await this.#tenant.counters(scope);
    expect({ concurrent, connections, peak: peak.value, uniques }).toEqual({
      concurrent: 1,
      connections: 1,
      peak: 1,
      uniques: 1,
    });
    const slices = await this.#tenant.slices(SESSION);
    expect(slices).toMatchObject([{ attendee: 'witness', end: null }]);
    const numbers = this.#client.inbox.waiting('counters').map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_seq, index) => (numbers[0] ?? 0) + index));
    expect(this.#client.inbox.waiting('error')).toEqual([]);
    expect(this.#server.errorsLogged).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
}
