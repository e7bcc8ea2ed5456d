import { expect } from 'vitest';
import { type Contract, useContract } from '../../support/contract.ts';
import type { Answer, Call } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { type TestServer, useTestServer } from '../../support/test-server.ts';

/** The operation of a path of people, as it is described. */
function operationOf(method: string, path: string): `${string} /${string}` {
  const described = path
    .replace(/\?.*/, '')
    .replace(/^(\/v1\/[a-z]+\/)[^/]+/, '$1{id}')
    .replace(/(\/(?:registrations|bookmarks)\/).+/, '$1{attendee}');
  return `${method} ${described as `/${string}`}`;
}

/** Calls about people; each answer is as it is described. */
class PeopleTests {
  readonly server: TestServer;
  readonly #contract: Contract;
  #tenant: Tenant | undefined;

  constructor(server: TestServer, contract: Contract) {
    this.server = server;
    this.#contract = contract;
  }

  /** The one that is meant where none is given. */
  get tenant(): Tenant {
    this.#tenant ??= this.server.tenant();
    return this.#tenant;
  }

  readonly call = async (path: string, call: Call = {}, of: Tenant = this.tenant): Promise<Answer> => {
    const answer = await of.call(path, call);
    this.#contract.expectKept(operationOf(call.method ?? 'GET', path), answer);
    return answer;
  };

  readonly put = (path: string, body: unknown = {}, more: Call = {}): Promise<Answer> =>
    this.call(path, { method: 'PUT', body, ...more });

  readonly ids = async (path: string, more: Call = {}, key = 'id'): Promise<unknown[]> => {
    const { json, status } = await this.call(path, more);
    expect(status).toBe(200);
    return (json.items as Record<string, unknown>[]).map((item) => item[key]);
  };
}

export function usePeople(): PeopleTests {
  const server = useTestServer();
  return new PeopleTests(server, useContract(server));
}
