import { beforeAll, describe, expect, test } from 'vitest';
import { usePeople } from './people-tests.ts';

const people = usePeople();
const { call, ids, put } = people;

describe.each(['events', 'sessions'])('registrations and bookmarks of %s', (scopes) => {
  const id = `r-${scopes}`;
  const scope = `${scopes.slice(0, -1)}:${id}`;
  beforeAll(async () => {
    await people.tenant.call(`/v1/${scopes}/${id}`, { method: 'PUT', body: {} });
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
    const csv = await people.tenant.call(path, { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n')[1]).toBe(`${scope},l1,,,${at(1)},,{},{},1`);
  });

  test('are made by attendees for themselves only, and not for another time', async () => {
    const path = `/v1/${scopes}/${id}/bookmarks`;
    const token = people.tenant.token('me');
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
    const token = people.server.tenant().token('desk', { role: 'admin' });
    for (const [method, body] of [['PUT', {}], ['GET'], ['DELETE']] as const) {
      const missing = await call(`/v1/${scopes}/never/bookmarks/zoe`, { method, body });
      const hidden = await call(`/v1/${scopes}/${id}/bookmarks/zoe`, { method, body, token });
      expect([missing.status, hidden.status, hidden.text]).toEqual([404, 404, missing.text]);
    }
  });
});
