import { describe, expect, test } from 'vitest';
import { DAY, iso } from './past-day.ts';
import { usePastDay } from './use-past-day.ts';

const day = usePastDay();
const { get, csv } = day;

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
    const answer = await day.tenant.call(`/v1/events/conf/usage?${query}`);
    day.contract.expectKept('GET /v1/events/{id}/usage', answer);
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
  const late = await day.tenant.call('/v1/sessions/keynote/periods?at=2150-01-01T00:00:00Z');
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
  const tooMany = await day.tenant.call('/v1/sessions/keynote/retention?stepSeconds=90');
  expect(tooMany.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'stepSeconds' }] });
});

test('countries add up to the whole', async () => {
  const { items } = await get('/v1/organizations/{id}/countries', '/v1/organizations/acme/countries');
  expect(items).toMatchObject([
    { country: 'DE', attendees: 2, engagedMinutes: 33 },
    { country: 'FR', attendees: 1, engagedMinutes: 4 },
  ]);
});
