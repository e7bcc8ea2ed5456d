import { beforeAll, describe, expect, test } from 'vitest';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { askForToken, BASE, caller, type Key, makeKey, tokenOf } from './company-world.ts';

const server = useTestServer();
const ANYTHING = `${BASE}/api/v1/nothing`;
let tenant: Tenant;
let key: Key;

beforeAll(async () => {
  tenant = server.tenant();
  key = await makeKey(tenant);
});

describe('a token for an API key', () => {
  test('is given as documented, and speaks for the key everywhere but on sockets', async () => {
    const answer = await askForToken(server, {
      ...{ client_id: key.id, client_secret: key.key, grant_type: 'client_credentials' },
      audience: 'https://www.introvoke.com/api',
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 86_400,
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const token = String(answer.json.access_token);
    expect((await tenant.call(`/v1/organizations/${tenant.org}`, { token })).status).toBe(200);
    expect((await tenant.call('/v1/keys', { token })).json).toMatchObject({ code: 'not_allowed' });
    expect(await (await tenant.knock('ann', { token })).admission()).toBe(4401);
  });

  test('ends with the key, on the fast route, too', async () => {
    const gone = await makeKey(tenant);
    const token = await tokenOf(server, gone);
    const counters = `/v1/counters/organization:${tenant.org}`;
    expect((await tenant.call(counters, { token })).status).toBe(200);
    const boss = tenant.token('boss', { role: 'admin' });
    await tenant.call(`/v1/keys/${gone.id}`, { method: 'DELETE', token: boss });
    expect((await server.call(ANYTHING, { token })).status).toBe(401);
    expect((await tenant.call(counters, { token })).status).toBe(401);
  });

  test('lasts no longer than the key', async () => {
    const expiresAt = new Date(Date.now() + 90_000).toISOString();
    const short = await makeKey(tenant, { expiresAt });
    const { json } = await askForToken(server, {
      ...{ client_id: short.id, client_secret: short.key, grant_type: 'client_credentials' },
    });
    expect(json.expires_in).toBeGreaterThan(60);
    expect(json.expires_in).toBeLessThanOrEqual(90);
  });

  test.each([
    ['another id', 401, (own: Key) => ({ client_id: '0123456789ab', client_secret: own.key })],
    ['another secret', 401, (own: Key) => ({ client_id: own.id, client_secret: `${own.key}x` })],
    ['no secret', 400, (own: Key) => ({ client_id: own.id })],
    ['another grant', 400, (own: Key) => ({ client_id: own.id, client_secret: own.key, grant_type: 'code' })],
    ['no JSON', 400, () => '{'],
  ])('is refused with %s', async (_, status, bodyOf) => {
    const body = bodyOf(key);
    const answer = await askForToken(
      server,
      typeof body === 'string' ? body : { grant_type: 'client_credentials', ...body },
    );
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ hasError: true, errorMessage: expect.any(String) });
  });
});

describe('the vendor’s errors', () => {
  test.each([
    ['no token', null],
    ['no token at all', 'x.y.z'],
    ['a key that nobody has', 'hc_0123456789ab_x'],
  ])('with %s', async (_, token) => {
    const answer = await server.call(ANYTHING, { token });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ hasError: true, errorMessage: 'Token not found' });
    const registrant = await server.call(`${BASE}/api/v1/event/e/registrant`, { token, method: 'POST' });
    expect(registrant.status).toBe(404);
    expect(registrant.json).toEqual({ hasError: true, errorMessage: 'Invalid auth token' });
  });

  test('of what is not there', async () => {
    const answer = await caller(server, await tokenOf(server, key))('/api/v1/nothing');
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ hasError: true, errorMessage: 'Not found' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});
