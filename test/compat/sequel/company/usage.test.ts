import { beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../support/rest.ts';
import type { Tenant } from '../../../support/tenant.ts';
import { useTestServer } from '../../../support/test-server.ts';
import { makeCompany, TIME } from '../company-world.ts';

const server = useTestServer();
let tenant: Tenant;
let company: Awaited<ReturnType<typeof makeCompany>>;

beforeAll(async () => {
  tenant = server.tenant();
  company = await makeCompany(server, tenant);
});

async function get(path: string, id = tenant.org, call: Call = {}): Promise<Record<string, unknown>> {
  const answer = await company.call(`/api/analytics/user-engagement/companies/${id}/${path}`, call);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.json;
}

const time = expect.stringMatching(TIME);
const ACME = () => ({ company: 'Acme Marketing', companyId: tenant.org });
const EMEA = () => ({ company: 'Acme EMEA', companyId: company.child });

/** Everything since ever: a minute in both components is one in each. */
const EVER = {
  ...{ numberOfEvents: 2, numberOfUsers: 3, totalEngagedMinutes: 17, liveMinutes: 15, onDemandMinutes: 2 },
  ...{ virtualStageMinutes: 13, networkingMinutes: 4 },
};

describe('the usage of a company', () => {
  test('since ever (S2)', async () => {
    expect(await get('usage/lifetime')).toEqual({
      ...ACME(),
      ...{ eventType: 'all', engagementType: 'all', startDate: null, endDate: time },
      ...EVER,
      subCompanies: [{ ...EMEA(), totalEngagedMinutes: 7, numberOfUsers: 2, numberOfEvents: 1 }],
      dataThrough: time,
    });
  });

  test.each([
    ['eventType=virtualStage', [17 - 4, 11, 2, 13, 0], 3],
    ['eventType=virtualStageEvent&engagementType=live', [11, 11, 0, 11, 0], 3],
    ['eventType=networkingHub', [4, 4, 0, 0, 4], 2],
    ['eventType=networkingHubEvent&engagementType=onDemand', [0, 0, 0, 0, 0], 0],
    ['engagementType=onDemand', [2, 0, 2, 2, 0], 1],
    ['includeSubCompanies=false', [10, 8, 2, 6, 4], 3],
  ])('with %s, since ever or in a range that has all of it', async (query, minutes, users) => {
    const [totalEngagedMinutes, liveMinutes, onDemandMinutes, virtualStageMinutes, networkingMinutes] =
      minutes;
    const expected = {
      ...{ totalEngagedMinutes, liveMinutes, onDemandMinutes, virtualStageMinutes, networkingMinutes },
      numberOfUsers: users,
    };
    expect(await get(`usage/lifetime?${query}`)).toMatchObject(expected);
    const range = 'startDate=2026-01-01&endDate=2026-03-01';
    expect(await get(`usage?${range}&${query}`)).toMatchObject(expected);
  });

  test('in a range, to the second, and by the days of a time zone (S3)', async () => {
    const range = 'startDate=2026-02-01&endDate=2026-02-02';
    expect(await get(`usage?${range}`)).toEqual({
      ...ACME(),
      ...{ eventType: 'all', engagementType: 'all', startDate: '2026-02-01', endDate: '2026-02-02' },
      ...{ ...EVER, totalEngagedMinutes: 15, liveMinutes: 13, virtualStageMinutes: 11 },
      subCompanies: [{ ...EMEA(), totalEngagedMinutes: 5, numberOfUsers: 1, numberOfEvents: 1 }],
      dataThrough: time,
    });
    const cut = await get('usage?startDate=2026-02-01T10:01:00Z&endDate=2026-02-01T10:02:00%2B00:00');
    expect(cut).toMatchObject({ totalEngagedMinutes: 2, numberOfUsers: 2 });
    const next = 'startDate=2026-02-04&endDate=2026-02-04';
    expect(await get(`usage?${next}`)).toMatchObject({ totalEngagedMinutes: 0, numberOfEvents: 0 });
    const berlin = await get(`usage?${next}&timezone=Europe/Berlin`);
    expect(berlin).toMatchObject({ totalEngagedMinutes: 2, numberOfUsers: 1 });
  });

  test('of each company below, and of these together (S8)', async () => {
    const frame = { eventType: 'all', engagementType: 'all', startDate: null, endDate: time };
    const used = {
      ...{ numberOfEvents: 1, numberOfUsers: 2, totalEngagedMinutes: 7, liveMinutes: 7, onDemandMinutes: 0 },
      ...{ virtualStageMinutes: 7, networkingMinutes: 0 },
    };
    expect(await get('sub-companies')).toEqual({
      ...{ ...ACME(), ...frame },
      subCompanies: [{ ...EMEA(), ...frame, ...used, dataThrough: time }],
      total: used,
      dataThrough: time,
    });
  });

  test('of the stage, day by day (S4)', async () => {
    const day = (date: string, live: number, onDemand: number, uniqueUsers: number) => ({
      ...{ date, liveMinutes: live, onDemandMinutes: onDemand, totalMinutes: live + onDemand, uniqueUsers },
    });
    const range = 'startDate=2026-02-01&endDate=2026-02-04';
    expect(await get(`virtual-stage/usage-by-day?${range}`)).toEqual({
      ...{ companyId: tenant.org, eventType: 'virtualStageEvent', engagementType: 'all' },
      ...{ startDate: '2026-02-01', endDate: '2026-02-04' },
      days: [
        day('2026-02-01', 4, 0, 2),
        day('2026-02-02', 5, 2, 2),
        day('2026-02-03', 2, 0, 1),
        day('2026-02-04', 0, 0, 0),
      ],
    });
    const live = await get(
      `virtual-stage/usage-by-day?${range}&engagementType=live&includeSubCompanies=false`,
    );
    expect(live).toMatchObject({
      engagementType: 'live',
      days: [{ totalMinutes: 4 }, day('2026-02-02', 0, 0, 0), {}, {}],
    });
  });

  test('of networking, day by day, always live, and without dates of the last 30 (S5)', async () => {
    const range = 'startDate=2026-02-01&endDate=2026-02-01';
    expect(await get(`networking/usage-by-day?${range}&engagementType=onDemand`)).toEqual({
      ...{ companyId: tenant.org, eventType: 'networkingHubEvent', engagementType: 'live' },
      ...{ startDate: '2026-02-01', endDate: '2026-02-01' },
      days: [{ date: '2026-02-01', liveMinutes: 4, onDemandMinutes: 0, totalMinutes: 4, uniqueUsers: 2 }],
    });
    const { days, startDate } = await get('networking/usage-by-day');
    expect(days).toHaveLength(30);
    expect((days as unknown[])[0]).toMatchObject({ date: startDate, totalMinutes: 0 });
  });
});

describe('the people of a company', () => {
  test('with the most engaged minutes, equals by name (S7)', async () => {
    const row = (name: string, live: number, onDemand: number, eventsAttended: number) => ({
      ...{ name, userEmail: `${name.toLowerCase()}@example.com`, engagedMinutes: live + onDemand },
      ...{ liveMinutes: live, onDemandMinutes: onDemand, eventsAttended },
    });
    expect(await get('top-participants?limit=2')).toEqual({
      ...{ eventType: 'all', ...ACME(), startDate: null, endDate: time, limit: 2 },
      ...{ numberOfUsers: 3, totalEngagedMinutes: 17, averageEngagedMinutesByUser: 5.67, numberOfEvents: 2 },
      topParticipants: [row('Ann', 6, 2, 1), row('Bob', 6, 0, 2)],
    });
    const networking = await get('top-participants?eventType=networkingHub&endDate=2026-02-01');
    expect(networking).toMatchObject({
      ...{ limit: 10, totalEngagedMinutes: 4 },
      topParticipants: [row('Ann', 3, 0, 1), row('Cid', 1, 0, 1)],
    });
    const nobody = await get('top-participants?startDate=2026-03-01&endDate=2026-03-02');
    expect(nobody).toMatchObject({ averageEngagedMinutesByUser: 0, topParticipants: [] });
  });

  test('in networking, with circles and whom they met (S18)', async () => {
    const { users, ...frame } = await get('users?eventType=networkingHubEvent&startDate=2026-02-01');
    expect(frame).toEqual({
      ...{ ...ACME(), eventType: 'networkingHubEvent', engagementType: 'all' },
      ...{ startDate: '2026-02-01', endDate: time, limit: 10, numberOfUsers: 2 },
    });
    expect(users).toEqual([
      {
        ...{ userId: 'ann', name: 'Ann', userEmail: 'ann@example.com', engagedMinutes: 3, liveMinutes: 3 },
        ...{ onDemandMinutes: 0, sessions: 1, circlesNumber: 1, peopleMet: 1 },
      },
      expect.objectContaining({ userId: 'cid', engagedMinutes: 1, circlesNumber: 1, peopleMet: 1 }),
    ]);
  });
});

describe('what is wrong', () => {
  const RANGE = 'startDate=2026-02-01&endDate=2026-02-02';
  test.each([
    ['usage?startDate=2026-02-03&endDate=2026-02-02', 'startDate'],
    ['usage?startDate=2026-02-03', 'endDate'],
    ['usage?endDate=2026-02-03', 'startDate'],
    ['usage?startDate=yesterday&endDate=2026-02-02', 'startDate'],
    ['usage?startDate=2026-02-30&endDate=2026-03-02', 'startDate'],
    ['usage?startDate=1999-02-01&endDate=2026-03-02', 'startDate'],
    [`usage?${RANGE}&engagementType=dead`, 'engagementType'],
    [`usage?${RANGE}&eventType=virtualstage`, 'eventType'],
    [`usage?${RANGE}&eventType=constructor`, 'eventType'],
    [`usage?${RANGE}&includeSubCompanies=maybe`, 'includeSubCompanies'],
    [`usage?${RANGE}&timezone=Mars/Olympus`, 'timezone'],
    ['usage/lifetime?startDate=2026-02-01', 'startDate'],
    ['usage/compare?period=decade', 'period'],
    ['usage/compare?align=left', 'align'],
    ['top-participants?limit=0', 'limit'],
    ['top-participants?limit=10001', 'limit'],
    ['top-participants?limit=1.5', 'limit'],
    ['virtual-stage/usage-by-day?startDate=2000-01-01&endDate=2099-01-01', 'startDate'],
  ])('%s', async (path, named) => {
    const { status, json } = await company.call(
      `/api/analytics/user-engagement/companies/${tenant.org}/${path}`,
    );
    expect(status).toBe(400);
    expect(json).toEqual({ hasError: true, errorMessage: expect.stringMatching(`^${named}: `) });
  });

  test.each([
    'usage/lifetime',
    `usage?${RANGE}`,
    'sub-companies',
    'usage/compare',
    'top-participants',
    'users',
  ])('a company of others, or that nobody has: %s', async (path) => {
    const other = server.tenant();
    await other.settled();
    for (const id of [other.org, 'nobody']) {
      const answer = await company.call(`/api/analytics/user-engagement/companies/${id}/${path}`);
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual({ hasError: true, errorMessage: 'Company not found' });
    }
  });

  test('a token of the company below sees nothing above; an attendee sees nothing', async () => {
    const path = `/api/analytics/user-engagement/companies/${tenant.org}/usage/lifetime`;
    const child = tenant.token('kid', { org: company.child, role: 'operator' });
    expect((await company.call(path, { token: child })).status).toBe(404);
    const own = path.replace(tenant.org, company.child);
    const answer = await company.call(own, { token: child });
    expect(answer.json).toMatchObject({ totalEngagedMinutes: 7, subCompanies: [] });
    expect((await company.call(path, { token: tenant.token('ann') })).status).toBe(403);
    const ofEvent = tenant.token('desk', { role: 'operator', event: 'spring' });
    expect((await company.call(path, { token: ofEvent })).status).toBe(403);
  });
});
