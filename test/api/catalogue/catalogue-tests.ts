import { type Contract, useContract } from '../../support/contract.ts';
import type { Answer } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { type TestServer, useTestServer } from '../../support/test-server.ts';

export interface CatalogueTests {
  readonly server: TestServer;
  readonly contract: Contract;
  /** Writes at `/v1/` and the path; the answer is as it is described. */
  readonly put: (
    tenant: Tenant,
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
}

/** A server for the tests of a file that write the catalogue. */
export function useCatalogue(): CatalogueTests {
  const server = useTestServer();
  const contract = useContract(server);
  return {
    server,
    contract,
    put: async (tenant, path, body, headers = {}) => {
      const answer = await tenant.call(`/v1/${path}`, { method: 'PUT', body, headers });
      contract.expectKept(`PUT /v1/${path.split('/')[0]}/{id}`, answer);
      return answer;
    },
  };
}

export const codeOf = ({ status, json }: Answer) => ({ status, code: json.code });
