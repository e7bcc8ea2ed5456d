import { beforeAll, describe, expect, test } from 'vitest';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { ask, EXTRAS, makeKey, makeWorld } from './world.ts';

const server = useTestServer();
let tenant: Tenant;
let key: string;

type Row = Record<string, unknown>;

beforeAll(async () => {
  tenant = server.tenant();
  await makeWorld(tenant);
  key = await makeKey(tenant, { role: 'operator' });
});

async function get(path: string, headers: Record<string, string> = { key }) {
  const answer = await ask(tenant, path, headers);
  return { ...answer, data: answer.json.data as Row[] };
}

const ANALYTICS = '/rest/host/session/analytics?eventId=77';

async function rowOf(title: string, expand = 'Duration,Watch Time'): Promise<Row | undefined> {
  const query = `&expand=${encodeURIComponent(expand)}`;
  const { data } = await get(`${ANALYTICS}${query}`);
  return data.find((row) => row.title === title);
}

describe('all session analytics', () => {
  test('the example, in the envelope of lists', async () => {
    const { status, headers, json } = await get(
      `${ANALYTICS}&searchString=KEYNOTE&expand=Duration,Watch%20Time`,
    );
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      ...[200, 'application/json', 'no-store'],
    ]);
    expect(json).toEqual({
      ...{ recordsTotal: 6, recordsFiltered: 1, error: null },
      data: [
        {
          ...{ sessionId: 4211, title: 'Opening keynote' },
          ...{ startTime: '2026/03/02 09:00', endTime: '2026/03/02 10:00' },
          ...{ registeredUserCount: 120, attendeeCount: 96, duration: 3540 },
          // Live and recorded together, over all 96.
          avgAttendedDuration: 1930.625,
          ...{ recordingViews: 31, liveViews: 88 },
          watchTime: { live: 161_040, recorded: 24_300, total: 185_340 },
        },
      ],
    });
  });

  test('duration and watch time come only when they are asked for', async () => {
    const plain = await rowOf('Opening keynote', '');
    expect(Object.keys(plain ?? {})).toEqual([
      ...['sessionId', 'title', 'startTime', 'endTime', 'registeredUserCount', 'attendeeCount'],
      ...['avgAttendedDuration', 'recordingViews', 'liveViews'],
    ]);
    for (const spelling of ['WATCH_TIME', 'watchTime', 'wAtCh-tImE', 'x, Watch Time ,duration'])
      expect([spelling, await rowOf('Teaser', spelling)]).toMatchObject([
        spelling,
        { watchTime: { live: 99 } },
      ]);
  });

  test.each([
    ['=Clips', { attendeeCount: 3, liveViews: 1, recordingViews: 0, avgAttendedDuration: 29.667 }],
    ['Teaser', { attendeeCount: 3, liveViews: 2, recordingViews: 0, duration: 20, registeredUserCount: 1 }],
    [
      'Call',
      {
        ...{ attendeeCount: 1, liveViews: null, recordingViews: null, avgAttendedDuration: null },
        ...{ watchTime: null, duration: 60 },
      },
    ],
    ['Lab, hands on', { attendeeCount: 1, liveViews: 1, avgAttendedDuration: 45, duration: null }],
    ['Lounge', { attendeeCount: 1, duration: null, startTime: null, endTime: null }],
  ])('%s: views by the threshold, null where nobody can know', async (title, expected) => {
    expect(await rowOf(title)).toMatchObject(expected);
  });

  test('the figures are those of our own summary', async () => {
    for (const [title, id] of [
      ['Opening keynote', '4211'],
      ['=Clips', 'clips'],
      ['Teaser', 'teaser'],
    ] as const) {
      const row = await rowOf(title);
      const { json } = await tenant.call(`/v1/sessions/${id}/summary`);
      const { live, onDemand } = json.byMode as Record<string, Record<string, number>>;
      expect(row).toMatchObject({
        ...{ attendeeCount: json.attendees, registeredUserCount: json.registered },
        ...{ liveViews: live?.views, recordingViews: onDemand?.views },
        watchTime: { live: live?.watchSeconds, recorded: onDemand?.watchSeconds },
      });
    }
  });

  test.each([
    ['', 6, 6],
    ['&page=0', 6, 6],
    ['&size=4', 6, 4],
    ['&page=1&size=4', 6, 2],
    ['&page=9&size=4', 6, 0],
    ['&searchString=l&size=2&page=1', 4, 2],
    ['&searchString=nothing', 0, 0],
    ['&searchString=', 6, 6],
  ])('%s', async (query, recordsFiltered, length) => {
    const { json, data } = await get(ANALYTICS + query);
    expect([json.recordsTotal, json.recordsFiltered, data.length]).toEqual([6, recordsFiltered, length]);
  });
});

describe('one session', () => {
  const SESSION = '/rest/host/session/4211';

  test('has every attribute', async () => {
    const { json } = await get(`${SESSION}/analytics`);
    const { currentUserRegisteredEventTicketId: tickets, ...rest } = json;
    expect(tickets).toEqual(Array.from({ length: 100 }, (_, index) => 501 + index));
    expect(rest).toEqual({
      ...{ sessionId: 4211, title: 'Opening keynote' },
      ...{ startTime: '2026/03/02 09:00', endTime: '2026/03/02 10:00' },
      ...{ location: 'Hall 1', description: 'How it all began', capacity: 500 },
      ...{ status: 'REGISTERED', format: 'MAINSTAGE_SESSION', purchaserUserRegisteredEventTicketId: null },
      ...EXTRAS,
      ...{ streamProvider: 'YOUTUBE', subStreamProvider: null, accelEventsStudio: false },
      sessionVisibilityType: 'PUBLIC',
      sponsors: [{ id: 5, name: 'Example Ltd', imageUrl: 'https://img.example.org/logo' }],
    });
  });

  test('has more when it is asked for, by the vendor’s spelling or a better one', async () => {
    const { json } = await get(`${SESSION}/analytics?expand=Stats,Duration,Attendee%20Count,Speaker`);
    expect(json).toMatchObject({
      sessionStats: { attendeeCount: 96, interestedUserCount: 25, registeredUserCount: 120 },
      ...{ duration: 3540, attendeeCount: 96 },
    });
    expect(json.speakerList).toEqual([
      {
        ...{ speakerId: 31, title: 'Analyst', pronouns: null, firstName: 'Ada', lastName: 'Byron' },
        ...{ email: 'ada@example.org', userId: null, imageUrl: 'https://img.example.org/ada' },
        ...{ company: 'Engines', bio: null, linkedIn: 'ada-byron', twitter: null, instagram: null },
        ...{ position: 1000, moderator: true, showModerator: null, ticketTypesForSpeaker: null },
        ...{
          deviceChecked: null,
          loggedInAtVEH: null,
          allowAttendeeAccess: null,
          allowOverrideDetails: null,
        },
      },
      expect.objectContaining({ speakerId: null, firstName: 'Max', lastName: null, position: 2000 }),
    ]);
    for (const expand of ['registerdHolderUsers', 'Registered_Holder_Users']) {
      const { json } = await get(`${SESSION}/analytics?expand=${expand}`);
      const holders = json.registerdHolderUsers as Row[];
      expect(holders).toHaveLength(120);
      expect(holders.find(({ userId }) => userId === 1066)).toEqual({
        ...{ eventTicketId: 566, firstName: null, lastName: null, email: null, phoneNumber: null },
        ...{ attended: true, registrationDate: '2026/03/02 02:06', engagement: 73.73, userId: 1066 },
      });
      expect(holders.find(({ userId }) => userId === 1120)).toMatchObject({ attended: false, engagement: 0 });
    }
  });

  test('has its people, by name or address, too', async () => {
    const { json, data } = await get('/rest/host/session/teaser/attendee');
    expect(json).toMatchObject({ recordsTotal: 3, recordsFiltered: 3, error: null });
    expect(data[0]).toEqual({
      ...{ attended: true, email: 'ann@example.org', engagement: 100, eventTicketId: expect.any(Number) },
      ...{ firstName: 'Ann', lastName: 'Lee', phoneNumber: '+1 555 0100' },
      ...{ registrationDate: '2026/03/02 01:01', userId: expect.any(Number) },
    });
    expect(data[1]).toMatchObject({ engagement: 95, eventTicketId: null, registrationDate: null });
    // Whoever has seen it three times has seen all of it.
    expect(data[2]).toMatchObject({ engagement: 100 });
    const found = await get('/rest/host/session/teaser/attendee?searchString=LEE');
    expect(found.json).toMatchObject({ recordsTotal: 3, recordsFiltered: 1, data: [data[0]] });
    const page = await get('/rest/host/session/teaser/attendee?page=1&size=2');
    expect(page.json).toMatchObject({ recordsTotal: 3, recordsFiltered: 3, data: [data[2]] });
  });

  test('page by page they are all, and one of a search is of what it finds', async () => {
    const all = (await get(`${SESSION}/attendee`)).data;
    expect(all).toHaveLength(120);
    const pages = await Promise.all(
      [0, 1, 2, 3].map((page) => get(`${SESSION}/attendee?page=${page}&size=50`)),
    );
    expect(pages.flatMap(({ data }) => data)).toEqual(all);
    const { json } = await get('/rest/host/session/teaser/attendee?searchString=lee&page=1&size=1');
    expect(json).toMatchObject({ recordsFiltered: 1, data: [] });
  });

  test('has the analytics of its video', async () => {
    expect((await get(`${SESSION}/video/analytics`)).json).toEqual({
      ...{ sessionId: 4211, title: 'Opening keynote' },
      ...{ startTime: '2026/03/02 09:00', endTime: '2026/03/02 10:00' },
      ...{ registeredUserCount: 120, attendeeCount: 96, duration: 3540, avgRecordingDuration: 783.871 },
      ...{ avgAttendedDuration: 1930.625, totalRecordingViews: 31, totalChatCount: 0, liveViews: 88 },
    });
    expect((await get('/rest/host/session/call/video/analytics')).json).toMatchObject({
      ...{ duration: 60, avgRecordingDuration: null, avgAttendedDuration: null },
      ...{ totalRecordingViews: null, liveViews: null, attendeeCount: 1 },
    });
  });

  test.each([
    ['call', { format: 'MAINSTAGE_SESSION', streamProvider: 'ZOOM' }],
    ['lab', { format: 'WORKSHOP_SESSION', streamProvider: null, accelEventsStudio: null }],
    ['lounge', { format: 'NETWORKING SESSION', assetList: [], enableChat: null, sponsors: [] }],
  ])('%s has what can be said of it', async (id, expected) => {
    expect((await get(`/rest/host/session/${id}/analytics`)).json).toMatchObject(expected);
  });

  test('without an action it is open between its times, else those of its event', async () => {
    const past = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2026-01-02T00:00:00Z' };
    const status = async (event: object, session: object) => {
      await tenant.call('/v1/events/timed', { method: 'PUT', body: event });
      await tenant.putSession('timed-room', { event: 'timed', ...session });
      return (await get('/rest/host/session/timed-room/analytics')).json.status;
    };
    expect(await status({}, {})).toBe('CHECK_IN_AVAILABEL');
    expect(await status(past, {})).toBe('REGISTERED');
    expect(await status(past, { endsAt: '2199-01-01T00:00:00Z' })).toBe('CHECK_IN_AVAILABEL');
    expect(await status({}, past)).toBe('REGISTERED');
    expect(await status({}, { startsAt: '2199-01-01T00:00:00Z' })).toBe('REGISTERED');
  });

  test('engagement is null without a length, and where the provider says nothing', async () => {
    for (const id of ['clips', 'call', 'lab', 'lounge']) {
      const { data } = await get(`/rest/host/session/${id}/attendee`);
      expect(data.length).toBeGreaterThan(0);
      expect([id, data.map(({ engagement }) => engagement)]).toEqual([id, data.map(() => null)]);
    }
  });

  test('is open, then somebody is in it, and has ended', async () => {
    await tenant.call('/v1/events/now', { method: 'PUT', body: {} });
    await tenant.putSession('room', { event: 'now', kind: 'breakout', videoProvider: 'voxeet' });
    const details = async () => (await get('/rest/host/session/room/analytics?expand=duration')).json;
    await tenant.act('room', 'goLive');
    expect(await details()).toMatchObject({
      ...{ status: 'CHECK_IN_AVAILABEL', format: 'BREAKOUT_SESSION', duration: null },
      ...{ streamProvider: 'ACCELEVENTS', subStreamProvider: 'Voxeet', accelEventsStudio: true },
    });
    const ann = await tenant.enter('ann', 'room', { event: 'now' });
    await ann.engage('room', 'chat.message', { text: 'hi' });
    await ann.engage('room', 'chat.message', { text: 'again', channel: 'stage' });
    expect(await details()).toMatchObject({ status: 'IN_MEETING' });
    await ann.leave('room');
    await tenant.act('room', 'end');
    const { json } = await tenant.call('/v1/sessions/room');
    const length = Date.parse(String(json.endedAt)) - Date.parse(String(json.wentLiveAt));
    expect(await details()).toMatchObject({ status: 'REGISTERED', duration: length / 1000 });
    await tenant.settled();
    const video = (await get('/rest/host/session/room/video/analytics')).json;
    expect(video).toMatchObject({
      totalChatCount: 2,
      attendeeCount: 1,
      liveViews: 0,
      duration: length / 1000,
    });
  });
});

describe('the overview', () => {
  const CSV = '/rest/host/session/analytics/csv?eventUrl=spring-2026';

  test('is a table with empty cells for what is not known', async () => {
    const { headers, text } = await get(CSV);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename=".+\.csv"$/);
    expect(text.split('\r\n')).toEqual([
      'Session Name,Session Date,Session Length,Number of Attendees Registered,Number of Views (Live),Average Watch Time (Live),Engagement (Live),Number of Views (Recorded),Average Watch Time (Recorded),Engagement (Recorded)',
      'Opening keynote,2026/03/02,01:00:00,120,88,00:30:30,51.69%,31,00:13:04,22.14%',
      "'=Clips,,,0,1,00:00:25,,0,00:00:15,",
      'Teaser,,,1,2,00:00:33,165.00%,0,,',
      'Call,,,0,,,,,,',
      '"Lab, hands on",,,0,1,00:00:45,,0,,',
      'Lounge,,,0,1,00:01:30,,0,,',
      '',
    ]);
  });

  test.each([
    ['text/csv', 200],
    ['application/json;q=0.9, text/*;q=0.1', 200],
    ['*/*', 200],
    ['application/json', 406],
    ['text/csv;q=0', 406],
  ])('for Accept: %s is %i', async (accept, status) => {
    const answer = await get(CSV, { key, accept });
    expect(answer.status).toBe(status);
    if (status === 406) expect(answer.json).toMatchObject({ status: 406, errorCode: 406 });
  });
});

test('numbers stand for ids, and each path also below its event', async () => {
  const { data } = await get(ANALYTICS);
  const number = data.find(({ title }) => title === 'Teaser')?.sessionId;
  expect(number).toBeGreaterThan(1e12);
  const eventNumber = async () => {
    await tenant.call('/v1/events/other', { method: 'PUT', body: { shortCode: 'other-one' } });
    await tenant.putSession('elsewhere', { event: 'other', title: 'Elsewhere' });
    return (await get('/rest/host/session/analytics?eventUrl=other')).data[0]?.title;
  };
  expect(await eventNumber()).toBe('Elsewhere');
  for (const rest of ['analytics?expand=stats', 'attendee', 'video/analytics']) {
    const { text } = await get(`/rest/host/session/teaser/${rest}`);
    for (const base of ['/rest/host', '/rest/host/event/spring-2026', '/rest/host/event/77']) {
      const same = await get(`${base}/session/${number}/${rest}`);
      expect([base, rest, same.status, same.text]).toEqual([base, rest, 200, text]);
    }
  }
  for (const rest of ['analytics', 'analytics/csv'])
    expect((await get(`/rest/host/event/spring-2026/session/${rest}`)).text).toBe(
      (await get(`/rest/host/session/${rest}?eventId=77`)).text,
    );
});

test('secrets are for hosts, and neither exported nor logged', async () => {
  const secrets = [EXTRAS.streamKey, EXTRAS.meetingPassword];
  const shown = async (path: string, role: string, accept = 'application/json') => {
    const token = tenant.token('somebody', { role: role as 'operator' });
    const { status, text } = await tenant.call(path, { token, headers: { accept } });
    expect([path, status]).toEqual([path, 200]);
    return secrets.filter((secret) => text.includes(secret)).length;
  };
  const one = '/v1/sessions/4211';
  const list = '/v1/events/77/sessions';
  expect(await Promise.all(['operator', 'admin'].map((role) => shown(one, role)))).toEqual([2, 2]);
  expect(await Promise.all(['attendee', 'moderator'].map((role) => shown(one, role)))).toEqual([0, 0]);
  expect([await shown(list, 'operator'), await shown(list, 'moderator')]).toEqual([2, 0]);
  for (const accept of ['text/csv', 'application/x-ndjson'])
    expect(await shown(list, 'admin', accept)).toBe(0);
  expect(await shown('/v1/audit?limit=1000', 'admin')).toBe(0);
  expect((await get('/rest/host/session/analytics/csv?eventId=77')).text).not.toContain('secret');
  expect(server.logged.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});

test('what is taken out as a whole is known afterwards', async () => {
  const target = '/compat/accelevents/rest/host/session/4211/attendee';
  await get('/rest/host/session/4211/attendee?searchString=lee');
  await get('/rest/host/session/4211/attendee?size=1001');
  await get('/rest/host/session/4211/attendee?size=1000');
  await get('/rest/host/session/4211/analytics?expand=registerdHolderUsers');
  await tenant.settled();
  const token = tenant.token('boss', { role: 'admin' });
  const { json } = await tenant.call('/v1/audit?action=export&limit=1000', { token });
  const acts = json.items as Row[];
  const ofPeople = acts.filter((act) => act.target === target);
  expect(ofPeople.some(({ details }) => JSON.stringify(details).includes('searchString'))).toBe(true);
  expect(ofPeople.filter(({ details }) => JSON.stringify(details).includes('size'))).toHaveLength(1);
  expect(acts.map((act) => act.target)).toContain(target.replace('attendee', 'analytics'));
  expect(JSON.stringify(acts)).not.toContain('lee');
});
