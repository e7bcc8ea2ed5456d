import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Contract, useContract } from '../../support/contract.ts';
import type { Tenant } from '../../support/tenant.ts';
import { TestServer } from '../../support/test-server.ts';
import { DAY, pastDay } from './past-day.ts';

export interface Answered {
  readonly [name: string]: unknown;
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

/** The whole of what happened on that day. */
export const WHOLE = `from=${DAY}T00:00:00Z&to=${DAY}T12:00:00Z`;

/** Questions about the day that `pastDay` has written; each answer is as it is described. */
class PastDay {
  readonly server: TestServer;
  readonly contract: Contract;

  constructor(server: TestServer, contract: Contract) {
    this.server = server;
    this.contract = contract;
  }

  get tenant(): Tenant {
    return this.server.tenantOf('acme', 'plain');
  }

  readonly get = async (operation: string, path: string): Promise<Answered> => {
    const answer = await this.tenant.call(path);
    this.contract.expectKept(`GET ${operation}` as `GET /${string}`, answer);
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
    return answer.json as unknown as Answered;
  };

  readonly csv = async (path: string): Promise<string[]> =>
    (await this.tenant.call(path, { headers: { accept: 'text/csv' } })).text.split('\r\n');
}

/** A server for the tests of a file whose history is of that day. */
export function usePastDay(): PastDay {
  const server = new TestServer();
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headcount-past-'));
    await pastDay(join(folder, 'headcount.db'));
    await server.start({ DATA_DIR: folder });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return new PastDay(server, useContract(server));
}
