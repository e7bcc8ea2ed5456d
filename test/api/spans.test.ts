import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Contract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { TestServer } from '../support/test-server.ts';
import { CROWD, DAY, iso, pastDay } from './spans/past-day.ts';

const server = new TestServer();
let folder = '';
let tenant: Tenant;
let contract: Contract;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headcount-past-'));
  await pastDay(join(folder, 'headcount.db'));
  await server.start({ DATA_DIR: folder });
  tenant = server.tenantOf('acme', 'plain');
  contract = await Contract.of(server);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Answered {
  readonly [name: string]: unknown;
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

async function get(operation: string, path: string): Promise<Answered> {
  const answer = await tenant.call(path);
  contract.expectKept(`GET ${operation}` as `GET /${string}`, answer);
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return answer.json as unknown as Answered;
}

const csv = async (path: string) =>
  (await tenant.call(path, { headers: { accept: 'text/csv' } })).text.split('\r\n');

const WHOLE = `from=${DAY}T00:00:00Z&to=${DAY}T12:00:00Z`;

describe('participants', () => {
  const operation = '/v1/events/{id}/participants';

  test('are listed with what they did, the most engaged first', async () => {
    const { items, totals, ...frame } = await get(operation, `/v1/events/conf/participants?${WHOLE}`);
    expect(frame).toMatchObject({
      scope: 'event:conf',
      from: iso('00:00:00'),
      to: iso('12:00:00'),
      nextCursor: null,
    });
    expect(items).toMatchObject([
      {
        attendee: 'ann',
        name: 'ANN',
        country: 'DE',
        // 09:00 to 09:30: live is cut to the live window, and minutes in the hub are the same.
        engagedMinutes: { live: 31, onDemand: 0, total: 31 },
        watchSeconds: { live: 1800 + 300, onDemand: 0, total: 2100 },
        sessions: 2,
        engagement: 2,
      },
      { attendee: 'bob', engagedMinutes: { live: 1, onDemand: 3, total: 4 }, engagement: 1 },
    ]);
    expect(totals).toMatchObject({ attendees: 2, engagedMinutes: 35, averageEngagedMinutes: 17.5, views: 3 });
  });

  test('come page by page, and as a table of all', async () => {
    const path = `/v1/organizations/acme/participants?${WHOLE}&sort=engagement`;
    const first = await get('/v1/organizations/{id}/participants', `${path}&limit=1`);
    const second = await get(
      '/v1/organizations/{id}/participants',
      `${path}&limit=1&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...second.items].map(({ attendee }) => attendee)).toEqual(['ann', 'bob']);
    expect(second.nextCursor).not.toBeNull();
    const [head, ...rows] = await csv(path);
    expect(head).toBe(
      'attendee,name,email,country,engagedMinutes.live,engagedMinutes.onDemand,engagedMinutes.total,watchSeconds.live,watchSeconds.onDemand,watchSeconds.total,sessions,events,engagement',
    );
    expect(rows.map((row) => row.split(',')[0])).toEqual(['ann', 'bob', 'cid', '']);
    const other = await tenant.call(`${path}&limit=1&mode=live&cursor=${first.nextCursor}`);
    expect(other.json.code).toBe('invalid_cursor');
  });

  test('are all in a table, however many', async () => {
    const crowded = server.tenantOf('crowded', 'plain');
    const headers = { accept: 'text/csv' };
    const { text } = await crowded.call('/v1/sessions/hall/participants?sort=watchSeconds', { headers });
    const listed = text
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[0]);
    // Whoever came earlier stayed longer.
    expect(listed).toEqual(Array.from({ length: CROWD }, (_, index) => `a${String(index).padStart(4, '0')}`));
  });

  test('are asked for by kind and mode', async () => {
    const names = async (query: string) =>
      (await get(operation, `/v1/events/conf/participants?${query}`)).items.map(({ attendee }) => attendee);
    expect(await names('kind=networking')).toEqual(['ann']);
    expect(await names('kind=networking,mainStage&mode=onDemand')).toEqual(['bob']);
    expect(await names('kind=expo')).toEqual([]);
  });
});

describe('minutes', () => {
  const operation = '/v1/sessions/{id}/minutes';

  test('say from minute zero on how many were active', async () => {
    const { items, nextCursor, minuteZero } = await get(operation, '/v1/sessions/keynote/minutes?limit=12');
    expect(minuteZero).toBe(iso('09:00:00'));
    expect(items.map(({ minute, live }) => [minute, live])).toEqual([
      ...Array.from({ length: 10 }, (_, minute) => [minute, 1]),
      [10, 2],
      [11, 1],
    ]);
    const next = await get(operation, `/v1/sessions/keynote/minutes?limit=12&cursor=${nextCursor}`);
    expect(next.items[0]).toMatchObject({ minute: 12, start: iso('09:12:00'), attendees: 1, onDemand: 0 });
    const rows = await csv('/v1/sessions/keynote/minutes');
    expect(rows.at(-2)).toBe(`122,${iso('11:02:00')},1,0,1,0`);
    const total = rows.slice(1, -1).reduce((sum, row) => sum + Number(row.split(',')[3]), 0);
    expect(total).toBe(32);
  });

  test('without a goLive have no numbers, and are null while the server was away', async () => {
    const { items } = await get(operation, '/v1/sessions/hub/minutes?limit=2');
    expect(items).toMatchObject([{ minute: null, start: iso('09:20:00'), attendees: 1 }, { attendees: 1 }]);
    const query = 'from=2026-02-01T00:00:00Z&to=2026-02-01T00:01:00Z';
    const away = await get(operation, `/v1/sessions/hub/minutes?${query}`);
    expect(away.items).toMatchObject([{ attendees: null, live: null, onDemand: null, peak: null }]);
  });

  test('of one attendee', async () => {
    const { items } = await get('/v1/events/{id}/minutes', '/v1/events/conf/minutes?attendee=bob&limit=1000');
    expect(items.filter(({ attendees }) => attendees === 1).map(({ minute }) => minute)).toEqual([
      10, 120, 121, 122,
    ]);
  });

  test('say who was active', async () => {
    const path = `/v1/events/conf/minutes/${DAY}T09:20:30Z/attendees`;
    const { items, minute, from } = await get('/v1/events/{id}/minutes/{start}/attendees', path);
    expect([minute, from]).toEqual([20, iso('09:20:00')]);
    expect(items).toEqual([
      { attendee: 'ann', name: 'ANN', email: null, modes: ['live'], sessions: ['keynote', 'hub'] },
    ]);
  });
});

describe('usage', () => {
  const operation = '/v1/organizations/{id}/usage';

  test('by day, with that of sub-organizations, and apart by mode and kind', async () => {
    const query = `from=2026-02-28T00:00:00Z&to=2026-03-03T00:00:00Z&timezone=UTC`;
    const { items, totals } = await get(operation, `/v1/organizations/acme/usage?${query}`);
    expect(items.map(({ start, figures }) => [start, figures === null])).toEqual([
      ['2026-02-28T00:00:00.000Z', true],
      ['2026-03-01T00:00:00.000Z', true],
      ['2026-03-02T00:00:00.000Z', false],
    ]);
    expect(items[2]?.figures).toMatchObject({
      attendees: 3,
      sessions: 3,
      events: 2,
      engagedMinutes: 31 + 4 + 2,
      byMode: { live: { engagedMinutes: 34 }, onDemand: { engagedMinutes: 3, watchSeconds: 120 } },
      byKind: { stage: { attendees: 3 }, networking: { attendees: 1, engagedMinutes: 6 } },
      peak: { value: 2, at: iso('09:10:00') },
    });
    expect(totals).toMatchObject({ attendees: 3, engagedMinutes: 37 });
    const own = await get(operation, `/v1/organizations/acme-emea/usage?${query}`);
    expect(own.totals).toMatchObject({ attendees: 1, engagedMinutes: 2 });
  });

  test('page by page has totals on the first alone', async () => {
    const path = `/v1/events/conf/usage?step=hour&from=${DAY}T08:00:00Z&to=${DAY}T12:00:00Z&limit=3`;
    const first = await get('/v1/events/{id}/usage', path);
    const second = await get('/v1/events/{id}/usage', `${path}&cursor=${first.nextCursor}`);
    expect([first.items.length, second.items.length, second.totals, second.nextCursor]).toEqual([
      3,
      1,
      null,
      null,
    ]);
    const [head, ...rows] = await csv(path);
    expect(head).toMatch(/^start,end,figures\.attendees,/);
    expect(rows.map((row) => row.split(',')[2])).toEqual(['1', '2', '0', '1', undefined]);
  });

  test.each([
    ['step', 'step=hour&from=2020-01-01T00:00:00Z'],
    ['step', 'step=minute'],
    ['timezone', 'timezone=Mars/Olympus'],
    ['kind', 'kind=stage'],
    ['kind', 'kind='],
    ['mode', 'mode=both'],
    ['from', 'from=2150-01-01T00:00:00Z'],
    ['from', `from=${DAY}T01:00:00Z&to=${DAY}T01:00:00Z`],
    ['limit', 'limit=0'],
  ])('does not take a wrong %s: %s', async (field, query) => {
    const answer = await tenant.call(`/v1/events/conf/usage?${query}`);
    contract.expectKept('GET /v1/events/{id}/usage', answer);
    expect(answer.json).toMatchObject({ status: 400, code: 'invalid_request' });
    expect((answer.json.errors as { path: string }[])[0]?.path).toMatch(new RegExp(`^${field}`));
  });
});

test('periods are compared, and what is not known is null', async () => {
  const query = `period=day&at=${DAY}T09:15:00Z&timezone=UTC`;
  const { current, previous, change } = await get(
    '/v1/sessions/{id}/periods',
    `/v1/sessions/keynote/periods?${query}`,
  );
  expect(current).toMatchObject({
    from: iso('00:00:00'),
    to: iso('09:15:00'),
    figures: { attendees: 2, engagement: { reaction: 3 } },
  });
  expect(previous).toEqual({
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-01T09:15:00.000Z',
    figures: null,
  });
  expect(change).toMatchObject({ attendees: { difference: null, percent: null } });
  const late = await tenant.call('/v1/sessions/keynote/periods?at=2150-01-01T00:00:00Z');
  expect(late.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'at' }] });
});

test('retention says how long attendees stayed, and explains itself', async () => {
  const { staySeconds, sinceJoin, sinceStart, stepSeconds } = await get(
    '/v1/sessions/{id}/retention',
    '/v1/sessions/keynote/retention?mode=live',
  );
  expect(stepSeconds).toBe(60);
  expect(staySeconds).toMatchObject({ p50: 20, p75: 2100, mean: 1060, computedFrom: expect.any(String) });
  const points = (sinceJoin as { points: object[] }).points;
  expect(points).toHaveLength(36);
  expect(points.slice(0, 2)).toEqual([
    { seconds: 0, present: 2, known: 2, share: 1 },
    { seconds: 60, present: 1, known: 2, share: 0.5 },
  ]);
  const curve = (sinceStart as { points: object[] }).points;
  expect(curve[0]).toEqual({
    start: iso('08:55:00'),
    seconds: -300,
    attendees: 1,
    share: 0.5,
    arrivals: 1,
    departures: 0,
  });
  expect(curve[15]).toMatchObject({ seconds: 600, attendees: 2, arrivals: 1, departures: 1 });
  const tooMany = await tenant.call('/v1/sessions/keynote/retention?stepSeconds=90');
  expect(tooMany.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'stepSeconds' }] });
});

test('countries add up to the whole', async () => {
  const { items } = await get('/v1/organizations/{id}/countries', '/v1/organizations/acme/countries');
  expect(items).toMatchObject([
    { country: 'DE', attendees: 2, engagedMinutes: 33 },
    { country: 'FR', attendees: 1, engagedMinutes: 4 },
  ]);
});

describe('comparing', () => {
  test('two spans of a scope', async () => {
    const query = `a=session:keynote@${DAY}T09:00:00Z/${DAY}T09:15:00Z&b=session:keynote@${DAY}T09:15:00Z/`;
    const { a, b, change } = await get('/v1/compare', `/v1/compare?${query}`);
    expect(a).toMatchObject({
      scope: 'session:keynote',
      to: iso('09:15:00'),
      figures: { engagedPercent: 100 },
    });
    expect(b).toMatchObject({
      to: null,
      figures: { attendees: 2, byMode: { live: { attendees: 1, watchedPercent: 25 } } },
    });
    expect(change).toMatchObject({
      attendees: { difference: 0, percent: 0 },
      peak: { difference: 1, percent: 100 },
    });
  });

  test.each([
    ['a', 'a=keynote&b=event:conf'],
    ['b', 'a=event:conf'],
    ['b', `a=event:conf&b=event:conf@${DAY}T02:00:00Z/${DAY}T01:00:00Z`],
  ])('takes no wrong %s: %s', async (field, query) => {
    const answer = await tenant.call(`/v1/compare?${query}`);
    contract.expectKept('GET /v1/compare', answer);
    expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: field }] });
  });

  test('what the token may not see is not there', async () => {
    const token = tenant.token('mod', { role: 'moderator', event: 'conf' });
    const of = async (scope: string) =>
      (await tenant.call(`/v1/compare?a=session:keynote&b=${scope}`, { token })).status;
    expect(await of('session:hub')).toBe(200);
    expect([await of('session:talk'), await of('session:none')]).toEqual([404, 404]);
    const below = server.tenantOf('acme-emea', 'plain');
    expect((await below.call('/v1/organizations/acme/usage')).status).toBe(404);
  });

  test('all sessions of an event', async () => {
    const path = '/v1/events/conf/comparison';
    for (const attendee of ['ann', 'dot', 'eve']) {
      const registration = `/v1/sessions/hub/registrations/${attendee}`;
      await tenant.call(`/v1/attendees/${attendee}`, { method: 'PUT', body: {} });
      expect((await tenant.call(registration, { method: 'PUT', body: {} })).status).toBe(201);
    }
    const { items } = await get('/v1/events/{id}/comparison', `${path}?${WHOLE}`);
    expect(items).toMatchObject([
      {
        session: 'keynote',
        kind: 'mainStage',
        videoDurationSeconds: 3600,
        registered: 0,
        registeredAttendedPercent: null,
        watchedPercentTotal: { live: 50.56, onDemand: 3.33 },
        figures: { attendees: 2, byMode: { live: { watchedPercent: 25.28 } }, engagedAttendees: 2 },
      },
      {
        session: 'hub',
        registered: 3,
        registeredAttendedPercent: 33.33,
        watchedPercentTotal: { live: null },
        figures: { attendees: 1, engagedPercent: 0 },
      },
    ]);
    const first = await get('/v1/events/{id}/comparison', `${path}?limit=1`);
    const second = await get('/v1/events/{id}/comparison', `${path}?limit=1&cursor=${first.nextCursor}`);
    expect([second.items[0]?.session, second.nextCursor]).toEqual(['hub', null]);
  });
});
