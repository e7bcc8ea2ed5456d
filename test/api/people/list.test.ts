import { beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { usePeople } from './people-tests.ts';

const people = usePeople();
const { call, ids, put } = people;

describe('the list of people', () => {
  let own: Tenant;
  const list = (query: string, more: Call = {}) =>
    ids(`/v1/attendees${query}`, { token: own.token('desk', { role: 'moderator' }), ...more });
  beforeAll(async () => {
    own = people.server.tenant();
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
