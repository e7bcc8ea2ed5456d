import { describe, expect, test } from 'vitest';
import { CROWD, DAY, iso } from './past-day.ts';
import { usePastDay, WHOLE } from './use-past-day.ts';

const day = usePastDay();
const { get, csv } = day;

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
    const other = await day.tenant.call(`${path}&limit=1&mode=live&cursor=${first.nextCursor}`);
    expect(other.json.code).toBe('invalid_cursor');
  });

  test('are all in a table, however many', async () => {
    const crowded = day.server.tenantOf('crowded', 'plain');
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
