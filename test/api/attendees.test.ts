import { beforeAll, describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Call } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;
beforeAll(async () => {
  tenant = server.tenant();
});

/** The operation of a path of people, as it is described. */
function operationOf(method: string, path: string): `${string} /${string}` {
  const described = path
    .replace(/\?.*/, '')
    .replace(/^(\/v1\/[a-z]+\/)[^/]+/, '$1{id}')
    .replace(/(\/(?:registrations|bookmarks)\/).+/, '$1{attendee}');
  return `${method} ${described as `/${string}`}`;
}

async function call(path: string, call: Call = {}, of: Tenant = tenant) {
  const answer = await of.call(path, call);
  contract.expectKept(operationOf(call.method ?? 'GET', path), answer);
  return answer;
}

const put = (path: string, body: unknown = {}, more: Call = {}) =>
  call(path, { method: 'PUT', body, ...more });

async function ids(path: string, more: Call = {}, key = 'id'): Promise<unknown[]> {
  const { json, status } = await call(path, more);
  expect(status).toBe(200);
  return (json.items as Record<string, unknown>[]).map((item) => item[key]);
}

describe('a person', () => {
  test('is registered, read and changed, each with its version', async () => {
    const made = await put('/v1/attendees/p1', {
      ...{ firstName: 'Ann', lastName: 'Ö', email: 'ann@x.org', phone: '+49 30 1', country: 'DE' },
      metadata: { seat: [1] },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.json).toEqual({
      ...{ id: 'p1', organization: tenant.org, name: 'Ann Ö', firstName: 'Ann', lastName: 'Ö' },
      ...{ email: 'ann@x.org', phone: '+49 30 1', country: 'DE', metadata: { seat: [1] }, version: 1 },
      ...{ registeredAt: expect.stringMatching(/Z$/), firstSeenAt: null },
    });
    expect((await call('/v1/attendees/p1')).json).toEqual(made.json);
    const changed = await put('/v1/attendees/p1', { name: 'Ann' }, { headers: { 'if-match': '"1"' } });
    expect(changed.status).toBe(200);
    expect(changed.json).toEqual({
      ...made.json,
      ...{ name: 'Ann', firstName: null, lastName: null, email: null, phone: null, country: null },
      ...{ metadata: {}, version: 2 },
    });
    const late = await put('/v1/attendees/p1', {}, { headers: { 'if-match': '"1"' } });
    expect([late.status, late.json.code]).toEqual([412, 'version_mismatch']);
    const again = await put('/v1/attendees/p1', {}, { headers: { 'if-none-match': '*' } });
    expect(again.status).toBe(412);
  });

  test('who was only here is known by the token, as version 0', async () => {
    await tenant.enter('guest', 'lobby', { event: 'e0', name: 'Guest', email: 'g@x.org', country: 'FR' });
    await tenant.settled();
    const { json, headers } = await call('/v1/attendees/guest');
    expect(json).toMatchObject({
      ...{ name: 'Guest', email: 'g@x.org', country: 'FR', registeredAt: null, metadata: {}, version: 0 },
      firstSeenAt: expect.stringMatching(/Z$/),
    });
    expect(headers.get('etag')).toBe('"0"');
    const first = await put('/v1/attendees/guest', { name: 'Gast' }, { headers: { 'if-match': '"0"' } });
    expect([first.status, first.json.firstSeenAt]).toEqual([201, json.firstSeenAt]);
  });

  test('sees itself and nobody else', async () => {
    await put('/v1/attendees/self', { name: 'Me' });
    const token = tenant.token('self');
    expect((await call('/v1/attendees/self', { token })).json).toMatchObject({ name: 'Me' });
    for (const path of ['/v1/attendees/p1', '/v1/attendees/nobody', '/v1/attendees'])
      expect((await call(path, { token })).json).toMatchObject({ code: 'not_allowed' });
    expect((await call('/v1/attendees/me-unknown', { token: tenant.token('me-unknown') })).status).toBe(404);
  });

  test.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(257) }],
    ['name', { name: 'a\u0000b' }],
    ['firstName', { firstName: 5 }],
    ['email', { email: 'nobody' }],
    ['email', { email: `${'x'.repeat(250)}@x.org` }],
    ['phone', { phone: '1'.repeat(65) }],
    ['country', { country: 'de' }],
    ['country', { country: 'XX' }],
    ['country', { country: 'unknown' }],
    ['metadata', { metadata: { text: 'x'.repeat(17_000) } }],
    ['metadata', { metadata: [] }],
    ['id', { id: 'p1' }],
  ])('does not take a wrong %s: %j', async (path, body) => {
    const answer = await put('/v1/attendees/bad', body);
    expect(answer.json).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path }] });
  });

  test('is not there for another tenant, which may have its own', async () => {
    const stranger = server.tenant();
    await put('/v1/attendees/ours', { name: 'Ours' });
    const token = stranger.token('desk', { role: 'admin' });
    const hidden = await call('/v1/attendees/ours', { token });
    const missing = await call('/v1/attendees/never', { token });
    expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
    expect((await put('/v1/attendees/ours', { name: 'Theirs' }, { token })).status).toBe(201);
    expect((await call('/v1/attendees/ours')).json).toMatchObject({ name: 'Ours' });
    expect(await ids('/v1/attendees', { token })).toEqual(['ours']);
  });
});

describe('sub-organizations', () => {
  let root: Tenant;
  const desk = (org: string, role = 'operator') => server.tenantOf(org, 'plain').token('desk', { role });
  beforeAll(async () => {
    root = server.tenant();
    const admin = root.token('desk', { role: 'admin' });
    for (const sub of ['a', 'b'])
      await root.call(`/v1/organizations/${root.org}-${sub}`, {
        ...{ method: 'PUT', token: admin, body: { parentId: root.org } },
      });
  });

  test('see their own people, and the root all of them', async () => {
    const [a, b] = [desk(`${root.org}-a`), desk(`${root.org}-b`)];
    expect((await put('/v1/attendees/of-a', {}, { token: a })).json).toMatchObject({
      organization: `${root.org}-a`,
    });
    await put('/v1/attendees/of-b', {}, { token: b });
    await put('/v1/attendees/of-root', {}, { token: desk(root.org) });
    const guests = server.tenantOf(`${root.org}-a`, 'plain');
    await guests.enter('guest', 'room-a');
    await guests.settled();
    expect(await ids('/v1/attendees', { token: a })).toEqual(['of-a', 'guest']);
    expect(await ids('/v1/attendees', { token: b })).toEqual(['of-b']);
    expect((await ids('/v1/attendees', { token: desk(root.org) })).toSorted()).toEqual(
      ['guest', 'of-a', 'of-b', 'of-root'].toSorted(),
    );
    const hidden = await call('/v1/attendees/of-a', { token: b });
    expect([hidden.status, hidden.text]).toEqual([
      404,
      (await call('/v1/attendees/never', { token: b })).text,
    ]);
    for (const token of [b, desk(`${root.org}-b`, 'admin')])
      expect((await put('/v1/attendees/guest', {}, { token })).json).toMatchObject({ code: 'id_taken' });
    expect((await call('/v1/attendees/of-root', { token: a })).status).toBe(404);
    expect((await call('/v1/attendees/of-a', { token: desk(root.org) })).status).toBe(200);
  });

  test('may register people of others for their own sessions, and see them there', async () => {
    const b = desk(`${root.org}-b`);
    await put('/v1/attendees/shared', { name: 'Shared' }, { token: desk(`${root.org}-a`) });
    await root.call('/v1/events/eb', { method: 'PUT', token: b, body: {} });
    expect((await put('/v1/events/eb/registrations/shared', {}, { token: b })).status).toBe(201);
    expect(await ids('/v1/events/eb/registrations', { token: b }, 'attendee')).toEqual(['shared']);
    expect((await call('/v1/events/eb/registrations', { token: desk(`${root.org}-a`) })).status).toBe(404);
    expect((await call('/v1/attendees/shared', { token: b })).status).toBe(404);
    expect(await ids('/v1/attendees?event=eb', { token: b })).toEqual([]);
    expect(await ids('/v1/attendees?event=eb', { token: desk(root.org) })).toEqual(['shared']);
  });
});

describe('the list of people', () => {
  let own: Tenant;
  const list = (query: string, more: Call = {}) =>
    ids(`/v1/attendees${query}`, { token: own.token('desk', { role: 'moderator' }), ...more });
  beforeAll(async () => {
    own = server.tenant();
    const token = own.token('desk', { role: 'operator' });
    for (const event of ['e1', 'e2']) await own.call(`/v1/events/${event}`, { method: 'PUT', body: {} });
    for (const [session, event] of [
      ['s1', 'e1'],
      ['s2', 'e2'],
    ])
      await own.putSession(session ?? '', { event });
    await put('/v1/attendees/ann', { name: '=Ännchen', email: 'Ann@X.org', country: 'DE' }, { token });
    await put('/v1/attendees/bob', { name: 'Bob', country: 'FR', metadata: { a: 1 } }, { token });
    await own.enter('cid', 's1', { event: 'e1', name: 'Cid' });
    await put('/v1/events/e1/registrations/ann', {}, { token });
    await put('/v1/sessions/s2/bookmarks/bob', {}, { token });
    await own.settled();
  });

  test('keeps what fits', async () => {
    expect(await list('')).toEqual(['ann', 'bob', 'cid']);
    expect(await list('?email=ann@x.ORG')).toEqual(['ann']);
    expect(await list('?q=c')).toEqual(['cid']);
    expect(await list(`?q=${encodeURIComponent('=Ä')}`)).toEqual(['ann']);
    expect(await list('?country=FR')).toEqual(['bob']);
    expect(await list('?event=e1')).toEqual(['ann', 'cid']);
    expect(await list('?event=e2')).toEqual(['bob']);
    expect(await list('?session=s1')).toEqual(['cid']);
    expect(await list('?session=s1&event=e1')).toEqual(['cid']);
    expect(await list('?event=e1&q=C')).toEqual(['cid']);
    expect(await list('?event=e1&country=FR')).toEqual([]);
  });

  test.each([
    ['?event=never', 404, 'not_found'],
    ['?session=never', 404, 'not_found'],
    ['?session=s1&event=e2', 400, 'invalid_request'],
    ['?country=xx', 400, 'invalid_request'],
    ['?q=', 400, 'invalid_request'],
    ['?q=a&q=b', 400, 'invalid_request'],
    ['?email=%00', 400, 'invalid_request'],
    ['?limit=0', 400, 'invalid_request'],
    ['?cursor=AAAA', 400, 'invalid_cursor'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await call(`/v1/attendees${query}`, { token: own.token('desk', { role: 'moderator' }) });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  test('comes page after page, whole, and as CSV that is safe to open', async () => {
    const token = own.token('desk', { role: 'operator' });
    const first = await call('/v1/attendees?limit=2', { token });
    const cursor = String(first.json.nextCursor);
    expect(await list(`?limit=2&cursor=${cursor}`)).toEqual(['cid']);
    const foreign = await call(`/v1/attendees?limit=2&country=DE&cursor=${cursor}`, { token });
    expect(foreign.json.code).toBe('invalid_cursor');
    const csv = await own.call('/v1/attendees?limit=1', { headers: { accept: 'text/csv' } });
    const [head, ann, bob] = csv.text.split('\r\n');
    expect(head).toBe(
      'id,organization,name,firstName,lastName,email,phone,country,registeredAt,firstSeenAt,metadata,version',
    );
    expect(ann).toContain(`ann,${own.org},'=Ännchen,,,Ann@X.org,,DE,`);
    expect(bob).toContain('"{""a"":1}",1');
    const lines = await own.call('/v1/attendees', { headers: { accept: 'application/x-ndjson' } });
    expect(lines.text.trimEnd().split('\n')).toHaveLength(3);
  });

  test('is of the event only for a token that is limited to it', async () => {
    const limited = own.token('desk', { role: 'operator', event: 'e1' });
    expect(await list('', { token: limited })).toEqual(['ann', 'cid']);
    expect(await list('?email=ann@x.org', { token: limited })).toEqual(['ann']);
    expect(await list('?session=s1', { token: limited })).toEqual(['cid']);
    expect((await call('/v1/attendees?event=e2', { token: limited })).status).toBe(404);
    for (const [id, status] of [
      ['ann', 200],
      ['cid', 200],
      ['bob', 404],
    ])
      expect([id, (await call(`/v1/attendees/${id}`, { token: limited })).status]).toEqual([id, status]);
    expect((await put('/v1/attendees/ann', {}, { token: limited })).json.code).toBe('not_allowed');
    expect((await put('/v1/events/e2/registrations/ann', {}, { token: limited })).status).toBe(404);
    expect((await put('/v1/sessions/s1/registrations/new', {}, { token: limited })).status).toBe(201);
    expect((await call('/v1/attendees/new', { token: limited })).json).toMatchObject({
      name: null,
      version: 0,
    });
  });
});

describe.each(['events', 'sessions'])('registrations and bookmarks of %s', (scopes) => {
  const id = `r-${scopes}`;
  const scope = `${scopes.slice(0, -1)}:${id}`;
  beforeAll(async () => {
    await tenant.call(`/v1/${scopes}/${id}`, { method: 'PUT', body: {} });
  });

  test.each(['registrations', 'bookmarks'])('%s are made, changed and taken away', async (kind) => {
    const path = `/v1/${scopes}/${id}/${kind}/zoe`;
    expect((await call(path)).status).toBe(404);
    expect((await call(path, { method: 'DELETE' })).json).toMatchObject({ code: 'not_found' });
    const body = {
      at: '2026-01-01T10:00:00+01:00',
      ticketId: 't-1',
      answers: { diet: ['vegan'] },
      metadata: { a: 1 },
    };
    const made = await put(path, body);
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    const { at: _, ...rest } = body;
    expect(made.json).toEqual({
      ...{ scope, attendee: 'zoe', name: null, email: null, at: '2026-01-01T09:00:00.000Z', version: 1 },
      ...rest,
    });
    expect((await call(path)).json).toEqual(made.json);
    const changed = await put(path, {}, { headers: { 'if-match': '"1"' } });
    expect([changed.status, changed.json.at, changed.json.ticketId]).toEqual([200, made.json.at, null]);
    const headers = { 'if-match': '"1"' };
    expect((await put(path, {}, { headers })).status).toBe(412);
    expect((await call(path, { method: 'DELETE', headers })).status).toBe(412);
    expect((await call('/v1/attendees/zoe')).json).toMatchObject({ version: 0, registeredAt: null });
    expect((await call(path, { method: 'DELETE' })).status).toBe(204);
    expect((await call(path)).status).toBe(404);
  });

  test('are listed by when they were made', async () => {
    const path = `/v1/${scopes}/${id}/registrations`;
    const at = (day: number) => `2026-02-0${day}T00:00:00.000Z`;
    for (const [index, attendee] of ['l3', 'l1', 'l2'].entries())
      await put(`${path}/${attendee}`, { at: at([3, 1, 2][index] ?? 0) });
    expect(await ids(path, {}, 'attendee')).toEqual(['l1', 'l2', 'l3']);
    expect(await ids(`${path}?from=${at(2)}&to=${at(3)}`, {}, 'attendee')).toEqual(['l2']);
    expect(await ids(`${path}?attendee=l3`, {}, 'attendee')).toEqual(['l3']);
    expect(await ids(`${path}?attendee=l3&to=${at(3)}`, {}, 'attendee')).toEqual([]);
    expect(await ids(`${path}?attendee=nobody`, {}, 'attendee')).toEqual([]);
    const { json } = await call(`${path}?limit=1`);
    expect(await ids(`${path}?limit=5&cursor=${json.nextCursor}`, {}, 'attendee')).toEqual(['l2', 'l3']);
    expect((await call(`${path}?from=${at(2)}&to=${at(2)}`)).status).toBe(400);
    const csv = await tenant.call(path, { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n')[1]).toBe(`${scope},l1,,,${at(1)},,{},{},1`);
  });

  test('are made by attendees for themselves only, and not for another time', async () => {
    const path = `/v1/${scopes}/${id}/bookmarks`;
    const token = tenant.token('me');
    expect((await put(`${path}/me`, { ticketId: 'x' }, { token })).status).toBe(201);
    expect((await call(`${path}/me`, { token })).json).toMatchObject({ attendee: 'me', ticketId: 'x' });
    const at = '2026-01-01T00:00:00Z';
    expect((await put(`${path}/me`, { at }, { token })).json).toMatchObject({ code: 'not_allowed' });
    for (const method of ['PUT', 'GET', 'DELETE']) {
      const body = method === 'PUT' ? {} : undefined;
      expect((await call(`${path}/you`, { method, token, body })).json).toMatchObject({
        code: 'not_allowed',
      });
    }
    expect((await call(path, { token })).json).toMatchObject({ code: 'not_allowed' });
    expect((await call(`${path}/me`, { method: 'DELETE', token })).status).toBe(204);
  });

  test.each([
    ['at', { at: '2026-01-01' }],
    ['at', { at: '2199-01-01T00:00:00Z' }],
    ['ticketId', { ticketId: '' }],
    ['ticketId', { ticketId: 'x'.repeat(129) }],
    ['answers', { answers: [] }],
    ['answers', { answers: { q: 'x'.repeat(17_000) } }],
    ['metadata', { metadata: 'x' }],
    ['scope', { scope: 'session:x' }],
  ])('do not take a wrong %s: %j', async (path, body) => {
    const answer = await put(`/v1/${scopes}/${id}/registrations/zoe`, body);
    expect(answer.json).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path }] });
  });

  test('are not there for what is not there, nor for another tenant', async () => {
    const token = server.tenant().token('desk', { role: 'admin' });
    for (const [method, body] of [['PUT', {}], ['GET'], ['DELETE']] as const) {
      const missing = await call(`/v1/${scopes}/never/bookmarks/zoe`, { method, body });
      const hidden = await call(`/v1/${scopes}/${id}/bookmarks/zoe`, { method, body, token });
      expect([missing.status, hidden.status, hidden.text]).toEqual([404, 404, missing.text]);
    }
  });
});
