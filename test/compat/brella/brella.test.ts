import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

const server = useTestServer();

const LISTS = ['tracking_session_slices', 'tracking_sessions'] as const;
const TYPES = { accept: 'application/vnd.brella.v4+json', 'content-type': 'application/json' };
const PLACE = '/organizations/501/events/42/attendees/7';

let own: Tenant;
let key = '';
let operatorKey = '';

interface Asking {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}

function ask(path: string, { key: token = key, headers = {}, method = 'GET' }: Asking = {}): Promise<Answer> {
  const auth: Record<string, string> = token === null ? {} : { 'Brella-API-Access-Token': token };
  return server.call(`/compat/brella/api/integration${path}`, {
    method,
    headers: { ...TYPES, ...auth, ...headers },
  });
}

async function keyOf(tenant: Tenant, role: string, more: object = {}): Promise<string> {
  const token = tenant.token('boss', { role: 'admin' });
  const { json } = await tenant.call('/v1/keys', {
    method: 'POST',
    token,
    body: { name: 'Brella', role, ...more },
  });
  return String(json.key);
}

async function importLines(tenant: Tenant, lines: readonly object[]): Promise<void> {
  const answer = await tenant.call('/v1/import', {
    method: 'POST',
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect(answer).toMatchObject({ status: 200 });
}

const slice = (id: string, session: string, attendee: string, [start, end]: readonly [string, string]) => {
  return { kind: 'slice', id, session, attendee, start, end };
};

const click = (id: string, session: string, at: string, trackableType: string) => ({
  ...{ kind: 'engagement', id, session, attendee: '8', action: 'click', at },
  data: { trackableType, trackable: 'booth', url: 'https://sponsor.example/' },
});

/** Ids that are numbers, as people have them who come from the vendor. */
beforeAll(async () => {
  own = server.tenantOf('501', 'plain');
  const other = server.tenant();
  await importLines(own, [
    { kind: 'event', id: '42', title: 'Summit' },
    { kind: 'session', id: '77', event: '42', title: 'Main stage' },
    { kind: 'session', id: '78', event: '42', title: 'Booth of Gold', sessionKind: 'expo' },
    { kind: 'session', id: 'lounge', event: '42', title: 'Lounge', sessionKind: 'networking' },
    { kind: 'event', id: 'other-event', title: 'Other' },
    { kind: 'session', id: 'elsewhere', event: 'other-event', title: 'Elsewhere' },
    { kind: 'attendee', id: '7', name: 'Ada Example' },
    { kind: 'attendee', id: '9', name: 'No Show' },
    slice('66097', '77', '7', ['2023-05-15T10:08:03.055Z', '2023-05-15T10:09:00.993Z']),
    slice('65967', '77', '7', ['2023-05-10T11:02:00.000Z', '2023-05-10T11:02:30.000Z']),
    slice('c-9', 'elsewhere', '7', ['2023-05-11T11:02:00.000Z', '2023-05-11T11:02:30.000Z']),
    slice('15299989', '77', '8', ['2023-05-10T10:00:00.000Z', '2023-05-10T10:20:00.000Z']),
    slice('15368214', '77', '8', ['2023-05-10T11:00:00.000Z', '2023-05-10T11:33:20.000Z']),
    slice('15376377', '77', '8', ['2023-05-10T12:00:00.000Z', '2023-05-10T12:02:09.000Z']),
    click('k1', '78', '2023-05-10T13:00:00.000Z', 'StreamLink'),
    click('k2', '78', '2023-05-10T13:00:05.250Z', 'Sponsor'),
  ]);
  const ann = await own.connect('ann', { event: '42' });
  for (const session of ['77', 'lounge']) await ann.join(session);
  await ann.engage('lounge', 'click', { trackableType: 'Sponsor', trackable: '78' });
  await ann.leave('lounge');
  await own.settled();
  await other.putSession('77', {});
  key = await keyOf(own, 'admin');
  operatorKey = await keyOf(own, 'operator');
});

const DIGITS = expect.stringMatching(/^\d+$/);
const inSession = { 'tracking-session': { data: { id: DIGITS, type: 'tracking-session' } } };

/** In the form of the vendor's first example. */
const timeSpent = (id: string, [start, end]: readonly [string, string], seconds: number) => ({
  id,
  type: 'tracking-session-slice',
  attributes: {
    'tracking-type': 'time_spent',
    'click-time': null,
    'start-time': start,
    'end-time': end,
    'duration-seconds': seconds,
  },
});

const clicked = (id: unknown, type: string, at: string) => ({
  id,
  type: 'tracking-session-slice',
  attributes: {
    'tracking-type': type,
    'click-time': at,
    'start-time': null,
    'end-time': null,
    'duration-seconds': 0,
  },
});

const VISITS = [
  timeSpent('66097', ['2023-05-15T10:08:03.055Z', '2023-05-15T10:09:00.993Z'], 58),
  timeSpent('65967', ['2023-05-10T11:02:00.000Z', '2023-05-10T11:02:30.000Z'], 30),
];

type Resource = Record<'id' | 'type', string> & {
  attributes: Record<string, unknown>;
  relationships: object;
};
const dataOf = ({ json }: Answer) => json.data as Resource[];
const idsOf = (answer: Answer) => (answer.status === 204 ? [] : dataOf(answer).map(({ id }) => id));

describe('slices', () => {
  test('are the documented example, key by key', async () => {
    const answer = await ask(`${PLACE}/tracking_session_slices`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.json).toEqual({ data: VISITS.map((visit) => ({ ...visit, relationships: inSession })) });
    const [first, second] = dataOf(answer);
    expect(first?.relationships).toEqual(second?.relationships);
  });

  test.each<[query: string, expected: readonly string[]]>([
    ['tracking_type=time_spent', ['66097', '65967']],
    ['tracking_type=sponsor', []],
    ['tracking_type=time_spent&start_from=2023-05-10T00:00:00.000Z', ['66097', '65967']],
    ['start_from=2023-05-15T10:08:03.055Z', ['66097']],
    ['start_from=2023-05-15T10:08:03.056Z', []],
    ['start_to=2023-05-10T11:02:00.000Z', ['65967']],
    ['start_to=2023-05-10T11:01:59.999Z', []],
    ['start_from=2023-05-10T11:02:00Z&start_to=2023-05-15T10:08:03.055Z', ['66097', '65967']],
    ['start_from=2023-05-16&start_to=2023-05-01', []],
    ['end_from=2023-05-10T11:02:30Z&end_to=2023-05-10T11:02:30Z', ['65967']],
    ['end_from=2023-05-10T11:02:30.001Z', ['66097']],
    ['end_to=2023-05-10T11:02:29.999Z', []],
    ['start_from=2023-05-10&end_to=2023-05-11', ['65967']],
    ['start_time=2023-05-10T13:02:00%2B02:00', ['65967']],
    ['start_time=2023-05-10T11:02:00.001Z', []],
    ['end_time=2023-05-15T10:09:00.993Z', ['66097']],
    ['duration=58', ['66097']],
    ['duration=57', []],
    ['trackable_type=StreamLink', ['66097', '65967']],
    ['trackable_type=Event', []],
    ['click_time=2023-05-10T11:02:00.000Z', []],
    ['tracking_type=&unknown=parameter', ['66097', '65967']],
  ])('filtered by %s', async (query, expected) => {
    const answer = await ask(`${PLACE}/tracking_session_slices?${query}`);
    expect([answer.status, answer.text === '']).toEqual(expected.length > 0 ? [200, false] : [204, true]);
    expect(idsOf(answer)).toEqual(expected);
  });

  const clicker = PLACE.replace('attendees/7', 'attendees/8');

  test('of clicks are those of a sponsor and of a stream', async () => {
    const { json } = await ask(`${clicker}/tracking_session_slices?start_from=2023-05-11`);
    expect(json).toEqual({});
    const clicks = await ask(`${clicker}/tracking_session_slices?trackable_type=Sponsor`);
    expect(clicks.json).toEqual({
      data: [
        { ...clicked(DIGITS, 'sponsor', '2023-05-10T13:00:05.250Z'), relationships: inSession },
        { ...clicked(DIGITS, 'streamlink', '2023-05-10T13:00:00.000Z'), relationships: inSession },
      ],
    });
    const [sponsor, stream] = idsOf(clicks);
    const found = async (query: string) => idsOf(await ask(`${clicker}/tracking_session_slices?${query}`));
    expect(await found('')).toEqual([sponsor, stream, '15376377', '15368214', '15299989']);
    expect(await found('tracking_type=sponsor')).toEqual([sponsor]);
    expect(await found('tracking_type=streamlink&duration=0')).toEqual([stream]);
    expect(await found('click_time=2023-05-10T13:00:00.000Z')).toEqual([stream]);
    expect(await found('click_time=2023-05-10T13:00:00.000Z&tracking_type=time_spent')).toEqual([]);
    expect(await found('click_time=2023-05-10T13:00:00.000Z&start_from=2023-05-10')).toEqual([]);
  });

  test('of who is there now have no end, and are as long as they are so far', async () => {
    const place = `${PLACE.replace('attendees/7', 'attendees/ann')}/tracking_session_slices`;
    const all = dataOf(await ask(place)).map(({ attributes }) => attributes);
    expect(all.map((attributes) => attributes['tracking-type'])).toEqual([
      'sponsor',
      'time_spent',
      'time_spent',
    ]);
    const open = dataOf(await ask(`${place}?trackable_type=StreamLink`));
    expect(open).toMatchObject([
      { attributes: { 'end-time': null, 'duration-seconds': expect.any(Number) } },
    ]);
    const start = String(open[0]?.attributes['start-time']);
    expect(idsOf(await ask(`${place}?start_time=${start}`))).toEqual([open[0]?.id]);
    expect(idsOf(await ask(`${place}?trackable_type=StreamLink&end_from=2000-01-01`))).toEqual([]);
  });
});

describe('tracking sessions', () => {
  const clicker = PLACE.replace('attendees/7', 'attendees/8');
  const WATCHED = [
    timeSpent('15299989', ['2023-05-10T10:00:00.000Z', '2023-05-10T10:20:00.000Z'], 1200),
    timeSpent('15368214', ['2023-05-10T11:00:00.000Z', '2023-05-10T11:33:20.000Z'], 2000),
    timeSpent('15376377', ['2023-05-10T12:00:00.000Z', '2023-05-10T12:02:09.000Z'], 129),
  ];
  const session = (interactions: number, seconds: number, trackable: string, slices: readonly unknown[]) => ({
    id: DIGITS,
    type: 'tracking-session',
    attributes: { 'interaction-count': interactions, 'duration-seconds': seconds },
    relationships: {
      trackable: { data: { id: trackable, type: 'trackable' } },
      'tracking-session-slices': { data: slices.map((id) => ({ id, type: 'tracking-session-slice' })) },
    },
  });
  const trackable = (id: string, type: string, title: string) => ({
    id,
    type: 'trackable',
    attributes: { 'trackable-type': type, 'trackable-id': Number(id), title },
  });

  test('are the documented example, key by key', async () => {
    const { status, json } = await ask(`${clicker}/tracking_sessions?trackable_type=StreamLink`);
    expect(status).toBe(200);
    expect(json).toEqual({
      data: [session(0, 3329, '77', ['15299989', '15368214', '15376377'])],
      included: [trackable('77', 'StreamLink', 'Main stage'), ...WATCHED],
    });
  });

  test('are one for each session of the event, with its clicks', async () => {
    const { json } = await ask(`${clicker}/tracking_sessions`);
    expect(json).toEqual({
      data: [
        session(0, 3329, '77', ['15299989', '15368214', '15376377']),
        session(2, 0, '78', [DIGITS, DIGITS]),
      ],
      included: [
        trackable('77', 'StreamLink', 'Main stage'),
        trackable('78', 'Sponsor', 'Booth of Gold'),
        ...WATCHED,
        clicked(DIGITS, 'streamlink', '2023-05-10T13:00:00.000Z'),
        clicked(DIGITS, 'sponsor', '2023-05-10T13:00:05.250Z'),
      ],
    });
  });

  test('have the slices, and the ids, that the slices say', async () => {
    for (const attendee of ['7', '8', 'ann']) {
      const place = PLACE.replace('attendees/7', `attendees/${attendee}`);
      const { json } = await ask(`${place}/tracking_sessions`);
      const slices = dataOf(await ask(`${place}/tracking_session_slices`));
      const told = slices.map(({ id, relationships }) => [id, JSON.stringify(relationships)]);
      const data = json.data as (Resource & ReturnType<typeof session>)[];
      const listed = data.flatMap(({ id, type, relationships }) =>
        relationships['tracking-session-slices'].data.map((one) => [
          one.id,
          JSON.stringify({ 'tracking-session': { data: { id, type } } }),
        ]),
      );
      expect(listed.sort()).toEqual(told.sort());
      for (const { id } of data) expect(Number(id)).toBeLessThan(Number.MAX_SAFE_INTEGER);
    }
  });

  test('of nobody who was there are none', async () => {
    for (const list of LISTS) {
      const answer = await ask(`${PLACE.replace('attendees/7', 'attendees/9')}/${list}`);
      expect([answer.status, answer.text]).toEqual([204, '']);
    }
    expect((await ask(`${clicker}/tracking_sessions?trackable_type=Event`)).status).toBe(204);
  });
});

describe('pages', () => {
  const path = (list: string, size: number, number: number) =>
    `/compat/brella/api/integration${PLACE}/${list}?page%5Bsize%5D=${size}&page%5Bnumber%5D=${number}`;

  test('have links and counts', async () => {
    const { json } = await ask(`${PLACE}/tracking_session_slices?page[size]=1&page[number]=2`);
    expect(json).toEqual({
      data: [{ ...VISITS[1], relationships: inSession }],
      links: {
        self: path('tracking_session_slices', 1, 2),
        first: path('tracking_session_slices', 1, 1),
        prev: path('tracking_session_slices', 1, 1),
        next: null,
        last: path('tracking_session_slices', 1, 2),
      },
      meta: { 'total-count': 2, 'total-pages': 2, 'current-page': 2, 'page-size': 1 },
    });
  });

  test('of tracking sessions include what belongs to them alone', async () => {
    const place = PLACE.replace('attendees/7', 'attendees/8');
    const { json } = await ask(`${place}/tracking_sessions?page[size]=1&page[number]=2`);
    expect(json).toMatchObject({
      data: [{ attributes: { 'interaction-count': 2 } }],
      included: [{ id: '78' }, { type: 'tracking-session-slice' }, { type: 'tracking-session-slice' }],
      meta: { 'total-count': 2 },
    });
  });

  test('behind the last are empty, and of nothing there are none', async () => {
    for (const list of LISTS) {
      const behind = await ask(`${PLACE}/${list}?page[number]=9`);
      expect(behind).toMatchObject({ status: 200, json: { data: [], links: { next: null } } });
      expect((await ask(`${PLACE.replace('attendees/7', 'attendees/9')}/${list}?page[size]=5`)).status).toBe(
        204,
      );
    }
  });
});

describe('refusals', () => {
  const errors = (status: number, detail: unknown = expect.any(String)) => ({
    status,
    json: { errors: [{ status: String(status), title: expect.any(String), detail }] },
  });

  test('are an errors object of JSON:API, as documented', async () => {
    const { status, json, headers } = await ask(
      '/organizations/501/events/123/attendees/7/tracking_sessions',
    );
    expect({ status, json }).toEqual({
      status: 404,
      json: {
        errors: [
          { status: '404', title: 'Not Found', detail: 'event 123 does not belong to organization 501' },
        ],
      },
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test.each<[what: string, status: number, asking: () => Asking]>([
    ['no token', 403, () => ({ key: null })],
    ['a token that is none', 403, () => ({ key: 'hc_nonsense' })],
    ['the key of an operator', 403, () => ({ key: operatorKey })],
    ['a bearer token alone', 403, () => ({ key: null, headers: { authorization: `Bearer ${key}` } })],
    ['another Accept', 400, () => ({ headers: { accept: 'application/json' } })],
    ['a later version', 400, () => ({ headers: { accept: 'application/vnd.brella.v5+json' } })],
    ['another Content-Type', 400, () => ({ headers: { 'content-type': 'text/plain' } })],
    ['another method', 405, () => ({ method: 'DELETE' })],
  ])('%s', async (_what, status, asking) => {
    for (const list of LISTS) {
      const answer = await ask(`${PLACE}/${list}`, asking());
      expect(answer).toMatchObject(errors(status));
      if (status === 405) expect(answer.headers.get('allow')).toBe('GET, HEAD');
    }
  });

  test('no Accept, and no Content-Type', async () => {
    const url = `${server.url}/compat/brella/api/integration${PLACE}/tracking_sessions`;
    for (const header of ['accept', 'content-type'] as const) {
      const headers = { 'Brella-Api-Access-Token': key, ...TYPES, [header]: '' };
      const response = await fetch(url, { headers });
      expect([response.status, await response.json()]).toMatchObject([400, errors(400).json]);
    }
  });

  test.each([
    ['/organizations/9/events/42/attendees/7', 404, 'there is no organization 9'],
    ['/organizations/501/events/other-event/attendees/none', 404, 'there is no attendee none'],
    ['/organizations/501/events/42/attendees/123', 404, 'there is no attendee 123'],
    ['/organizations/501/events/42/attendees/1e0', 404, 'there is no attendee 1e0'],
    ['/organizations/org-1/events/42/attendees/7', 404, 'there is no organization org-1'],
    ['/organizations/501/events/42', 404, undefined],
  ])('what is not there: %s', async (place, status, detail) => {
    for (const list of LISTS) expect(await ask(`${place}/${list}`)).toMatchObject(errors(status, detail));
  });

  test.each([
    'tracking_type=clicks',
    'trackable_type=streamlink',
    'start_from=yesterday',
    'start_from=2023-13-01',
    'start_to=2023-02-30T00:00:00Z',
    'end_from=2023-05-10T25:00:00Z',
    'end_to=1683676800',
    'start_time=11:02',
    'duration=1.5',
    'duration=-1',
    'click_time=%00',
    'page[size]=0',
    'page[size]=501',
    'page[size]=many',
    'page[number]=0',
    'page[number]=-1',
  ])('%s', async (query) => {
    const [name = ''] = query.split('=');
    const answer = await ask(`${PLACE}/tracking_session_slices?${query}`);
    expect(answer).toMatchObject(errors(400, expect.stringContaining(name)));
  });

  test('a key of one event, and what an erasure leaves', async () => {
    const token = own.token('boss', { role: 'admin' });
    const limited = await keyOf(own, 'admin', { event: 'other-event' });
    for (const list of LISTS) {
      expect(await ask(`${PLACE}/${list}`, { key: limited })).toMatchObject(errors(404));
      const elsewhere = `/organizations/501/events/other-event/attendees/7/${list}`;
      expect((await ask(elsewhere, { key: limited })).status).toBe(200);
    }
    await own.call('/v1/attendees/8', { method: 'PUT', body: { name: 'Gone' } });
    expect((await own.call('/v1/attendees/8', { method: 'DELETE', token })).status).toBeLessThan(300);
    for (const list of LISTS)
      expect(await ask(`${PLACE.replace('attendees/7', 'attendees/8')}/${list}`)).toMatchObject(errors(404));
  });
});

test('whole lists that are taken out are known afterwards, by the person', async () => {
  const token = own.token('boss', { role: 'admin' });
  const seen = async () => {
    await own.settled();
    const { json } = await own.call('/v1/audit?limit=1000', { token });
    return (json.items as { action: string; target: string; details: Record<string, unknown> }[]).filter(
      ({ action, details }) =>
        action === 'export' && Array.isArray(details.filters) && details.filters.includes('mark'),
    );
  };
  for (const list of LISTS) {
    await ask(`${PLACE}/${list}?mark=1&tracking_type=time_spent`);
    await ask(`${PLACE}/${list}?mark=1&page[size]=5`);
  }
  const told = (await seen()).map(({ target, details }) => [target, details]);
  expect(told.reverse()).toEqual(
    LISTS.map((list) => [
      'attendee:7',
      { format: 'brella', list, event: '42', filters: ['mark', 'tracking_type'] },
    ]),
  );
});

test('HEAD is answered as GET, without a body', async () => {
  const { status, text } = await ask(`${PLACE}/tracking_session_slices`, { method: 'HEAD' });
  expect([status, text]).toEqual([200, '']);
  expect(server.errorsLogged).toEqual([]);
});
