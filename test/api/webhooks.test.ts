import { afterAll, describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { Receiver } from '../webhooks/receiver.ts';

/** Takes its time with everything, so that what is told waits. */
const receiver = await Receiver.open(() => {});
const server = useTestServer({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' });
const contract = useContract(server);
afterAll(() => receiver.close());

const URL = `${receiver.url}?key=1`;

interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
}

function withAdmin(tenant: Tenant, claims = {}) {
  const token = tenant.token('boss', { role: 'admin', ...claims });
  const call = async (method: string, path: string, body?: object, headers = {}) => {
    const answer = await tenant.call(`/v1/webhooks${path}`, { method, token, body, headers });
    const described = path
      .replace(/^\/[^/?]+/, '/{id}')
      .replace(/deliveries\/[^/?]+/, 'deliveries/{delivery}')
      .replace(/\?.*/, '');
    contract.expectKept(`${method} /v1/webhooks${described}`, answer);
    return answer;
  };
  const make = async (body: object = {}) => (await call('POST', '', { url: URL, ...body })).json;
  const deliveries = async (id: unknown, query = '') => {
    const { items } = (await call('GET', `/${id}/deliveries${query}`)).json as { items: Delivery[] };
    return items;
  };
  return { call, make, deliveries };
}

describe('a webhook', () => {
  test('shows its secret once, and is what was said of it', async () => {
    const { call, make } = withAdmin(server.tenant());
    const { secret, ...made } = await make({ types: ['session.live', 'peak.reached', 'session.live'] });
    expect(made).toEqual({
      ...{ id: made.id, organization: made.organization, event: null, url: URL, description: '' },
      ...{ types: ['session.live', 'peak.reached'], active: true, disabled: null, expiresAt: null },
      ...{ flavour: 'standard', previousSecretUntil: null, createdBy: 'boss' },
      createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    });
    expect(Buffer.from(String(secret).replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
    const shown = await call('GET', `/${made.id}`);
    const none = { pending: 0, delivered: 0, exhausted: 0, dropped: 0 };
    expect(shown.json).toEqual({ ...made, deliveries: none });
    expect(shown.headers.get('etag')).toBe('"1"');
    expect((await call('GET', '')).json).toEqual({ items: [made], nextCursor: null });
  });

  test('is changed by PUT as a whole and by PATCH in part, of the version that is meant', async () => {
    const { call, make } = withAdmin(server.tenant());
    const { id } = await make({ description: 'for the desk', types: ['event.ended'] });
    const patched = await call('PATCH', `/${id}`, { active: false }, { 'if-match': '"1"' });
    expect(patched.json).toMatchObject({
      active: false,
      description: 'for the desk',
      types: ['event.ended'],
    });
    expect(patched.headers.get('etag')).toBe('"2"');
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const body = method === 'DELETE' ? undefined : { url: URL };
      expect((await call(method, `/${id}`, body, { 'if-match': '"1"' })).json.code).toBe('version_mismatch');
    }
    const put = await call('PUT', `/${id}`, { url: 'https://hooks.example/b' });
    expect(put.json).toMatchObject({
      url: 'https://hooks.example/b',
      active: true,
      description: '',
      types: null,
    });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).json.code).toBe('not_found');
    expect((await call('PUT', `/${id}`, { url: URL })).json.code).toBe('not_found');
  });

  test('goes only where webhooks may go, and is told of what there is', async () => {
    const { call } = withAdmin(server.tenant());
    const soon = new Date(Date.now() - 1000).toISOString();
    for (const [body, path] of [
      [{ url: 'http://hooks.example/x' }, 'url'],
      [{ url: 'https://10.0.0.1/x' }, 'url'],
      [{ url: 'https://[::1]/x' }, 'url'],
      [{ url: 'nowhere' }, 'url'],
      [{ url: `https://hooks.example/${'x'.repeat(2048)}` }, 'url'],
      [{ url: URL, types: [] }, 'types'],
      [{ url: URL, types: ['stage.ended'] }, 'types.0'],
      [{ url: URL, expiresAt: soon }, 'expiresAt'],
      [{ url: URL, description: 'x'.repeat(257) }, 'description'],
      [{}, 'url'],
    ] as const) {
      const { status, errors } = (await call('POST', '', body)).json;
      expect([body, status, errors]).toMatchObject([body, 400, [{ path }]]);
    }
  });

  test('of another organization is not there, of one below it is; one of an event is seen by its tokens', async () => {
    const tenant = server.tenant();
    const all = withAdmin(tenant);
    const part = `${tenant.org}-part`;
    const token = tenant.token('boss', { role: 'admin' });
    await tenant.call(`/v1/organizations/${part}`, { method: 'PUT', token, body: {} });
    await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
    const own = await all.make();
    const below = await all.make({ organization: part });
    const ofEvent = await all.make({ event: 'e1' });
    const listed = async (who: ReturnType<typeof withAdmin>) =>
      ((await who.call('GET', '')).json.items as { id: string }[]).map(({ id }) => id);
    expect(await listed(all)).toEqual([own.id, below.id, ofEvent.id]);
    expect(await listed(withAdmin(tenant, { org: part }))).toEqual([below.id]);
    expect(await listed(withAdmin(tenant, { event: 'e1' }))).toEqual([ofEvent.id]);
    expect(await listed(withAdmin(server.tenant()))).toEqual([]);
    expect((await withAdmin(server.tenant()).call('GET', `/${own.id}`)).json.code).toBe('not_found');
    expect((await withAdmin(tenant, { org: part }).call('DELETE', `/${own.id}`)).json.code).toBe('not_found');
    expect((await all.make({ event: 'e9' })).code).toBe('not_found');
    expect((await withAdmin(tenant, { event: 'e1' }).make()).event).toBe('e1');
  });

  test('is one of 50 of an organization', async () => {
    const { make, call } = withAdmin(server.tenant());
    const made = await Promise.all(Array.from({ length: 50 }, () => make()));
    expect((await make()).code).toBe('too_many_webhooks');
    const ids = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const page = (await call('GET', `?limit=20${cursor === '' ? '' : `&cursor=${cursor}`}`)).json;
      ids.push(...(page.items as { id: string }[]).map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(ids.toSorted()).toEqual(made.map(({ id }) => String(id)).sort());
  });

  test('gets another secret, and is not told twice of the one before', async () => {
    const tenant = server.tenant();
    const { call, make } = withAdmin(tenant);
    const { id, secret } = await make();
    const before = Date.now();
    const { secret: next, previousSecretUntil } = (await call('POST', `/${id}/rotate`, {})).json;
    expect(next).not.toBe(secret);
    const hours = (Date.parse(String(previousSecretUntil)) - before) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
    const token = tenant.token('boss', { role: 'admin' });
    const everything = [
      (await call('GET', `/${id}`)).text,
      (await tenant.call('/v1/audit', { token })).text,
    ].join();
    for (const text of [secret, next]) expect(everything).not.toContain(String(text).slice(6));
    expect(everything).toContain('webhook.rotate');
  });
});

describe('deliveries', () => {
  test('are what happens from the webhook on, as far as it wants to know, and are sent again', async () => {
    const tenant = server.tenant();
    const { call, make, deliveries } = withAdmin(tenant);
    await tenant.putSession('early');
    const all = await make();
    const some = await make({ types: ['session.ended'] });
    await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
    await tenant.putSession('s1', { event: 'e1' });
    for (const action of ['goLive', 'goLive', 'end']) await tenant.act('s1', action);
    await tenant.call('/v1/events/e1/registrations/ann', { method: 'PUT', body: {} });
    await tenant.call('/v1/events/e1/registrations/ann', { method: 'PUT', body: { ticketId: 't' } });
    const told = (await deliveries(all.id)).reverse();
    expect(told.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'catalogue.created'],
      [2, 'catalogue.created'],
      [3, 'session.live'],
      [4, 'session.ended'],
      [5, 'attendee.registered'],
    ]);
    const [ended] = await deliveries(some.id);
    expect(ended).toMatchObject({ sequence: 1, id: told[3]?.id, organization: tenant.org, event: 'e1' });
    expect(ended).toMatchObject({ session: 's1', subject: null, status: 'pending', attempts: 0 });
    expect(told[1]).toMatchObject({ subject: { kind: 'session', id: 's1' } });

    expect((await deliveries(all.id, '?type=session.live')).map(({ sequence }) => sequence)).toEqual([3]);
    expect(await deliveries(all.id, '?status=delivered')).toEqual([]);
    const first = (await call('GET', `/${all.id}/deliveries?limit=2`)).json;
    const second = await deliveries(all.id, `?limit=2&cursor=${first.nextCursor}`);
    expect(second.map(({ sequence }) => sequence)).toEqual([3, 2]);
    expect((await call('GET', `/${all.id}`)).json).toMatchObject({ deliveries: { pending: 5 } });

    const one = await call('GET', `/${some.id}/deliveries/${ended?.id}`);
    expect(one.json).toMatchObject({ ...ended, requests: [] });
    const again = await call('POST', `/${some.id}/deliveries/${ended?.id}/redeliver`, {});
    expect(again.json).toMatchObject({ id: ended?.id, sequence: 1, status: 'pending' });
    expect((await call('GET', `/${some.id}/deliveries/${told[0]?.id}`)).json.code).toBe('not_found');
    expect((await call('POST', `/${some.id}/deliveries/msg_x/redeliver`, {})).json.code).toBe('not_found');
    expect((await call('GET', `/${some.id}/deliveries/x`)).status).toBe(400);
  });

  test('of a webhook that is not active are dropped, and neither tried nor sent again', async () => {
    const { call, make, deliveries } = withAdmin(server.tenant());
    const { id } = await make({ types: ['report.ready'] });
    const tried = (await call('POST', `/${id}/test`, {})).json;
    expect(tried).toMatchObject({
      type: 'webhook.test',
      subject: { kind: 'webhook', id },
      status: 'pending',
    });
    expect(await deliveries(id)).toEqual([tried]);
    await call('PATCH', `/${id}`, { active: false });
    expect(await deliveries(id, '?status=dropped')).toMatchObject([{ id: tried.id }]);
    expect((await call('POST', `/${id}/test`, {})).json.code).toBe('webhook_inactive');
    const again = await call('POST', `/${id}/deliveries/${tried.id}/redeliver`, {});
    expect([again.status, again.json.code]).toEqual([409, 'webhook_inactive']);
  });
});
