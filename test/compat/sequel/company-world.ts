import type { Answer, Call } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import type { TestServer } from '../../support/test-server.ts';

export const BASE = '/compat/sequel';

export interface Key {
  readonly id: string;
  readonly key: string;
}

export async function makeKey(tenant: Tenant, body: Record<string, unknown> = {}): Promise<Key> {
  const { status, json, text } = await tenant.call('/v1/keys', {
    method: 'POST',
    token: tenant.token('boss', { role: 'admin' }),
    body: { name: 'sequel', role: 'operator', ...body },
  });
  if (status !== 201) throw new Error(text);
  return { id: String(json.id), key: String(json.key) };
}

export function askForToken(server: TestServer, body: unknown): Promise<Answer> {
  return server.call(`${BASE}/api/oauth/token`, { method: 'POST', body });
}

/** A bearer token as their clients get it. */
export async function tokenOf(server: TestServer, { id, key }: Key): Promise<string> {
  const { json } = await askForToken(server, {
    ...{ client_id: id, client_secret: key, grant_type: 'client_credentials' },
    audience: 'https://www.introvoke.com/api',
  });
  return String(json.access_token);
}

/** Calls below their base URL with a token. */
export function caller(server: TestServer, token: string) {
  return (path: string, call: Call = {}) => server.call(BASE + path, { token, ...call });
}
