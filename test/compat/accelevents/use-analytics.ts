import { beforeAll } from 'vitest';
import type { Answer } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { type TestServer, useTestServer } from '../../support/test-server.ts';
import { ask, makeKey, makeWorld } from './world.ts';

export type Row = Record<string, unknown>;

/** The vendor's event on a server, read by an operator's key. */
class Analytics {
  readonly server: TestServer;
  #tenant: Tenant | undefined;
  #key = '';

  constructor(server: TestServer) {
    this.server = server;
  }

  async make(): Promise<void> {
    await makeWorld(this.tenant);
    this.#key = await makeKey(this.tenant, { role: 'operator' });
  }

  get tenant(): Tenant {
    this.#tenant ??= this.server.tenant();
    return this.#tenant;
  }

  readonly get = async (
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Answer & { readonly data: Row[] }> => {
    const answer = await ask(this.tenant, path, { key: this.#key, ...headers });
    return { ...answer, data: answer.json.data as Row[] };
  };
}

/** A server for the tests of a file, with the event on it. */
export function useAnalytics(): Analytics {
  const analytics = new Analytics(useTestServer());
  beforeAll(() => analytics.make());
  return analytics;
}
