import { useContract } from '../../support/contract.ts';
import type { Answer } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { type TestServer, useTestServer } from '../../support/test-server.ts';

const TYPE = { 'content-type': 'application/x-ndjson' };
export const DAY = Date.UTC(2026, 2, 2);

export type Line = Record<string, unknown>;

export const at = (seconds: number) => new Date(DAY + seconds * 1000).toISOString();
const ndjson = (lines: readonly Line[]) => lines.map((line) => JSON.stringify(line)).join('\n');

export function slice(id: string, attendee: string, [start, end]: [number, number], more: Line = {}): Line {
  return { kind: 'slice', id, session: 's1', attendee, start: at(start), end: at(end), ...more };
}

export function reaction(id: string, attendee: string, seconds: number, more: Line = {}): Line {
  const data = { reaction: 'clap' };
  return {
    kind: 'engagement',
    id,
    session: 's1',
    attendee,
    action: 'reaction',
    data,
    at: at(seconds),
    ...more,
  };
}

export const CATALOGUE: readonly Line[] = [
  { kind: 'event', id: 'e1', title: 'Spring' },
  { kind: 'session', id: 's1', event: 'e1', title: 'Keynote' },
];

export const errorsOf = ({ json }: Answer) =>
  (json.errors as { line: number; path: string }[]).map(({ line, path }) => [line, path]);

interface Sending {
  readonly headers?: Record<string, string>;
  readonly token?: string;
}

export interface ImportTests {
  readonly server: TestServer;
  /** The answer is as it is described. */
  readonly send: (tenant: Tenant, body: string | readonly Line[], more?: Sending) => Promise<Answer>;
}

/** A server for the tests of a file that import. */
export function useImports(): ImportTests {
  const server = useTestServer();
  const contract = useContract(server);
  return {
    server,
    send: async (tenant, body, { headers = {}, token } = {}) => {
      const answer = await tenant.call('/v1/import', {
        method: 'POST',
        body: typeof body === 'string' ? body : ndjson(body),
        headers: { ...TYPE, ...headers },
        ...(token === undefined ? {} : { token }),
      });
      contract.expectKept('POST /v1/import', answer);
      return answer;
    },
  };
}
