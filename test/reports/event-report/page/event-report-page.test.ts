import { expect, test } from 'vitest';
import type { EventReport } from '../../../../server/reports/event-report/event-report.ts';
import { eventReportPage } from '../../../../server/reports/event-report/page/event-report-page.ts';

const MINUTE = 60_000;
/** 09:00 in Berlin. */
const T0 = Date.parse('2026-05-04T07:00:00Z');
const NO_MODE = { attendees: 0, views: 0, watchSeconds: 0, averageWatchSeconds: null, engagedMinutes: 0 };
const NO_STAY = { p10: null, p25: null, p50: null, p75: null, p90: null, p95: null, mean: null };

const point = (minute: number, peak: number | null) => {
  const value = (known: number) => (peak === null ? null : known);
  return {
    start: T0 + minute * MINUTE,
    ...{ peak, peakAt: value(T0 + minute * MINUTE), average: peak, minimum: value(0) },
    ...{ joins: value(1), leaves: value(0) },
  };
};

/** Four minutes, of which the third is not known. */
function report(more: Partial<EventReport> = {}): EventReport {
  const summary = {
    ...{ dataThrough: T0, attendees: 7, peak: { value: 7, at: T0 + 3 * MINUTE + 5000 }, engagement: {} },
    ...{
      byMode: { live: NO_MODE, onDemand: NO_MODE },
      countries: [],
      registered: 0,
      interested: 0,
      noShows: 0,
    },
  };
  return {
    event: {
      ...{ key: 2, tenant: 1, id: 'e', organization: 1, version: 1, endedAt: null },
      details: { title: 'Day', shortCode: null, startsAt: null, endsAt: null, timeZone: null, metadata: {} },
    },
    ...{ organization: 'acme', timeZone: 'Europe/Berlin', isFinal: true, dataThrough: T0 + 9 * MINUTE },
    span: { from: T0, to: T0 + 4 * MINUTE },
    summary,
    concurrency: {
      ...{ dataThrough: T0, step: 'minute', timeZone: 'UTC', from: T0, to: T0 + 4 * MINUTE },
      points: [point(0, 1), point(1, 3), point(2, null), point(3, 7)],
    },
    retention: {
      ...{ dataThrough: T0, stepMs: MINUTE, zero: null, attendees: 7, stayMs: NO_STAY },
      sinceJoin: [
        { after: 0, present: 7, known: 7 },
        { after: MINUTE, present: 3, known: 7 },
        { after: 2 * MINUTE, present: 0, known: 0 },
      ],
      sinceStart: [
        { start: T0, attendees: 4, arrivals: 4, departures: 0 },
        { start: T0 + MINUTE, attendees: 7, arrivals: 3, departures: 2 },
      ],
    },
    sessions: { dataThrough: T0, rows: [], more: 0 },
    moments: { dataThrough: T0, minutes: 0, moments: [], size: 1 },
    messages: { dataThrough: T0, messages: [] },
    questions: { dataThrough: T0, questions: [] },
    polls: { dataThrough: T0, polls: [], more: 0 },
    ...more,
  };
}

const pageOf = async (more: Partial<EventReport> = {}) => String(await eventReportPage(report(more)));

/** The drawing with this id. */
const chartOf = (page: string, id: string) =>
  new RegExp(`<svg[^>]*aria-labelledby="${id}-title.*?</svg>`, 's').exec(page)?.[0] ?? '';

test('a curve has a gap where nothing is known, and the table beside it says so', async () => {
  const page = await pageOf();
  const curve = chartOf(page, 'concurrency');
  expect(curve.match(/class="gap"/g)).toHaveLength(1);
  expect(/class="line" d="([^"]*)"/.exec(curve)?.[1]?.match(/M/g)).toHaveLength(2);
  expect(page).toMatch(/<tr><th scope="row">09:02<\/th>(<td class="number">no data<\/td>){4}<\/tr>/);
});

test('the peak is marked where and when it was reached', async () => {
  const curve = chartOf(await pageOf(), 'concurrency');
  expect(curve).toMatch(/<g class="peak">.*7 · 09:03<\/text>/s);
  expect(curve).toContain('The peak of 7 was first reached at 4 May 2026, 09:03:05.');
});

test('each chart says what it shows and has a table beside it', async () => {
  const page = await pageOf();
  for (const id of ['concurrency', 'movements', 'retention']) {
    const drawn = chartOf(page, id);
    expect(drawn).toMatch(
      new RegExp(`<title id="${id}-title">[^<]+</title>\\s*<desc id="${id}-description">[^<]+</desc>`),
    );
    expect(page.slice(page.indexOf(drawn) + drawn.length)).toMatch(/^<\/figure>\s*(<div[^>]*><div>)?<table>/);
  }
  expect(chartOf(page, 'movements').match(/<rect class="(arrivals|departures)"/g)).toHaveLength(3);
  expect(chartOf(page, 'retention')).toContain('Fewer than half are there after 1m.');
});

test('the share of nobody is not drawn', async () => {
  const line = /class="line line-2" d="([^"]*)"/.exec(chartOf(await pageOf(), 'retention'))?.[1];
  expect(line?.match(/L/g)).toHaveLength(1);
});

test('of many sessions the largest are shown, and how many are not', async () => {
  const rows = Array.from({ length: 120 }, (_, key) => ({
    session: {
      ...{ key, tenant: 1, id: `s${key}`, event: 2, version: 1, windows: [], ended: false, replay: false },
      ...{ hasSlices: true, hasEngagements: false },
      details: {
        ...{ title: `Room ${key}.`, kind: 'breakout' as const, capacity: null, enforceCapacity: false },
        ...{ startsAt: null, endsAt: null, videoDurationSeconds: null, more: {} },
      },
    },
    ...{
      attendees: key,
      peak: { value: key, at: T0 },
      engagement: {},
      registered: 0,
      interested: 0,
      noShows: 0,
    },
    byMode: { live: NO_MODE, onDemand: NO_MODE },
  }));
  const page = await pageOf({ sessions: { dataThrough: T0, rows, more: 3 } });
  expect(page).toContain('Room 119.');
  expect(page).not.toContain('Room 19.');
  expect(page).toContain('23 more sessions');
});

test('days of a long event are those of its time zone, and a long gap is one', async () => {
  const hours = Array.from({ length: 72 }, (_, hour) => point(hour * 60, hour < 24 ? 5 : null));
  const page = await pageOf({
    concurrency: {
      ...{ dataThrough: T0, step: 'hour', timeZone: 'UTC', from: T0, to: T0 + 72 * 60 * MINUTE },
      points: hours,
    },
  });
  const curve = chartOf(page, 'concurrency');
  expect(curve.match(/class="gap"/g)).toHaveLength(1);
  expect(curve).toContain('7 · 4 May, 09:03');
  expect(page).toContain('<caption>In steps of 6h</caption>');
  const rows = [...page.matchAll(/<th scope="row">(\d+ May, \d\d:\d\d)<\/th>/g)].map(([, row]) => row);
  expect(rows.slice(0, 4)).toEqual(['4 May, 09:00', '4 May, 12:00', '4 May, 18:00', '5 May, 00:00']);
});
