import { describe, expect, test } from 'vitest';
import { type Row, useAnalytics } from './use-analytics.ts';
import { EXTRAS } from './world.ts';

const analytics = useAnalytics();
const { get } = analytics;

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
      await analytics.tenant.call('/v1/events/timed', { method: 'PUT', body: event });
      await analytics.tenant.putSession('timed-room', { event: 'timed', ...session });
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
    await analytics.tenant.call('/v1/events/now', { method: 'PUT', body: {} });
    await analytics.tenant.putSession('room', { event: 'now', kind: 'breakout', videoProvider: 'voxeet' });
    const details = async () => (await get('/rest/host/session/room/analytics?expand=duration')).json;
    await analytics.tenant.act('room', 'goLive');
    expect(await details()).toMatchObject({
      ...{ status: 'CHECK_IN_AVAILABEL', format: 'BREAKOUT_SESSION', duration: null },
      ...{ streamProvider: 'ACCELEVENTS', subStreamProvider: 'Voxeet', accelEventsStudio: true },
    });
    const ann = await analytics.tenant.enter('ann', 'room', { event: 'now' });
    await ann.engage('room', 'chat.message', { text: 'hi' });
    await ann.engage('room', 'chat.message', { text: 'again', channel: 'stage' });
    expect(await details()).toMatchObject({ status: 'IN_MEETING' });
    await ann.leave('room');
    await analytics.tenant.act('room', 'end');
    const { json } = await analytics.tenant.call('/v1/sessions/room');
    const length = Date.parse(String(json.endedAt)) - Date.parse(String(json.wentLiveAt));
    expect(await details()).toMatchObject({ status: 'REGISTERED', duration: length / 1000 });
    await analytics.tenant.settled();
    const video = (await get('/rest/host/session/room/video/analytics')).json;
    expect(video).toMatchObject({
      totalChatCount: 2,
      attendeeCount: 1,
      liveViews: 0,
      duration: length / 1000,
    });
  });
});
