import { beforeAll, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;

type Item = Record<string, unknown> & { readonly attendee: string };

/** Ann was in both sessions, bob in the first; cid is registered for the first, dan has a bookmark of the event. */
beforeAll(async () => {
  tenant = server.tenant();
  await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
  for (const session of ['s1', 's2']) await tenant.putSession(session, { event: 'e1' });
  const put = (path: string, body: object = {}) => tenant.call(path, { method: 'PUT', body });
  await put('/v1/attendees/cid', { name: 'Cid', country: 'CH' });
  const ann = await tenant.enter('ann', 's1', { event: 'e1', name: 'Ann', country: 'DE' });
  await ann.join('s2');
  const bob = await tenant.enter('bob', 's1', { event: 'e1' });
  await ann.engage('s1', 'reaction', { reaction: 'clap' });
  await ann.engage('s2', 'reaction', { reaction: 'clap' });
  await bob.engage('s1', 'chat.message', { text: 'hi' });
  await put('/v1/sessions/s1/registrations/cid', { at: '2026-01-02T00:00:00Z' });
  await put('/v1/sessions/s1/bookmarks/ann', { at: '2026-01-03T00:00:00Z' });
  await put('/v1/sessions/s1/registrations/ann', { at: '2026-01-04T00:00:00Z' });
  await put('/v1/events/e1/bookmarks/dan', { at: '2026-01-05T00:00:00Z' });
  await put('/v1/events/e1/registrations/ann', { at: '2026-01-01T00:00:00Z' });
  await tenant.settled();
});

async function list(path: string, query = '', operation = path.replace(/\/(e1|s1|s2)\//, '/{id}/')) {
  const answer = await tenant.call(`${path}${query}`);
  contract.expectKept(`GET ${operation as `/${string}`}`, answer);
  expect(answer.status).toBe(200);
  return answer.json.items as Item[];
}

const names = (items: readonly Item[]) => items.map(({ attendee }) => attendee).toSorted();

test('of a session are those who were there and those who are registered', async () => {
  const items = await list('/v1/sessions/s1/attendees');
  const of = (attendee: string) => items.find((item) => item.attendee === attendee);
  expect(names(items)).toEqual(['ann', 'bob', 'cid']);
  expect(of('ann')).toMatchObject({
    ...{ name: 'Ann', country: 'DE', slices: 1, engagement: { reaction: 1 }, attended: true },
    ...{ registered: true, interested: true, registeredAt: '2026-01-03T00:00:00.000Z' },
  });
  expect(of('bob')).toMatchObject({
    registered: false,
    interested: false,
    registeredAt: null,
    attended: true,
  });
  expect(of('cid')).toEqual({
    ...{ attendee: 'cid', name: 'Cid', email: null, country: 'CH', slices: 0, engagement: {} },
    ...{ watchSeconds: { live: 0, onDemand: 0 }, engagedMinutes: { live: 0, onDemand: 0 } },
    ...{ firstJoinedAt: null, lastSeenAt: null, attended: false },
    ...{ registered: true, interested: false, registeredAt: '2026-01-02T00:00:00.000Z' },
  });
});

test('of an event are those of its sessions, too, with the figures of all', async () => {
  const items = await list('/v1/events/e1/attendees');
  const of = (attendee: string) => items.find((item) => item.attendee === attendee);
  expect(names(items)).toEqual(['ann', 'bob', 'cid', 'dan']);
  expect(of('ann')).toMatchObject({
    ...{ slices: 2, engagement: { reaction: 2 }, registeredAt: '2026-01-01T00:00:00.000Z' },
    engagedMinutes: { onDemand: 0 },
  });
  const alone = (await list('/v1/sessions/s1/attendees')).find(({ attendee }) => attendee === 'ann');
  expect(of('ann')?.firstJoinedAt).toBe(alone?.firstJoinedAt);
  const minutes = of('ann')?.engagedMinutes as { live: number };
  expect([1, 2]).toContain(minutes.live);
  expect(of('dan')).toMatchObject({
    attended: false,
    registered: true,
    interested: true,
    country: 'unknown',
  });
  expect(await list('/v1/sessions/s2/attendees')).toMatchObject([{ attendee: 'ann', registered: false }]);
});

test.each([
  ['/v1/sessions/s1/attendees', '?attended=false', ['cid']],
  ['/v1/sessions/s1/attendees', '?attended=true', ['ann', 'bob']],
  ['/v1/sessions/s1/attendees', '?registered=true', ['ann', 'cid']],
  ['/v1/sessions/s1/attendees', '?registered=false', ['bob']],
  ['/v1/sessions/s1/attendees', '?registered=true&attended=true', ['ann']],
  ['/v1/sessions/s1/attendees', '?registered=false&attended=false', []],
  ['/v1/events/e1/attendees', '?attended=false', ['cid', 'dan']],
  ['/v1/events/e1/attendees', '?registered=false&attended=true', ['bob']],
])('%s%s keeps what fits, page after page', async (path, query, expected) => {
  expect(names(await list(path, query))).toEqual(expected);
  const found: Item[] = [];
  let cursor: unknown = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { json } = await tenant.call(`${path}${query}&limit=1${more}`);
    found.push(...(json.items as Item[]));
    cursor = json.nextCursor;
  } while (cursor !== null);
  expect(names(found)).toEqual(expected);
});

test('filters are true or false, and a cursor belongs to its filter', async () => {
  for (const query of ['attended=1', 'attended=', 'registered=TRUE', 'attended=true&attended=true']) {
    const answer = await tenant.call(`/v1/events/e1/attendees?${query}`);
    contract.expectKept('GET /v1/events/{id}/attendees', answer);
    expect([query, answer.json.code]).toEqual([query, 'invalid_request']);
  }
  const { json } = await tenant.call('/v1/events/e1/attendees?limit=1');
  const answer = await tenant.call(`/v1/events/e1/attendees?attended=true&cursor=${json.nextCursor}`);
  expect(answer.json.code).toBe('invalid_cursor');
});

test('come as CSV, with empty cells for who was never there', async () => {
  const { text } = await tenant.call('/v1/events/e1/attendees?attended=false', {
    headers: { accept: 'text/csv' },
  });
  const [head, ...rows] = text.trimEnd().split('\r\n');
  expect(head).toContain(
    'firstJoinedAt,lastSeenAt,slices,engagement,registered,interested,registeredAt,attended',
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toBe('cid,Cid,,CH,0,0,0,0,,,0,{},true,false,2026-01-02T00:00:00.000Z,false');
});

test('the summary of a session says how many are registered', async () => {
  const { json } = await tenant.call('/v1/sessions/s1/summary');
  expect(json).toMatchObject({ attendees: 2, registered: 2, interested: 1, noShows: 1 });
  expect((await tenant.call('/v1/sessions/s2/summary')).json).toMatchObject({ registered: 0, noShows: 0 });
});

test('of another tenant or event are not there', async () => {
  const stranger = server.tenant().token('desk', { role: 'admin' });
  const limited = tenant.token('desk', { role: 'admin', event: 'e2' });
  for (const token of [stranger, limited]) {
    const hidden = await tenant.call('/v1/events/e1/attendees', { token });
    const missing = await tenant.call('/v1/events/never/attendees', { token });
    expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
  }
});
