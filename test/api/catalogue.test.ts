import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Answer } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);

type Kind = 'events' | 'sessions';

async function put(
  tenant: Tenant,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await tenant.call(`/v1/${path}`, { method: 'PUT', body, headers });
  contract.expectKept(`PUT /v1/${path.split('/')[0]}/{id}`, answer);
  return answer;
}

const codeOf = ({ status, json }: Answer) => ({ status, code: json.code });

describe('an event', () => {
  test('is registered with 201, changed with 200 and read as it was written', async () => {
    const tenant = server.tenant();
    const body = {
      title: 'Expo ✨',
      shortCode: 'expo-26',
      startsAt: '2026-05-01T10:00:00+02:00',
      endsAt: '2026-05-02T00:00:00.500Z',
      timeZone: 'Europe/Berlin',
      metadata: { hall: 5, deep: { list: [1, null, 'x'] } },
    };
    const created = await put(tenant, 'events/expo', body);
    expect(created.status).toBe(201);
    const expected = {
      ...body,
      id: 'expo',
      organization: tenant.org,
      endedAt: null,
      startsAt: '2026-05-01T08:00:00.000Z',
      version: 1,
    };
    expect(created.json).toEqual(expected);
    const read = await tenant.call('/v1/events/expo');
    contract.expectKept('GET /v1/events/{id}', read);
    expect(read.json).toEqual(expected);
    const changed = await put(tenant, 'events/expo', { title: 'Gala' });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({
      title: 'Gala',
      shortCode: null,
      startsAt: null,
      metadata: {},
      version: 2,
    });
  });

  test('has its id as title when it is given none, and belongs to whom the token does', async () => {
    const tenant = server.tenant();
    const { json } = await put(tenant, 'events/e1', {});
    expect(json).toMatchObject({ title: 'e1', organization: tenant.org });
    expect(codeOf(await put(tenant, 'events/e2', { organization: 'nobody' }))).toEqual({
      status: 404,
      code: 'not_found',
    });
    const other = server.tenant();
    await put(other, 'events/e1', {});
    expect(codeOf(await put(tenant, 'events/e2', { organization: other.org }))).toEqual({
      status: 404,
      code: 'not_found',
    });
  });

  test.each([
    ['title', ['', 5, null, [], 'x'.repeat(513)]],
    ['organization', ['', 5, 'a b']],
    ['shortCode', ['', 'a b', 'ä', 'x'.repeat(65), 5]],
    [
      'startsAt',
      [
        '',
        'soon',
        5,
        1_700_000_000_000,
        '2026-05-01',
        '2026-05-01T10:00:00',
        '2026-13-01T00:00:00Z',
        '2026-02-30T00:00:00Z',
        '+275760-09-13T00:00:00Z',
        '1999-12-31T23:59:59Z',
        '2200-01-01T00:00:00Z',
        'NaN',
      ],
    ],
    ['endsAt', ['later', {}, '9999-12-31T00:00:00Z']],
    ['timeZone', ['', 'Mars/Olympus', 'x'.repeat(65), 5]],
    ['metadata', [null, [], 'x', { ['k'.repeat(129)]: 1 }, { big: 'é'.repeat(8192) }]],
  ])('does not take just anything as %s, and says which field it was', async (field, values) => {
    const tenant = server.tenant();
    for (const value of values) {
      const answer = await put(tenant, 'events/e1', { [field]: value });
      expect([value, codeOf(answer)]).toEqual([value, { status: 400, code: 'invalid_request' }]);
      const [error] = answer.json.errors as { path: string }[];
      expect(error?.path.split('.')[0]).toBe(field);
    }
    expect((await tenant.call('/v1/events/e1')).status).toBe(404);
  });

  test('does not end before it starts', async () => {
    const tenant = server.tenant();
    const [early, late] = ['2026-05-01T10:00:00Z', '2026-05-01T11:00:00Z'];
    const answer = await put(tenant, 'events/e1', { startsAt: late, endsAt: early });
    expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'endsAt' }] });
    expect((await put(tenant, 'events/e1', { startsAt: early, endsAt: early })).status).toBe(201);
  });

  test('keeps metadata of up to 16 KB of UTF-8 and 32 levels', async () => {
    const tenant = server.tenant();
    const filled = { big: 'é'.repeat((16_384 - '{"big":""}'.length) / 2) };
    expect((await put(tenant, 'events/e1', { metadata: filled })).json.metadata).toEqual(filled);
    const nested = (levels: number) =>
      JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as unknown;
    expect((await put(tenant, 'events/e2', { metadata: nested(32) })).status).toBe(201);
    for (const levels of [33, 400, 100_000]) {
      const body = `{"metadata":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
      expect(codeOf(await put(tenant, 'events/e3', body))).toEqual({ status: 400, code: 'invalid_request' });
    }
  });
});

describe('a session', () => {
  test('is registered in its event, with everything there is to say', async () => {
    const tenant = server.tenant();
    await put(tenant, 'events/expo', {});
    const body = {
      event: 'expo',
      title: 'Keynote',
      kind: 'breakout',
      privacy: 'public',
      startsAt: '2026-05-01T10:00:00.000Z',
      endsAt: '2026-05-01T11:00:00.000Z',
      capacity: 100,
      enforceCapacity: true,
      location: 'Hall 1',
      description: 'All of it',
      videoProvider: 'youtube',
      videoDurationSeconds: 3600.5,
      speakers: ['Ann'],
      sponsors: ['Acme'],
      tags: ['a', 'b'],
      tracks: [],
      metadata: { a: 1 },
    };
    const created = await put(tenant, 'sessions/keynote', body);
    expect(created.status).toBe(201);
    const state = { live: false, ended: false, replay: false, wentLiveAt: null, endedAt: null };
    expect(created.json).toEqual({ id: 'keynote', organization: tenant.org, ...body, ...state, version: 1 });
    const read = await tenant.call('/v1/sessions/keynote');
    contract.expectKept('GET /v1/sessions/{id}', read);
    expect(read.json).toEqual(created.json);
  });

  test('goes to the default event of the organization, or of the token, unless told otherwise', async () => {
    const tenant = server.tenant();
    expect((await put(tenant, 'sessions/s1', {})).json).toMatchObject({
      event: tenant.org,
      kind: 'mainStage',
    });
    const token = tenant.token('desk', { role: 'operator', event: 'gala' });
    const answer = await tenant.call('/v1/sessions/s2', { method: 'PUT', body: {}, token });
    expect(answer.json).toMatchObject({ event: 'gala' });
    expect(codeOf(await put(tenant, 'sessions/s3', { event: 'none' }))).toEqual({
      status: 404,
      code: 'not_found',
    });
  });

  test('never changes its event, and its kind not once somebody was in it', async () => {
    const tenant = server.tenant();
    await put(tenant, 'events/e1', {});
    await put(tenant, 'events/e2', {});
    await put(tenant, 'sessions/s1', { event: 'e1' });
    const immutable = { status: 409, code: 'immutable_field' };
    expect(codeOf(await put(tenant, 'sessions/s1', { event: 'e2' }))).toEqual(immutable);
    expect((await put(tenant, 'sessions/s1', { event: 'e1', kind: 'expo' })).status).toBe(200);
    expect((await put(tenant, 'sessions/s1', { kind: 'workshop' })).json).toMatchObject({
      event: 'e1',
      kind: 'workshop',
    });
    await (await tenant.enter('ann', 's1')).leave('s1');
    expect(codeOf(await put(tenant, 'sessions/s1', { kind: 'networking' }))).toEqual(immutable);
    expect((await put(tenant, 'sessions/s1', { kind: 'workshop', title: 'New' })).json).toMatchObject({
      title: 'New',
    });
  });

  test.each([
    ['event', ['', 'a b', 5]],
    ['kind', ['', 'stage', null, 'MAINSTAGE']],
    ['capacity', [-1, 1.5, '100', 1e9]],
    ['enforceCapacity', ['yes', 1, null]],
    ['videoProvider', ['vhs', null, 5]],
    ['videoDurationSeconds', [0, -1, '60', 1e9]],
    ['speakers', ['Ann', [5], [''], Array.from({ length: 201 }, () => 'x')]],
    ['description', [5, 'x'.repeat(16_385)]],
    ['location', [5, 'x'.repeat(513)]],
    ['privacy', [5, 'x'.repeat(65)]],
    ['endsAt', ['later', 5]],
  ])('does not take just anything as %s, and says which field it was', async (field, values) => {
    const tenant = server.tenant();
    for (const value of values) {
      const answer = await put(tenant, 'sessions/s1', { [field]: value });
      expect([value, codeOf(answer)]).toEqual([value, { status: 400, code: 'invalid_request' }]);
      const [error] = answer.json.errors as { path: string }[];
      expect(error?.path.split('.')[0]).toBe(field);
    }
  });

  test('goes live, ends and has a replay by action, each a new version', async () => {
    const tenant = server.tenant();
    await put(tenant, 'sessions/s1', {});
    const act = async (action: string) => {
      const answer = await tenant.call('/v1/sessions/s1/actions', { method: 'POST', body: { action } });
      contract.expectKept('POST /v1/sessions/{id}/actions', answer);
      return answer;
    };
    const live = await act('goLive');
    expect(live.json).toMatchObject({ live: true, ended: false, version: 2, endedAt: null });
    expect(live.headers.get('etag')).toBe('"2"');
    const ended = await act('end');
    expect(ended.json).toMatchObject({
      live: false,
      ended: true,
      wentLiveAt: live.json.wentLiveAt,
      version: 3,
    });
    expect(Date.parse(String(ended.json.endedAt))).toBeGreaterThanOrEqual(
      Date.parse(String(live.json.wentLiveAt)),
    );
    expect((await act('replayOn')).json).toMatchObject({ replay: true });
    expect((await act('replayOff')).json).toMatchObject({ replay: false });
    for (const action of ['', 'GOLIVE', 'explode', null, 5]) {
      const { status } = await tenant.call('/v1/sessions/s1/actions', { method: 'POST', body: { action } });
      expect(status).toBe(400);
    }
  });
});

describe.each<Kind>(['events', 'sessions'])('%s', (kind) => {
  const path = `${kind}/x`;

  test('have a version as ETag, and If-Match keeps writers from overwriting each other', async () => {
    const tenant = server.tenant();
    const created = await put(tenant, path, {});
    expect(created.headers.get('etag')).toBe('"1"');
    const changed = await put(tenant, path, { title: 'B' }, { 'if-match': '"1"' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    const stale = await put(tenant, path, { title: 'C' }, { 'if-match': '"1"' });
    expect(codeOf(stale)).toEqual({ status: 412, code: 'version_mismatch' });
    const read = await tenant.call(`/v1/${path}`);
    expect([read.json.title, read.headers.get('etag')]).toEqual(['B', '"2"']);
    expect((await put(tenant, path, { title: 'D' }, { 'if-match': 'W/"2"' })).status).toBe(200);
  });

  test('that do not exist match no version', async () => {
    const tenant = server.tenant();
    const answer = await put(tenant, path, {}, { 'if-match': '"1"' });
    expect(codeOf(answer)).toEqual({ status: 412, code: 'version_mismatch' });
    expect((await tenant.call(`/v1/${path}`)).status).toBe(404);
  });

  test.each(['"x"', '""', '"-1"', '"1e3"', '"99999999999999999999"', '"3", "x"'])(
    'are of no version that If-Match: %s names',
    async (value) => {
      const tenant = server.tenant();
      await put(tenant, path, {});
      const answer = await put(tenant, path, {}, { 'if-match': value });
      expect(codeOf(answer)).toEqual({ status: 412, code: 'version_mismatch' });
    },
  );

  test('are changed when they are of one of the versions in If-Match, or of any for *', async () => {
    const tenant = server.tenant();
    expect((await put(tenant, path, {}, { 'if-match': '*' })).status).toBe(412);
    await put(tenant, path, {});
    expect((await put(tenant, path, {}, { 'if-match': '"7" , W/"1",\t"x"' })).json.version).toBe(2);
    expect((await put(tenant, path, {}, { 'if-match': '*' })).json.version).toBe(3);
  });

  test('are made once with If-None-Match: *', async () => {
    const tenant = server.tenant();
    const wanted = { 'if-none-match': '*' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => put(tenant, path, {}, wanted)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412, 412, 412, 412]);
    for (const headers of [{ 'if-none-match': '"1"' }, { ...wanted, 'if-match': '*' }]) {
      const answer = await put(tenant, path, {}, headers);
      expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'If-None-Match' }] });
    }
  });

  test.each(['1', '"1" "2"', '"1",', '*, "1"', `"${'1'.repeat(2000)}"`])(
    'do not take If-Match: %s',
    async (value) => {
      const answer = await put(server.tenant(), path, {}, { 'if-match': value });
      expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'If-Match' }] });
    },
  );

  test('are changed by one of many who saw the same version', async () => {
    const tenant = server.tenant();
    await put(tenant, path, {});
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        put(tenant, path, { title: `T${index}` }, { 'if-match': '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...new Array<number>(9).fill(412)]);
    expect((await tenant.call(`/v1/${path}`)).json.version).toBe(2);
  });
});

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
