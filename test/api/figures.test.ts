import { beforeAll, describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;
let ann: TestClient;

beforeAll(async () => {
  tenant = server.tenant();
  ann = await tenant.enter('ann', 's1', {
    event: 'e1',
    country: 'DE',
    name: 'Ann',
    email: 'ann@example.org',
  });
  const bob = await tenant.enter('bob', 's1', { event: 'e1' });
  await ann.engage('s1', 'chat.message', { text: 'hi' });
  await ann.engage('s1', 'reaction', { reaction: 'clap' });
  await bob.engage('s1', 'reaction', { reaction: 'clap' });
  await bob.leave('s1');
  await tenant.enter('cid', 's1', { event: 'e1' });
  await tenant.settled();
});

async function get(operation: `GET /${string}`, path: string): Promise<Record<string, unknown>> {
  const answer = await tenant.call(path);
  contract.expectKept(operation, answer);
  expect(answer.status).toBe(200);
  return answer.json;
}

describe('the figures of a session', () => {
  test('are the same by REST and by push', async () => {
    const pushed = await ann.subscribe('session:s1');
    const { at: _at, watchSeconds: _watch, minute: _minute, ...asked } = await tenant.counters('session:s1');
    expect(pushed).toMatchObject(asked);
  });

  test.each(['session:s1', 'event:e1'])('as counters of %s', async (scope) => {
    const json = await get('GET /v1/counters/{scope}', `/v1/counters/${scope}`);
    expect(json).toMatchObject({
      scope,
      concurrent: 2,
      connections: 2,
      peak: { value: 2 },
      uniques: 3,
      byMode: { live: 2, onDemand: 0 },
      byCountry: { DE: 1, unknown: 1 },
      engagement: { 'chat.message': 1, reaction: 2 },
    });
  });

  test('are the same whether the request goes the fast way or the other', async () => {
    const fast = await tenant.call('/v1/counters/session:s1');
    const other = await tenant.call('/v1/counters/session:s1', { method: 'HEAD' });
    expect([fast.status, other.status]).toEqual([200, 200]);
    contract.expectKept('GET /v1/counters/{scope}', fast);
  });

  test('of a scope that does not exist are zeros to the desk, and nothing to an attendee', async () => {
    const json = await get('GET /v1/counters/{scope}', '/v1/counters/session:none');
    expect(json).toMatchObject({ concurrent: 0, uniques: 0, peak: { value: 0, at: null } });
    const token = tenant.token('ann', {});
    expect((await tenant.call('/v1/counters/session:none', { token })).status).toBe(404);
    expect((await tenant.call(`/v1/counters/organization:${tenant.org}`, { token })).status).toBe(403);
  });

  test('say who is present', async () => {
    const { items } = await get('GET /v1/present/{scope}', '/v1/present/session:s1');
    expect(items).toMatchObject([
      { attendee: 'ann', session: 's1', mode: 'live', connections: 1, country: 'DE', visibility: 'active' },
      { attendee: 'cid', country: 'unknown' },
    ]);
    expect((await get('GET /v1/present/{scope}', '/v1/present/event:e1')).items).toEqual(items);
  });

  test('find those who are present by a part of their ids', async () => {
    const found = await get('GET /v1/present/{scope}', '/v1/present/session:s1?search=NN');
    expect(found.items).toMatchObject([{ attendee: 'ann' }]);
    expect((await get('GET /v1/present/{scope}', '/v1/present/session:s1?search=zz')).items).toEqual([]);
  });

  test('are a curve with a point for every step', async () => {
    const now = Date.now();
    const from = new Date(Math.floor(now / 60_000) * 60_000 - 600_000).toISOString();
    const to = new Date(now + 60_000).toISOString();
    const { points, ...rest } = await get(
      'GET /v1/series/{scope}',
      `/v1/series/session:s1?from=${from}&to=${to}`,
    );
    expect(rest).toMatchObject({ scope: 'session:s1', step: 'minute', from, to });
    const curve = points as { start: string; peak: number | null; joins: number | null }[];
    expect(curve.length).toBeGreaterThanOrEqual(11);
    for (const [index, { start }] of curve.entries()) {
      expect(Date.parse(start)).toBe(Date.parse(from) + index * 60_000);
    }
    expect(curve[0]?.peak).toBeNull();
    expect(curve.reduce((sum, { joins }) => sum + (joins ?? 0), 0)).toBe(3);
    expect(Math.max(...curve.map(({ peak }) => peak ?? 0))).toBe(2);
  });

  test.each(['hour', 'day'])('are a curve by %s, in any time zone', async (step) => {
    const query = `step=${step}&timezone=Asia/Kathmandu`;
    const { points } = await get('GET /v1/series/{scope}', `/v1/series/event:e1?${query}`);
    const curve = points as { joins: number | null }[];
    expect(curve.reduce((sum, { joins }) => sum + (joins ?? 0), 0)).toBe(3);
  });

  test.each([
    ['step', 'step=year'],
    ['step', 'step=0'],
    ['step', 'step='],
    ['step', 'step=second&from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:01Z'],
    ['step', 'from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['timezone', 'timezone=Mars/Olympus'],
    ['timezone', 'timezone='],
  ])('as a curve do not take a wrong %s: %s', async (field, query) => {
    const answer = await tenant.call(`/v1/series/session:s1?${query}`);
    contract.expectKept('GET /v1/series/{scope}', answer);
    expect(answer.json).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: field }] });
  });

  test.each([
    ['GET /v1/sessions/{id}/summary', '/v1/sessions/s1/summary', 'session:s1'],
    ['GET /v1/events/{id}/summary', '/v1/events/e1/summary', 'event:e1'],
  ] as const)('in summary: %s', async (operation, path, scope) => {
    const json = await get(operation, path);
    expect(json).toMatchObject({
      scope,
      from: null,
      to: null,
      attendees: 3,
      peak: { value: 2 },
      byMode: { live: { attendees: 3, views: 0 }, onDemand: { attendees: 0, averageWatchSeconds: null } },
      engagement: { 'chat.message': 1, reaction: 2 },
    });
    expect(json.countries).toEqual(expect.arrayContaining([{ country: 'DE', attendees: 1 }]));
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const inSpan = await get(operation, `${path}?from=${from}`);
    expect(inSpan).toMatchObject({ from, to: null, attendees: 3, engagement: json.engagement });
    expect(inSpan.peak).toEqual(json.peak);
    const before = await get(operation, `${path}?to=${from}`);
    expect(before).toMatchObject({
      attendees: 0,
      peak: { value: 0, at: null },
      engagement: {},
      countries: [],
    });
  });

  test('agree with one another, says the self-check', async () => {
    const json = await get('GET /v1/check/{scope}', '/v1/check/session:s1');
    expect(json).toMatchObject({ scope: 'session:s1', ok: true, count: 0, differences: [] });
    const moderator = tenant.token('m', { role: 'moderator' });
    expect((await tenant.call('/v1/check/session:s1', { token: moderator })).status).toBe(403);
    const wide = 'from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z';
    expect((await tenant.call(`/v1/check/session:s1?${wide}`)).status).toBe(400);
  });

  test('in summary of the organization, whose attendees are distinct', async () => {
    await tenant.enter('ann', 'other', { event: 'e2' });
    await tenant.settled();
    const operation = 'GET /v1/organizations/{id}/summary';
    const json = await get(operation, `/v1/organizations/${tenant.org}/summary`);
    expect(json).toMatchObject({ attendees: 3, byMode: { live: { attendees: 4 } }, peak: { value: 2 } });
    const from = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000).toISOString();
    const today = await get(operation, `/v1/organizations/${tenant.org}/summary?from=${from}`);
    expect(today).toMatchObject({ attendees: 3, byMode: { live: { attendees: 3 } } });
    const limited = tenant.token('m', { role: 'moderator', event: 'e1' });
    const path = `/v1/organizations/${tenant.org}/summary`;
    expect((await tenant.call(path, { token: limited })).status).toBe(403);
    expect((await tenant.call(`${path}?from=${from}&to=${from}`)).status).toBe(400);
  });

  test.each([
    ['GET /v1/sessions/{id}/attendees', '/v1/sessions/s1/attendees'],
    ['GET /v1/events/{id}/attendees', '/v1/events/e1/attendees'],
  ] as const)('by attendee, with the name of the token: %s', async (operation, path) => {
    const { items } = await get(operation, path);
    expect(items).toMatchObject([
      {
        attendee: 'ann',
        name: 'Ann',
        email: 'ann@example.org',
        country: 'DE',
        engagedMinutes: { live: expect.any(Number), onDemand: 0 },
        slices: 1,
        engagement: { 'chat.message': 1, reaction: 1 },
        attended: true,
      },
      { attendee: 'bob', name: null, engagement: { reaction: 1 } },
      { attendee: 'cid', engagement: {} },
    ]);
  });

  test('slice by slice, and engagement by engagement', async () => {
    const slices = await get('GET /v1/sessions/{id}/slices', '/v1/sessions/s1/slices');
    expect(slices.items).toMatchObject([
      { attendee: 'ann', end: null, endedBy: null, durationSeconds: null },
      { attendee: 'bob', endedBy: 'leave', mode: 'live' },
      { attendee: 'cid', end: null },
    ]);
    const engagements = await get('GET /v1/sessions/{id}/engagements', '/v1/sessions/s1/engagements');
    expect(engagements.items).toMatchObject([
      { attendee: 'ann', action: 'chat.message', data: { text: 'hi', channel: 'event' } },
      { attendee: 'ann', action: 'reaction' },
      { attendee: 'bob', action: 'reaction' },
    ]);
  });

  test('do not say who answered an anonymous poll', async () => {
    const mod = await tenant.connect('mod', { role: 'moderator', event: 'e1' });
    await mod.engage('s1', 'poll.open', { poll: 'p', question: 'Q', type: 'text', anonymous: true });
    await ann.engage('s1', 'poll.answer', { poll: 'p', text: 'secret' });
    const path = '/v1/sessions/s1/engagements?action=poll.answer';
    expect((await get('GET /v1/sessions/{id}/engagements', path)).items).toMatchObject([{ attendee: null }]);
  });

  test('are of everything that the answer says they are of', async () => {
    const before = Date.now();
    const { dataThrough } = await get('GET /v1/sessions/{id}/summary', '/v1/sessions/s1/summary');
    expect(Math.abs(Date.parse(String(dataThrough)) - before)).toBeLessThan(5000);
  });
});
