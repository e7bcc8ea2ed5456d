import { beforeAll, describe, expect, test } from 'vitest';
import type { Tenant } from '../../support/tenant.ts';
import { usePeople } from './people-tests.ts';

const people = usePeople();
const { call, ids, put } = people;

describe('a person', () => {
  test('is registered, read and changed, each with its version', async () => {
    const made = await put('/v1/attendees/p1', {
      ...{ firstName: 'Ann', lastName: 'Ö', email: 'ann@x.org', phone: '+49 30 1', country: 'DE' },
      metadata: { seat: [1] },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.json).toEqual({
      ...{ id: 'p1', organization: people.tenant.org, name: 'Ann Ö', firstName: 'Ann', lastName: 'Ö' },
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
    await people.tenant.enter('guest', 'lobby', {
      event: 'e0',
      name: 'Guest',
      email: 'g@x.org',
      country: 'FR',
    });
    await people.tenant.settled();
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
    const token = people.tenant.token('self');
    expect((await call('/v1/attendees/self', { token })).json).toMatchObject({ name: 'Me' });
    for (const path of ['/v1/attendees/p1', '/v1/attendees/nobody', '/v1/attendees'])
      expect((await call(path, { token })).json).toMatchObject({ code: 'not_allowed' });
    expect(
      (await call('/v1/attendees/me-unknown', { token: people.tenant.token('me-unknown') })).status,
    ).toBe(404);
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
    const stranger = people.server.tenant();
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
  const desk = (org: string, role = 'operator') =>
    people.server.tenantOf(org, 'plain').token('desk', { role });
  beforeAll(async () => {
    root = people.server.tenant();
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
    const guests = people.server.tenantOf(`${root.org}-a`, 'plain');
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
