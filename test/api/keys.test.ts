import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);

function withAdmin(tenant: Tenant, claims = {}) {
  const token = tenant.token('boss', { role: 'admin', ...claims });
  const call = async (method: string, path: `/${string}`, body?: object) => {
    const answer = await tenant.call(path, { method, token, body });
    const described = path.replace(/keys\/.*/, 'keys/{id}').replace(/\?.*/, '');
    contract.expectKept(`${method} /${described.slice(1)}`, answer);
    return answer;
  };
  return {
    call,
    make: async (body: object) =>
      (await call('POST', '/v1/keys', { name: 'desk', role: 'operator', ...body })).json,
  };
}

describe('an API key', () => {
  test('is shown once, works wherever a token does, and is refused at once when it is deleted', async () => {
    const tenant = server.tenant();
    const { call, make } = withAdmin(tenant);
    const made = await make({});
    const { id, key } = made as { id: string; key: string };
    expect(made).toEqual({
      ...{ id, key, name: 'desk', role: 'operator', organization: tenant.org, event: null, expiresAt: null },
      createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    });
    const shown = (await call('GET', `/v1/keys/${id}`)).json;
    expect(shown).toMatchObject({ id, createdBy: 'boss', lastUsedAt: null });
    expect(JSON.stringify([shown, (await call('GET', '/v1/keys')).json])).not.toContain(key);

    expect((await tenant.call('/v1/sessions/s1', { method: 'PUT', body: {}, token: key })).status).toBe(201);
    for (const path of ['/v1/counters/session:s1', '/v1/sessions/s1/slices'])
      expect((await tenant.call(path, { token: key })).status).toBe(200);
    const minted = await tenant.call('/v1/tokens', { method: 'POST', body: { sub: 'ann' }, token: key });
    expect((await tenant.connect('ann', { token: String(minted.json.token) })).inbox).toBeDefined();
    expect((await tenant.call('/v1/keys', { token: key })).json.code).toBe('not_allowed');
    const { createdAt, lastUsedAt } = (await call('GET', `/v1/keys/${id}`)).json;
    expect(Date.parse(String(lastUsedAt))).toBeGreaterThanOrEqual(Date.parse(String(createdAt)));

    expect((await call('DELETE', `/v1/keys/${id}`)).status).toBe(204);
    for (const path of ['/v1/counters/session:s1', '/v1/sessions/s1/slices'])
      expect((await tenant.call(path, { token: key })).json.code).toBe('unauthorized');
    expect((await call('DELETE', `/v1/keys/${id}`)).json.code).toBe('not_found');
    expect((await call('GET', `/v1/keys/${id}`)).json.code).toBe('not_found');
    expect((await call('GET', '/v1/keys')).json).toEqual({ items: [], nextCursor: null });
  });

  test('opens no socket', async () => {
    const tenant = server.tenant();
    const { key } = await withAdmin(tenant).make({ role: 'admin' });
    expect(await (await tenant.knock('x', { token: String(key) })).admission()).toBe(4401);
  });

  test('of an event reaches that event alone, and makes keys of it alone', async () => {
    const tenant = server.tenant();
    const all = withAdmin(tenant);
    for (const id of ['e1', 'e2']) await tenant.call(`/v1/events/${id}`, { method: 'PUT', body: {} });
    await tenant.putSession('s1', { event: 'e1' });
    await tenant.putSession('s2', { event: 'e2' });
    expect((await all.make({ event: 'e9' })).code).toBe('not_found');
    const { key } = await all.make({ event: 'e1' });
    const statusOf = async (path: string) => (await tenant.call(path, { token: String(key) })).status;
    expect(await Promise.all(['s1', 's2'].map((id) => statusOf(`/v1/sessions/${id}`)))).toEqual([200, 404]);
    const limited = withAdmin(tenant, { event: 'e1' });
    expect((await limited.make({ event: 'e2' })).code).toBe('not_allowed');
    expect((await limited.make({ name: 'mine' })).event).toBe('e1');
    const others = await all.make({ event: 'e2' });
    expect((await limited.call('DELETE', `/v1/keys/${others.id}`)).json.code).toBe('not_found');
    const { items } = (await limited.call('GET', '/v1/keys')).json as { items: { event: string }[] };
    expect(items.map(({ event }) => event)).toEqual(['e1', 'e1']);
  });

  test('of an organization below is seen from above, not from beside', async () => {
    const tenant = server.tenant();
    const [root, sub] = [withAdmin(tenant), `${tenant.org}-sub`];
    await tenant.call(`/v1/organizations/${sub}`, {
      ...{ method: 'PUT', body: { name: 'Sub', parentId: tenant.org } },
      token: tenant.token('boss', { role: 'admin' }),
    });
    const below = await root.make({ organization: sub });
    expect(below.organization).toBe(sub);
    const above = await root.make({});
    const own = withAdmin(server.tenantOf(sub, 'plain'));
    expect((await own.call('GET', `/v1/keys/${below.id}`)).status).toBe(200);
    expect((await own.call('GET', `/v1/keys/${above.id}`)).status).toBe(404);
    expect((await own.make({ organization: tenant.org })).code).toBe('not_found');
    expect((await root.make({ organization: server.tenant().org })).code).toBe('not_found');
    expect((await root.call('GET', '/v1/keys')).json.items).toHaveLength(2);
  });

  test('is listed page by page in the order of making', async () => {
    const tenant = server.tenant();
    const { call, make } = withAdmin(tenant);
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await make({ name });
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { json } = await call('GET', `/v1/keys?limit=2${cursor && `&cursor=${cursor}`}`);
      found.push(...(json.items as { name: string }[]).map(({ name }) => name));
      cursor = json.nextCursor as string | null;
    }
    expect(found).toEqual(names);
    const token = tenant.token('boss', { role: 'admin' });
    const csv = await tenant.call('/v1/keys', { token, headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n').slice(1, 3)).toMatchObject([
      expect.stringContaining(',a,'),
      expect.stringContaining(',b,'),
    ]);
  });

  test.each([
    [{ name: '' }],
    [{ name: ' ' }],
    [{ name: 'x'.repeat(257) }],
    [{ role: 'root' }],
    [{ role: undefined }],
    [{ expiresAt: '2001-01-01T00:00:00Z' }],
    [{ expiresAt: 'tomorrow' }],
    [{ event: '' }],
    [{ organization: 'a b' }],
  ])('is not made of %j', async (body) => {
    expect((await withAdmin(server.tenant()).make(body)).code).toBe('invalid_request');
  });
});
