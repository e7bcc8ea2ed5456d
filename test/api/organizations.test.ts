import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Answer, Call } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);

const codeOf = ({ status, json }: Answer) => ({ status, code: json.code });
const idsOf = ({ json }: Answer) => (json.items as { id: string }[]).map(({ id }) => id);

/** As the admin of an organization of the tenant, unless the call says who asks. */
function asAdmin(tenant: Tenant, org = tenant.org) {
  return async (method: string, path: string, body?: unknown, call: Call = {}): Promise<Answer> => {
    const token = tenant.token('boss', { role: 'admin', org });
    const answer = await tenant.call(`/v1/${path}`, { method, body, token, ...call });
    const [pathname = ''] = path.split('?');
    contract.expectKept(`${method} /v1/${pathname.replace(/\/.*/, '/{id}')}`, answer);
    return answer;
  };
}

describe('an organization', () => {
  test('that a token names exists, though nobody has said anything of it', async () => {
    const tenant = server.tenant();
    const admin = asAdmin(tenant);
    const untouched = await admin('GET', `organizations/${tenant.org}`);
    expect(untouched.json).toEqual({
      ...{ id: tenant.org, name: tenant.org, parentId: null, timeZone: null, retention: null },
      ...{ pseudonymous: null, metadata: {}, version: 1 },
      effective: {
        timeZone: 'UTC',
        retention: { days: null, scope: 'personal', keepAggregates: true },
        pseudonymous: false,
      },
    });
    expect((await admin('GET', 'organizations')).json).toEqual({ items: [untouched.json], nextCursor: null });
    await tenant.settled();
    expect((await admin('GET', `organizations/${tenant.org}`)).json).toEqual(untouched.json);
    const changed = await admin('PUT', `organizations/${tenant.org}`, { name: 'Acme' }, ifMatch('"1"'));
    expect([changed.status, changed.json.version, changed.headers.get('etag')]).toEqual([200, 2, '"2"']);
  });

  test('below another one takes from it what it does not say itself', async () => {
    const tenant = server.tenant();
    const admin = asAdmin(tenant);
    const retention = { days: 30, scope: 'chat', keepAggregates: false };
    const path = (name: string) => `organizations/${tenant.org}-${name}`;
    await admin('PUT', `organizations/${tenant.org}`, { timeZone: 'Asia/Kathmandu', retention });
    const made = await admin('PUT', path('child'), { pseudonymous: true, metadata: { a: 1 } });
    expect([made.status, made.json.parentId, made.json.version]).toEqual([201, tenant.org, 1]);
    await admin('PUT', path('grandchild'), { parentId: `${tenant.org}-child`, timeZone: 'Europe/Paris' });
    expect((await admin('GET', path('grandchild'))).json).toMatchObject({
      ...{ parentId: `${tenant.org}-child`, retention: null, pseudonymous: null },
      effective: { timeZone: 'Europe/Paris', retention, pseudonymous: true },
    });
    await admin('PUT', path('child'), { retention: { days: null } });
    expect((await admin('GET', path('grandchild'))).json.effective).toEqual({
      ...{ timeZone: 'Europe/Paris', pseudonymous: true },
      retention: { days: null, scope: 'personal', keepAggregates: true },
    });
  });

  test('keeps retention and pseudonymous when they are not said, and tells nobody its salt', async () => {
    const tenant = server.tenant();
    const admin = asAdmin(tenant);
    const path = `organizations/${tenant.org}`;
    const first = await admin('PUT', path, { retention: { days: 7 }, pseudonymous: true });
    expect(first.text).not.toContain('salt');
    const operator = { token: tenant.token('desk', { role: 'operator' }) };
    const renamed = await admin('PUT', path, { name: 'New' }, operator);
    expect(renamed.json).toMatchObject({ name: 'New', retention: { days: 7 }, pseudonymous: true });
    for (const body of [{ retention: null }, { pseudonymous: false }]) {
      expect(codeOf(await admin('PUT', path, body, operator))).toEqual({ status: 403, code: 'not_allowed' });
    }
    expect((await admin('PUT', path, { retention: null })).json.retention).toBe(null);
  });

  test('is made by an admin only, and stays where it was made', async () => {
    const tenant = server.tenant();
    const admin = asAdmin(tenant);
    const child = `${tenant.org}-child`;
    const operator = { token: tenant.token('desk', { role: 'operator' }) };
    expect(codeOf(await admin('PUT', `organizations/${child}`, {}, operator))).toMatchObject({ status: 403 });
    expect((await admin('PUT', `organizations/${child}`, {})).status).toBe(201);
    const wrong = { status: 409, code: 'immutable_field' };
    expect(codeOf(await admin('PUT', `organizations/${child}`, { parentId: null }))).toEqual(wrong);
    expect(codeOf(await admin('PUT', `organizations/${tenant.org}`, { parentId: child }))).toEqual(wrong);
    const same = await admin('PUT', `organizations/${child}`, { parentId: tenant.org });
    expect([same.status, same.json.version]).toEqual([200, 2]);
    const itself = { parentId: `${tenant.org}-own` };
    expect(codeOf(await admin('PUT', `organizations/${tenant.org}-own`, itself))).toMatchObject({
      status: 404,
    });
  });

  test('of others looks as if it were not there, for making one of its id, too', async () => {
    const tenant = server.tenant();
    const other = server.tenant();
    await other.settled();
    const admin = asAdmin(tenant);
    const missing = await admin('GET', 'organizations/nowhere');
    expect(codeOf(missing)).toEqual({ status: 404, code: 'not_found' });
    for (const [method, body] of [['GET'], ['PUT', {}], ['PUT', { parentId: null }]] as const) {
      expect((await admin(method, `organizations/${other.org}`, body)).text).toBe(missing.text);
    }
    const below = await admin('PUT', `organizations/${tenant.org}-child`, { parentId: other.org });
    expect(below.text).toBe(missing.text);
  });

  test('is reached from above, not from below nor from beside', async () => {
    const tenant = server.tenant();
    const [left, right] = [`${tenant.org}-left`, `${tenant.org}-right`];
    const admin = asAdmin(tenant);
    await admin('PUT', `organizations/${left}`, {});
    await admin('PUT', `organizations/${right}`, {});
    await admin('PUT', `organizations/${left}-in`, { parentId: left });
    expect(idsOf(await admin('GET', 'organizations'))).toEqual([tenant.org, left, right, `${left}-in`]);
    const leftAdmin = asAdmin(tenant, left);
    expect(idsOf(await leftAdmin('GET', 'organizations'))).toEqual([left, `${left}-in`]);
    expect((await leftAdmin('GET', `organizations/${left}`)).json.parentId).toBe(tenant.org);
    for (const id of [tenant.org, right]) {
      expect((await leftAdmin('GET', `organizations/${id}`)).status).toBe(404);
      expect((await leftAdmin('PUT', `organizations/${id}`, {})).status).toBe(404);
    }
    expect((await leftAdmin('PUT', `organizations/${left}-two`, {})).json.parentId).toBe(left);
  });

  test('is nothing for a token that is limited to an event', async () => {
    const tenant = server.tenant();
    const token = tenant.token('boss', { role: 'admin', event: 'e1' });
    const admin = asAdmin(tenant);
    for (const path of ['organizations', `organizations/${tenant.org}`]) {
      expect(codeOf(await admin('GET', path, undefined, { token }))).toMatchObject({ status: 403 });
    }
    const put = await admin('PUT', `organizations/${tenant.org}`, {}, { token });
    expect(codeOf(put)).toMatchObject({ status: 403 });
  });

  test('lists by pages, and as CSV', async () => {
    const tenant = server.tenant();
    const admin = asAdmin(tenant);
    const ids = [tenant.org, ...['a', 'b', 'c'].map((name) => `${tenant.org}-${name}`)];
    for (const id of ids) await admin('PUT', `organizations/${id}`, { name: '=1+1' });
    const first = await admin('GET', 'organizations?limit=3');
    const second = await admin('GET', `organizations?limit=3&cursor=${String(first.json.nextCursor)}`);
    expect([idsOf(first), idsOf(second), second.json.nextCursor]).toEqual([
      ids.slice(0, 3),
      ids.slice(3),
      null,
    ]);
    const token = tenant.token('boss', { role: 'admin' });
    const csv = await tenant.call('/v1/organizations', { token, headers: { accept: 'text/csv' } });
    const lines = csv.text.split('\r\n');
    expect(lines[0]).toBe(
      'id,name,parentId,timeZone,retention,pseudonymous,metadata,effective.timeZone,' +
        'effective.retention.days,effective.retention.scope,effective.retention.keepAggregates,' +
        'effective.pseudonymous,version',
    );
    expect(lines[2]).toBe(`${ids[1]},'=1+1,${tenant.org},,,,{},UTC,,personal,true,false,1`);
  });

  test.each([
    ['a time zone that is none', { timeZone: 'Mars' }, 'timeZone'],
    ['no day at all', { retention: { days: 0 } }, 'retention.days'],
    ['retention of something else', { retention: { days: 1, scope: 'all' } }, 'retention.scope'],
    ['a field that there is not', { title: 'x' }, 'title'],
  ])('does not take %s', async (_, body, path) => {
    const tenant = server.tenant();
    const answer = await asAdmin(tenant)('PUT', `organizations/${tenant.org}`, body);
    expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path }] });
  });
});

test('people below count in their organization and once in each above it', async () => {
  const tenant = server.tenant();
  const child = `${tenant.org}-child`;
  await asAdmin(tenant)('PUT', `organizations/${child}`, {});
  await tenant.enter('ann', 'room', { org: child });
  await tenant.enter('ann', 'hall');
  await tenant.enter('bob', 'hall');
  const concurrent = async (scope: `organization:${string}`) => (await tenant.counters(scope)).concurrent;
  expect(await concurrent(`organization:${child}`)).toBe(1);
  expect(await concurrent(`organization:${tenant.org}`)).toBe(2);
});

function ifMatch(value: string): Call {
  return { headers: { 'if-match': value } };
}
