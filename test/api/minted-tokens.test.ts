import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);

describe('POST /v1/tokens', () => {
  const mint = async (
    tenant: Tenant,
    body: unknown,
    claims: Record<string, unknown> = { role: 'operator' },
  ) => {
    const token = tenant.token('desk', claims);
    const answer = await tenant.call('/v1/tokens', { method: 'POST', body, token });
    contract.expectKept('POST /v1/tokens', answer);
    return answer;
  };

  test('mints a token that lets its attendee in, with the claims that were asked for', async () => {
    const tenant = server.tenant();
    const { status, json } = await mint(tenant, {
      sub: 'bob',
      event: 'expo',
      country: 'FR',
      expiresInSeconds: 60,
    });
    expect(status).toBe(201);
    const seconds = (Date.parse(String(json.expiresAt)) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(55);
    expect(seconds).toBeLessThanOrEqual(61);
    const bob = await tenant.enter('bob', 's1', { token: String(json.token) });
    expect((await bob.subscribe('session:s1')).byCountry).toEqual({ FR: 1 });
    expect((await tenant.call('/v1/sessions/s1')).json.event).toBe('expo');
    expect(await bob.refusal({ type: 'subscribe', scope: `organization:${tenant.org}` })).toBe('not_allowed');
  });

  test('gives nobody more than they are', async () => {
    const tenant = server.tenant();
    const allowed = {
      operator: ['attendee', 'moderator'],
      admin: ['attendee', 'moderator', 'operator', 'admin'],
    };
    for (const [own, mintable] of Object.entries(allowed)) {
      for (const role of ['attendee', 'moderator', 'operator', 'admin']) {
        const { status } = await mint(tenant, { sub: 'bob', role }, { role: own });
        expect([own, role, status]).toEqual([own, role, mintable.includes(role) ? 201 : 403]);
      }
    }
  });

  test('leaves no way out of the event of the token that asks', async () => {
    const tenant = server.tenant();
    const claims = { role: 'operator', event: 'expo' };
    expect((await mint(tenant, { sub: 'bob', event: 'gala' }, claims)).status).toBe(403);
    const { json } = await mint(tenant, { sub: 'bob', role: 'moderator' }, claims);
    await tenant.call('/v1/events/gala', { method: 'PUT', body: {} });
    expect((await tenant.call('/v1/events/gala', { token: String(json.token) })).status).toBe(404);
  });

  test.each([
    ['sub', [undefined, '', 5, 'a b', 'x'.repeat(129)]],
    ['role', ['root', null, 5]],
    ['event', ['', 5]],
    ['country', ['de', 'Germany', 5]],
    ['name', [5, 'x'.repeat(257)]],
    ['expiresInSeconds', [0, -1, 1.5, '60', 30 * 86_400 + 1]],
    ['org', ['other']],
  ])('does not take just anything as %s', async (field, values) => {
    for (const value of values) {
      const { status, json } = await mint(server.tenant(), { sub: 'bob', [field]: value });
      expect([value, status, json.errors]).toMatchObject([value, 400, [{ path: field }]]);
    }
  });
});
