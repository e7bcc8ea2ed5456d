import { beforeAll, describe, expect, test } from 'vitest';
import type { Tenant } from '../../../support/tenant.ts';
import { useTestServer } from '../../../support/test-server.ts';
import { caller, importLines, makeCompany, makeKey, TIME, tokenOf } from '../company-world.ts';

const server = useTestServer();
let tenant: Tenant;
let call: ReturnType<typeof caller>;

beforeAll(async () => {
  tenant = server.tenant();
  ({ call } = await makeCompany(server, tenant));
});

const ACTIVITY = '/api/analytics/events/spring/user-activity';

interface Page {
  readonly items: readonly Record<string, unknown>[];
}

async function page(query = '', path = ACTIVITY, method = 'POST') {
  const { status, json, text } = await call(`${path}?${query}`, { method });
  expect([status, text]).toEqual([200, expect.any(String)]);
  return json as unknown as Page & Record<string, unknown>;
}

/** Who have as many minutes come in the order in which the file got to know them. */
const EQUALS = ['Cid', 'Bob'];

const names = ({ items }: Page) => items.map(({ name }) => name);

describe('what the users of an event did (S12)', () => {
  test('has all documented keys, by minutes, and by GET as well', async () => {
    const { items, ...frame } = await page();
    expect(frame).toEqual({ totalCount: 4, page: 1, size: 100 });
    expect(names({ items })).toEqual(['Ann', ...EQUALS, 'Dan']);
    expect(items[0]).toEqual({
      ...{ uid: 'ann', userId: 'ann|||spring', companyId: tenant.org, eventId: 'spring' },
      ...{ name: 'Ann', email: 'ann@example.com', attended: true, viewedReplay: true },
      registrationDate: '2026-01-10T08:00:00.000Z',
      ...{ createdOn: '2026-01-10T08:00:00.000Z', updatedOn: '2026-02-02T09:01:59.000Z' },
      ...{ liveTime: 6, onDemandTime: 2 },
      // Of a video of 240 s she saw 119 s; nobody said when the session was live.
      ...{ liveTimeSpentPercentage: null, onDemandTimeSpentPercentage: 49.58 },
      // 179 s and 100 s; 119 s.
      ...{ averageLiveViewTime: 2.33, averageOnDemandViewTime: 1.98 },
      ...{ circlesNumber: 1, comments: 2, pollsNumber: 0, questionsNumber: 1, questions: ['Why?'] },
      messagesReactionsCount: 0,
      ...{ engagementScore: null, leadScore: null, rawLeadScore: null, leadScoreDetails: null },
      leadStatus: null,
    });
    expect(items[3]).toMatchObject({
      ...{ uid: 'dan', attended: false, viewedReplay: false, liveTime: 0, onDemandTime: 0 },
      ...{ registrationDate: '2026-01-11T08:00:00.000Z', averageLiveViewTime: 0, questions: [] },
    });
    expect(await page('', ACTIVITY, 'GET')).toEqual({ items, ...frame });
  });

  test('comes page by page; behind the last one is nothing', async () => {
    const pages = [];
    for (const number of [1, 2, 3]) pages.push(await page(`count=2&page=${number}`));
    const [first, second] = EQUALS;
    expect(pages.map(names)).toEqual([['Ann', first], [second, 'Dan'], []]);
    expect(pages[2]).toMatchObject({ totalCount: 4, page: 3, size: 2 });
  });

  test.each([
    ['engagementType=onDemand', ['Ann']],
    ['engagementType=live&eventType=networkingHub', ['Ann', 'Cid']],
    ['eventType=virtualStage', ['Ann', 'Bob', 'Cid', 'Dan']],
    ['search=AN', ['Ann', 'Dan']],
    ['search=bob@', ['Bob']],
    ['search=nobody', []],
  ])('with %s', async (query, expected) => {
    const found = await page(query);
    expect(names(found)).toEqual(expected);
    expect(found.totalCount).toBe(expected.length);
  });

  test('of an event with one session alone, from kept sums', async () => {
    expect(names(await page('', '/api/analytics/events/emea/user-activity'))).toEqual(['Bob', 'Cid']);
  });

  test.each(['count=0', 'count=1001', 'page=0', 'page=x', 'engagementType=dead'])(
    '%s is 400',
    async (query) => {
      const { status, json } = await call(`${ACTIVITY}?${query}`, { method: 'POST' });
      expect([status, json.hasError]).toEqual([400, true]);
    },
  );

  test('of an event that is not there', async () => {
    const { status, json } = await call('/api/analytics/events/nobody/user-activity');
    expect([status, json.errorMessage]).toEqual([404, 'Event not found']);
  });
});

describe('the networking hub (S18)', () => {
  test('of an event', async () => {
    const { json } = await call('/api/v1/networking/spring');
    expect(json).toEqual({
      ...{ uid: 'spring', friendlyName: 'Spring webinar', company: tenant.org, organizers: [] },
      networkingHubRooms: [{ name: 'Lounge', maxSlots: 8 }],
      whitelabel: { hidePagination: false, hideChat: false, hideRandomUserMingle: false },
    });
  });

  test('has participants, with when they first came', async () => {
    const { json } = await call('/api/v1/networking/spring/participantsList');
    const meta = (id: string, username: string) => {
      return { userId: id, username, email: `${id}@example.com`, avatar: null };
    };
    const at = (time: string) => Date.parse(`2026-02-01T${time}Z`) / 1000;
    expect(json).toEqual([
      { meta: meta('ann', 'Ann'), when: at('10:02:30') },
      { meta: meta('cid', 'Cid'), when: at('10:03:00') },
    ]);
  });

  test.each([
    ['/api/v1/networking/emea/participantsList', 404, 'Networking hub not found'],
    ['/api/v1/networking/emea', 404, 'Networking hub not found'],
    ['/api/v1/networking/nobody', 404, 'Event not found'],
    ['/api/v1/networking/spring/circle/b1/recording/r', 404, 'Recording not found'],
    ['/api/v1/company/nobody/circleRecordings', 404, 'Company not found'],
  ])('%s', async (path, status, errorMessage) => {
    const answer = await call(path);
    expect([answer.status, answer.json]).toEqual([status, { hasError: true, errorMessage }]);
  });

  test('is not recorded', async () => {
    expect((await call(`/api/v1/company/${tenant.org}/circleRecordings`)).text).toBe('[]');
  });
});

describe('who is there now', () => {
  test('is in the current period, in the lifetime, and among the active', async () => {
    const own = server.tenant();
    const ask = caller(server, await tokenOf(server, await makeKey(own)));
    const today = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    const at = (ms: number) => new Date(today - 86_400_000 + ms).toISOString();
    await importLines(own, [
      { kind: 'event', id: 'now' },
      { kind: 'session', id: 'studio', event: 'now' },
      ...['ann', 'bob'].map((attendee) => ({
        ...{ kind: 'slice', id: attendee, session: 'studio', attendee, start: at(60_000), end: at(179_000) },
      })),
    ]);
    const eve = await own.enter('eve', 'studio', { event: 'now', name: 'Eve', email: 'eve@example.com' });
    await eve.engage('studio', 'chat.message', { text: 'Here' });
    await own.settled();
    const analytics = `/api/analytics/user-engagement/companies/${own.org}/usage`;
    const period = (users: number, minutes: unknown) => ({
      ...{ startDate: expect.stringMatching(TIME), endDate: expect.stringMatching(TIME) },
      ...{ totalEngagedMinutes: minutes, liveMinutes: minutes, onDemandMinutes: 0 },
      ...{ numberOfUsers: users, numberOfEvents: 1 },
    });
    const { json } = await ask(`${analytics}/compare?period=day&align=full`);
    const minutes = (json.current as { totalEngagedMinutes: number }).totalEngagedMinutes;
    expect([1, 2]).toContain(minutes);
    expect(json).toEqual({
      ...{ companyId: own.org, period: 'day' },
      current: period(1, minutes),
      previous: { ...period(2, 4), startDate: at(0), endDate: at(86_400_000) },
      change: {
        totalEngagedMinutes: { absolute: minutes - 4, percent: (minutes - 4) * 25 },
        numberOfUsers: { absolute: -1, percent: -50 },
      },
    });
    const networking = await ask(`${analytics}/compare?period=day&align=full&eventType=networkingHub`);
    expect(networking.json.change).toMatchObject({ numberOfUsers: { absolute: 0, percent: null } });
    expect((await ask(`${analytics}/lifetime`)).json).toMatchObject({ numberOfUsers: 3, numberOfEvents: 1 });
    const range = `startDate=${at(0).slice(0, 10)}&endDate=2099-01-01`;
    for (const users of [3, 3]) {
      expect((await ask(`${analytics}?${range}`)).json).toMatchObject({ numberOfUsers: users });
      expect((await ask(`${analytics}/lifetime`)).json).toMatchObject({ numberOfUsers: users });
    }
    await own.enter('fay', 'studio', { event: 'now' });
    await own.settled();
    // Whatever was remembered until now is not true any more.
    expect((await ask(`${analytics}?${range}`)).json).toMatchObject({ numberOfUsers: 4 });
    expect((await ask(`${analytics}/lifetime`)).json).toMatchObject({ numberOfUsers: 4 });
    const participants = `${analytics.replace('/usage', '')}/top-participants`;
    expect((await ask(participants)).json).toMatchObject({ numberOfUsers: 4 });
    const live = await ask(`${analytics}/lifetime?engagementType=live`);
    expect(live.json).toMatchObject({ numberOfUsers: 4, onDemandMinutes: 0 });
    const activity = await ask('/api/analytics/events/now/user-activity');
    expect(activity.json).toMatchObject({
      items: [{ uid: 'ann' }, { uid: 'bob' }, { uid: 'eve', attended: true, comments: 1, name: 'Eve' }, {}],
    });
  });
});
