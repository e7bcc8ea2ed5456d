import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);

const FULL = { name: 'full', scope: 'session:s1', condition: { kind: 'above', threshold: 1, clearAt: 0 } };

function withDesk(tenant: Tenant, claims = {}) {
  const token = tenant.token('desk', { role: 'operator', ...claims });
  const call = async (method: string, path: string, body?: object, headers = {}) => {
    const answer = await tenant.call(`/v1/${path}`, { method, token, body, headers });
    const described = path.replace(/^(alerts|alert-history)\/[^/?]+/, '$1/{id}').replace(/\?.*/, '');
    contract.expectKept(`${method} /v1/${described}` as 'GET /v1/alerts', answer);
    return answer;
  };
  const make = async (body: object = {}) => (await call('POST', 'alerts', { ...FULL, ...body })).json;
  const history = async (query = '') =>
    (await call('GET', `alert-history${query}`)).json.items as readonly Record<string, unknown>[];
  return { call, make, history };
}

async function withSessions(claims = {}) {
  const tenant = server.tenant();
  for (const event of ['e1', 'e2']) await tenant.call(`/v1/events/${event}`, { method: 'PUT', body: {} });
  await tenant.putSession('s1', { event: 'e1' });
  await tenant.putSession('s2', { event: 'e2' });
  return { tenant, ...withDesk(tenant, claims) };
}

describe('a rule', () => {
  test('is what was said of it, and changed of the version that is meant', async () => {
    const { call, make } = await withSessions();
    const made = await make({ emails: ['ops@acme.example', 'ops@acme.example'] });
    expect(made).toEqual({
      ...{ id: made.id, ...FULL, enabled: true, mutedUntil: null, coolDownSeconds: 60 },
      ...{ emails: ['ops@acme.example'], state: 'inRange', raisedAt: null, createdBy: 'desk' },
      createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    });
    const shown = await call('GET', `alerts/${made.id}`);
    expect([shown.json, shown.headers.get('etag')]).toEqual([made, '"1"']);
    expect((await call('GET', 'alerts')).json).toEqual({ items: [made], nextCursor: null });
    const body = { name: 'off', condition: { kind: 'silence' }, enabled: false };
    const put = await call('PUT', `alerts/${made.id}`, body, { 'if-match': '"1"' });
    expect(put.json).toMatchObject({
      ...body,
      condition: { kind: 'silence', seconds: 60 },
      state: 'off',
      emails: [],
    });
    for (const [method, more] of [
      ['PUT', body],
      ['DELETE', undefined],
    ] as const)
      expect((await call(method, `alerts/${made.id}`, more, { 'if-match': '"1"' })).json.code).toBe(
        'version_mismatch',
      );
    expect((await call('DELETE', `alerts/${made.id}`)).status).toBe(204);
    expect((await call('GET', `alerts/${made.id}`)).status).toBe(404);
  });

  test.each([
    ['condition.clearAt', { condition: { kind: 'above', threshold: 1, clearAt: 2 } }],
    ['condition.clearAt', { condition: { kind: 'below', threshold: 2, clearAt: 1 } }],
    ['condition.clearAt', { condition: { kind: 'capacity', percent: 80, clearAt: 90 } }],
    ['condition.percent', { condition: { kind: 'drop', percent: 101, minutes: 5 } }],
    ['condition.minutes', { condition: { kind: 'drop', percent: 50, minutes: 61 } }],
    ['condition.seconds', { condition: { kind: 'silence', seconds: 1 } }],
    ['condition.kind', { condition: { kind: 'other' } }],
    ['condition.kind', { scope: 'event:e1', condition: { kind: 'capacity', percent: 90 } }],
    ['condition.threshold', { condition: { kind: 'peak', threshold: 3 } }],
    ['name', { name: ' ' }],
    ['scope', { scope: 'room:s1' }],
    ['coolDownSeconds', { coolDownSeconds: -1 }],
    ['emails.0', { emails: ['nobody'] }],
    ['emails', { emails: Array.from({ length: 21 }, (_, index) => `p${index}@acme.example`) }],
  ])('is refused for its %s', async (path, body) => {
    const { call } = withDesk(server.tenant());
    const { status, code, errors } = (await call('POST', 'alerts', { ...FULL, ...body })).json;
    expect({ status, code, errors }).toMatchObject({
      status: 400,
      code: 'invalid_request',
      errors: [{ path }],
    });
  });

  test('is seen by those who reach its scope', async () => {
    const { tenant, make, call } = await withSessions();
    const ids = [
      await make(),
      await make({ scope: 'event:e2' }),
      await make({ scope: `organization:${tenant.org}` }),
    ];
    const other = withDesk(tenant, { event: 'e2' });
    const seen = (await other.call('GET', 'alerts')).json.items as { id: string }[];
    expect(seen.map(({ id }) => id)).toEqual([ids[1]?.id]);
    expect((await other.call('GET', `alerts/${ids[0]?.id}`)).status).toBe(404);
    expect((await other.call('POST', 'alerts', { ...FULL, scope: 'session:s1' })).status).toBe(404);
    const first = (await call('GET', 'alerts?limit=2')).json;
    const rest = (await call('GET', `alerts?limit=2&cursor=${first.nextCursor}`)).json;
    expect((rest.items as { id: string }[]).map(({ id }) => id)).toEqual([ids[2]?.id]);
    expect((await withDesk(server.tenant()).call('GET', `alerts/${ids[0]?.id}`)).status).toBe(404);
  });
});

describe('an alert', () => {
  test('goes up and down with the crowd, is acknowledged once, and is muted', async () => {
    const { tenant, make, call, history } = await withSessions();
    const { id: rule } = await make({ coolDownSeconds: 0 });
    const first = await tenant.enter('ann', 's1', { event: 'e1' });
    const second = await tenant.enter('bob', 's1', { event: 'e1' });
    await tenant.settled();
    const [raised] = await history();
    expect(raised).toMatchObject({
      ...{ rule, name: 'full', scope: 'session:s1', state: 'raised', threshold: 1, value: 2, worst: 2 },
      ...{ clearedAt: null, clearedValue: null, muted: false, acknowledgedAt: null, acknowledgedBy: null },
    });
    expect((await call('GET', `alerts/${rule}`)).json).toMatchObject({
      state: 'raised',
      raisedAt: raised?.raisedAt,
    });
    await tenant.enter('cid', 's1', { event: 'e1' }).then((third) => third.leave('s1'));
    expect((await history('?state=raised'))[0]).toMatchObject({ worst: 3 });
    const seen = (await call('POST', `alert-history/${raised?.id}/acknowledge`, {})).json;
    expect(seen).toMatchObject({ acknowledgedBy: 'desk', acknowledgedAt: expect.any(String) });
    const other = withDesk(tenant, { sub: 'other' });
    expect((await other.call('POST', `alert-history/${raised?.id}/acknowledge`, {})).json).toEqual(seen);
    await first.leave('s1');
    expect(await history('?state=raised')).toHaveLength(1);
    await second.leave('s1');
    await tenant.settled();
    expect(await history()).toMatchObject([
      { state: 'cleared', clearedValue: 0, worst: 3, acknowledgedBy: 'desk' },
    ]);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect((await call('POST', `alerts/${rule}/mute`, { until })).json.mutedUntil).toBe(until);
    await first.join('s1');
    await second.join('s1');
    await tenant.settled();
    expect(await history('?acknowledged=false')).toMatchObject([{ muted: true, state: 'raised' }]);
    expect(await history(`?scope=event:e1&rule=${rule}`)).toHaveLength(2);
    expect(await history('?scope=event:e2')).toEqual([]);
    const page = (await call('GET', 'alert-history?limit=1')).json;
    const rest = (await call('GET', `alert-history?limit=1&cursor=${page.nextCursor}`)).json;
    expect(rest).toMatchObject({ items: [{ id: raised?.id }], nextCursor: null });
    expect(await withDesk(tenant, { event: 'e2' }).history()).toEqual([]);
    const foreign = withDesk(server.tenant());
    expect((await foreign.call('POST', `alert-history/${raised?.id}/acknowledge`, {})).status).toBe(404);
  });
});
