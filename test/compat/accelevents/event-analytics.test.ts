import { describe, expect, test } from 'vitest';
import { type Row, useAnalytics } from './use-analytics.ts';

const analytics = useAnalytics();
const { get } = analytics;

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
      const { json } = await analytics.tenant.call(`/v1/sessions/${id}/summary`);
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
    const answer = await get(CSV, { accept });
    expect(answer.status).toBe(status);
    if (status === 406) expect(answer.json).toMatchObject({ status: 406, errorCode: 406 });
  });
});

test('numbers stand for ids, and each path also below its event', async () => {
  const { data } = await get(ANALYTICS);
  const number = data.find(({ title }) => title === 'Teaser')?.sessionId;
  expect(number).toBeGreaterThan(1e12);
  const eventNumber = async () => {
    await analytics.tenant.call('/v1/events/other', { method: 'PUT', body: { shortCode: 'other-one' } });
    await analytics.tenant.putSession('elsewhere', { event: 'other', title: 'Elsewhere' });
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
