import { beforeAll, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Call } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;

type Item = Record<string, unknown>;

beforeAll(async () => {
  tenant = server.tenant();
  for (const event of ['e1', 'e2']) await tenant.call(`/v1/events/${event}`, { method: 'PUT', body: {} });
  for (const [session, event] of Object.entries({ s1: 'e1', s2: 'e1', s3: 'e2', s4: 'e2' }))
    await tenant.putSession(session, { event });
  const ann = await tenant.enter('ann', 's1', { name: 'Ann', email: 'ann@x.org' });
  await ann.join('s3');
  await ann.engage('s1', 'reaction', { reaction: 'clap' });
  await ann.engage('s3', 'reaction', { reaction: 'clap' });
  await ann.engage('s3', 'chat.message', { text: 'hi' });
  const desk = await tenant.connect('mod', { role: 'moderator' });
  await desk.engage('s1', 'poll.open', { poll: 'p', question: 'Q', type: 'text', anonymous: true });
  await ann.engage('s1', 'poll.answer', { poll: 'p', text: 'secret' });
  await ann.leave('s1');
  const at = '2026-01-02T00:00:00Z';
  await tenant.call('/v1/sessions/s4/registrations/ann', { method: 'PUT', body: { at } });
  await tenant.call('/v1/events/e1/bookmarks/ann', { method: 'PUT', body: {} });
  await tenant.enter('bob', 's1');
  await tenant.settled();
});

async function get(path: string, more: Call = {}): Promise<Item> {
  const answer = await tenant.call(path, more);
  contract.expectKept(`GET ${path.replace(/\?.*/, '').replace('ann', '{id}') as `/${string}`}`, answer);
  return { ...answer.json, code: answer.status === 200 ? 200 : answer.json.code };
}

const items = async (path: string, more: Call = {}) => (await get(path, more)).items as Item[];

test('the summary is of all sessions, of events and in total', async () => {
  const json = await get('/v1/attendees/ann/summary');
  expect(json).toMatchObject({
    ...{ attendee: 'ann', name: 'Ann', email: 'ann@x.org', from: null, to: null },
    total: {
      ...{ sessions: 2, events: 2, registrations: 1, bookmarks: 1, attended: true, slices: 2 },
      engagement: { 'chat.message': 1, 'poll.answer': 1, reaction: 2 },
      views: { live: 0, onDemand: 0 },
    },
    events: [
      { event: 'e1', attended: true, registered: true, interested: true, slices: 1 },
      { event: 'e2', registered: true, interested: false, registeredAt: '2026-01-02T00:00:00.000Z' },
    ],
    sessions: [
      { session: 's1', event: 'e1', attended: true, registered: false, engagement: { reaction: 1 } },
      { session: 's3', event: 'e2', attended: true, engagement: { 'chat.message': 1, reaction: 1 } },
      { session: 's4', attended: false, registered: true, slices: 0, firstJoinedAt: null, engagement: {} },
    ],
  });
  const total = json.total as { watchSeconds: { live: number }; engagedMinutes: { live: number } };
  const sessions = json.sessions as (typeof total)[];
  const sum = sessions.reduce((seconds, { watchSeconds }) => seconds + watchSeconds.live, 0);
  expect(Math.abs(total.watchSeconds.live - sum)).toBeLessThan(0.01);
  expect(total.engagedMinutes.live).toBeGreaterThanOrEqual(2);
});

test('the summary of a span has nothing from outside, but who is registered', async () => {
  const past = '?from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z';
  expect(await get(`/v1/attendees/ann/summary${past}`)).toMatchObject({
    ...{ from: '2026-01-01T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' },
    total: { sessions: 0, slices: 0, engagement: {}, watchSeconds: { live: 0 }, firstJoinedAt: null },
    sessions: [{ session: 's4', registered: true }],
  });
  const now = `?from=${new Date(Date.now() - 3_600_000).toISOString()}`;
  expect(await get(`/v1/attendees/ann/summary${now}`)).toMatchObject({
    total: { sessions: 2, slices: 2, engagement: { 'chat.message': 1, 'poll.answer': 1, reaction: 2 } },
  });
  for (const wrong of ['?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', '?from=2199-01-01T00:00:00Z'])
    expect((await get(`/v1/attendees/ann/summary${wrong}`)).code).toBe('invalid_request');
});

test('slices and engagements are listed over all sessions, page after page, and as CSV', async () => {
  const slices = await items('/v1/attendees/ann/slices');
  expect(slices).toMatchObject([
    { session: 's1', attendee: 'ann', endedBy: 'leave' },
    { session: 's3', end: null },
  ]);
  const engagements = await items('/v1/attendees/ann/engagements');
  expect(engagements).toMatchObject([
    { session: 's1', action: 'reaction' },
    { session: 's3', action: 'reaction' },
    { session: 's3', action: 'chat.message', data: { text: 'hi' } },
  ]);
  for (const list of ['slices', 'engagements']) {
    const path = `/v1/attendees/ann/${list}`;
    const { nextCursor } = await get(`${path}?limit=1`);
    const rest = await items(`${path}?cursor=${nextCursor}`);
    expect(rest).toEqual((await items(path)).slice(1));
    expect((await get(`${path}?session=s3&cursor=${nextCursor}`)).code).toBe('invalid_cursor');
    const csv = await tenant.call(path, { headers: { accept: 'text/csv' } });
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(rest.length + 2);
  }
  expect(await items('/v1/attendees/ann/slices?session=s3')).toHaveLength(1);
  expect(await items('/v1/attendees/ann/slices?mode=onDemand')).toEqual([]);
  expect(await items('/v1/attendees/ann/engagements?action=reaction&session=s1')).toHaveLength(1);
  expect((await get('/v1/attendees/ann/slices?session=never')).code).toBe('not_found');
});

test('nobody finds out whose an anonymous answer is by asking for theirs', async () => {
  const of = '/v1/sessions/s1/engagements?action=poll.answer';
  expect((await tenant.call(of)).json.items).toMatchObject([{ attendee: null }]);
  expect((await tenant.call(`${of}&attendee=ann`)).json.items).toEqual([]);
  expect(await items('/v1/attendees/ann/engagements?action=poll.answer')).toEqual([]);
});

test('attendees see their own, tokens of an event what is of it', async () => {
  const own = { token: tenant.token('ann') };
  const bob = { token: tenant.token('bob') };
  const limited = { token: tenant.token('desk', { role: 'moderator', event: 'e2' }) };
  for (const what of ['summary', 'slices', 'engagements']) {
    const path = `/v1/attendees/ann/${what}`;
    expect((await get(path, own)).code).toBe(200);
    expect((await get(path, bob)).code).toBe('not_allowed');
    const stranger = { token: server.tenant().token('desk', { role: 'admin' }) };
    expect((await get(path, stranger)).code).toBe('not_found');
  }
  const { total, events } = (await get('/v1/attendees/ann/summary', limited)) as {
    total: Item;
    events: Item[];
  };
  expect(total).toMatchObject({ sessions: 1, bookmarks: 0, registrations: 1, engagement: { reaction: 1 } });
  expect(events.map(({ event }) => event)).toEqual(['e2']);
  expect(await items('/v1/attendees/ann/slices', limited)).toMatchObject([{ session: 's3' }]);
  expect((await get('/v1/attendees/ann/slices?session=s1', limited)).code).toBe('not_found');
});
