import { describe, expect, test } from 'vitest';
import { codeOf, useCatalogue } from './catalogue-tests.ts';

const { server, contract, put } = useCatalogue();

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
