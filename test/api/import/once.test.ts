import { describe, expect, test } from 'vitest';
import { CATALOGUE, slice, useImports } from './import-tests.ts';

const { server, send } = useImports();

describe('an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'k-1' };

  test('gives the same answer again to the same body, without applying it', async () => {
    const tenant = server.tenant();
    const lines = [...CATALOGUE, slice('a1', 'ann', [0, 90])];
    const first = await send(tenant, lines, { headers });
    await tenant.putSession('s1', { event: 'e1', title: 'Changed since' });
    const again = await send(tenant, lines, { headers });
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect((await tenant.call('/v1/sessions/s1')).json.title).toBe('Changed since');
    const other = await send(tenant, CATALOGUE, { headers });
    expect([other.status, other.json.code]).toEqual([409, 'idempotency_conflict']);
    expect((await send(server.tenant(), CATALOGUE, { headers })).status).toBe(200);
  });

  test('of a body that was wrong may come again', async () => {
    const tenant = server.tenant();
    expect((await send(tenant, '{}', { headers })).status).toBe(422);
    expect((await send(tenant, CATALOGUE, { headers })).status).toBe(200);
  });
});

test('a tenant has one import at a time', async () => {
  const tenant = server.tenant();
  const answers = await Promise.all([send(tenant, CATALOGUE), send(tenant, CATALOGUE)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.json.code).toBe('import_running');
  expect((await send(tenant, CATALOGUE)).status).toBe(200);
});
