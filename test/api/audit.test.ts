import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

interface Act {
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly organization: string;
  readonly action: string;
  readonly target: string;
  readonly details: Record<string, unknown>;
}

const server = useTestServer();
const contract = useContract(server);

const admin = (tenant: Tenant, claims = {}) => tenant.token('boss', { role: 'admin', ...claims });

async function audit(tenant: Tenant, query = '', token = admin(tenant)) {
  const answer = await tenant.call(`/v1/audit${query}`, { token });
  contract.expectKept('GET /v1/audit', answer);
  return answer.json as { items: Act[]; nextCursor: string | null; code?: string };
}

test('a backup is given to an admin of the only root, noted, and to nobody else', async () => {
  const only = server.tenant();
  await only.putSession('s1');
  const get = (token: string) => only.call('/v1/backup', { token });
  for (const claims of [{ role: 'operator' }, { event: 'e1' }]) {
    const refused = await get(admin(only, claims));
    contract.expectKept('GET /v1/backup', refused);
    expect(refused.json.code).toBe('not_allowed');
  }
  const answer = await get(admin(only));
  expect([answer.status, answer.text.slice(0, 15)]).toEqual([200, 'SQLite format 3']);
  await only.settled();
  expect((await audit(only, '?action=backup')).items).toMatchObject([{ actor: 'boss', action: 'backup' }]);
  await server.tenant().putSession('s1');
  expect((await get(admin(only))).json.code).toBe('not_allowed');
});

describe('the audit log', () => {
  test('has who did what, the latest first, with the API key that did it', async () => {
    const tenant = server.tenant();
    const token = admin(tenant);
    await tenant.putSession('s1');
    const body = { name: 'k', role: 'operator' };
    const { id, key } = (await tenant.call('/v1/keys', { method: 'POST', token, body })).json;
    await tenant.call('/v1/attendees/ann', { method: 'PUT', body: { name: 'Ann' }, token: String(key) });
    await tenant.call('/v1/sessions/none/actions', { method: 'POST', body: { action: 'end' } });
    await tenant.call('/v1/attendees/ann/disconnect', { method: 'POST', token, body: { minutes: 2 } });
    const { items } = await audit(tenant);
    expect(items.map(({ actor, role, action, target }) => [actor, role, action, target])).toEqual([
      ['boss', 'admin', 'attendee.disconnect', 'attendee:ann'],
      [`key:${id}`, 'operator', 'attendee.put', 'attendee:ann'],
      ['boss', 'admin', 'key.create', `key:${id}`],
      ['desk', 'operator', 'session.put', 'session:s1'],
    ]);
    expect(items.every(({ organization }) => organization === tenant.org)).toBe(true);
    const times = items.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().reverse());
    const actions = async (query: string) => (await audit(tenant, query)).items.map(({ action }) => action);
    expect(await actions(`?actor=key:${id}`)).toEqual(['attendee.put']);
    expect(await actions('?action=session.put')).toEqual(['session.put']);
    expect(await actions('?target=attendee:ann&limit=1')).toEqual(['attendee.disconnect']);
    expect(await actions(`?from=${times[1]}&to=${times[0]}`)).toEqual(['attendee.put']);
  });

  test('notes an export when it begins, with its filters’ names alone, and no page of JSON', async () => {
    const tenant = server.tenant();
    const token = admin(tenant);
    await tenant.putSession('s1');
    await tenant.call('/v1/sessions/s1/slices', { token });
    for (const accept of ['text/csv', 'application/x-ndjson'])
      await tenant.call('/v1/sessions/s1/slices?attendee=ann&limit=5', { token, headers: { accept } });
    await tenant.call('/v1/sessions/none/slices', { token, headers: { accept: 'text/csv' } });
    await tenant.settled();
    const { items } = await audit(tenant, '?action=export');
    expect(items.map(({ actor, target, details }) => [actor, target, details])).toEqual([
      ['boss', '/v1/sessions/s1/slices', { format: 'ndjson', filters: ['attendee'] }],
      ['boss', '/v1/sessions/s1/slices', { format: 'csv', filters: ['attendee'] }],
    ]);
  });

  test('is read page by page while acts are added, and whole as CSV', async () => {
    const tenant = server.tenant();
    for (let n = 1; n <= 5; n++) await tenant.putSession(`s${n}`);
    const first = await audit(tenant, '?limit=3&action=session.put');
    await tenant.putSession('s6');
    const second = await audit(tenant, `?limit=3&action=session.put&cursor=${first.nextCursor}`);
    const targets = [...first.items, ...second.items].map(({ target }) => target);
    expect(targets).toEqual([5, 4, 3, 2, 1].map((n) => `session:s${n}`));
    expect(second.nextCursor).toBe(null);
    const forged = await audit(tenant, `?limit=3&cursor=${first.nextCursor}`);
    expect(forged.code).toBe('invalid_cursor');
    const csv = await tenant.call('/v1/audit?action=session.put', {
      ...{ token: admin(tenant), headers: { accept: 'text/csv' } },
    });
    expect(csv.text.split('\r\n')).toHaveLength(8);
    expect(csv.text).toContain(',desk,operator,');
  });

  test('of an organization below is seen from above, and the other way round is not', async () => {
    const tenant = server.tenant();
    const sub = server.tenantOf(`${tenant.org}-sub`, 'plain');
    await tenant.call(`/v1/organizations/${sub.org}`, {
      ...{ method: 'PUT', body: { name: 'Sub', parentId: tenant.org }, token: admin(tenant) },
    });
    await sub.putSession('below');
    const targetsOf = async (who: Tenant) => (await audit(who)).items.map(({ target }) => target);
    expect(await targetsOf(tenant)).toEqual(['session:below', `organization:${sub.org}`]);
    expect(await targetsOf(sub)).toEqual(['session:below']);
    expect(await targetsOf(server.tenant())).toEqual([]);
  });

  test('says that somebody was erased, and of what was done to them before no longer who it was', async () => {
    const tenant = server.tenant();
    const token = admin(tenant);
    await tenant.enter('ann', 's1');
    await tenant.call('/v1/sessions/s1/kick', { method: 'POST', token, body: { attendee: 'ann' } });
    expect((await tenant.call('/v1/attendees/ann', { method: 'DELETE', token })).status).toBeLessThan(300);
    const { items } = await audit(tenant);
    expect(items.map(({ action }) => action)).toEqual(['attendee.erase', 'attendee.kick']);
    expect(items[0]?.target).toMatch(/^attendee:erased-/);
    expect(items[1]?.target).toBe(items[0]?.target);
    expect(JSON.stringify(items)).not.toContain('ann');
  });

  test('is for nobody whose token is of one event', async () => {
    const tenant = server.tenant();
    expect((await audit(tenant, '', admin(tenant, { event: 'e1' }))).code).toBe('not_allowed');
  });

  test.each([
    '?from=2026-01-01',
    '?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    '?who=me',
    '?limit=0',
  ])('is not read with %s', async (query) => {
    expect((await audit(server.tenant(), query)).code).toBe('invalid_request');
  });
});
