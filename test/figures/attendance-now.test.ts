import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attendeesNow, totalsNow, totalsOfSessions } from '../../server/figures/attendance-now.ts';
import {
  byAttendee,
  isCounted,
  isView,
  minuteSpans,
  sessionFacts,
  watchedMs,
} from '../../server/figures/slice-figures.ts';
import type { Session } from '../../server/live/catalogue.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History, SliceRow } from '../../storage/types.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { type Script, script } from '../live/oracle/commands.ts';
import { tempFile } from '../recorder/core.ts';
import { writeLog } from '../recorder/written-log.ts';
import { attendeeFigures } from './attendee-of-slices.ts';
import { PurgedSlices } from './purged-slices.ts';

const MODES = ['live', 'onDemand'] as const;
const MANY = 10_000;

/** The slices of a session that is deleted stay counted in its event. */
const DELETED: Script = {
  ...{ start: 1_772_280_000_000, attendees: 1, sessions: 1, parts: false, nodes: 1, period: 1000 },
  commands: [
    { do: 'crowd', size: 2, who: 0, session: 0, mode: 'live', country: 0 },
    { do: 'scatter', size: 2, window: 0 },
    { do: 'delete', which: 0, by: 0, asAdmin: true, what: 'session', purge: true },
    { do: 'resume', tab: 0 },
    { do: 'wait', ms: 1 },
  ],
};

/** One attendee in one mode, worked out anew from all their slices. */
function modeOf(slices: readonly SliceRow[], sessions: ReadonlyMap<number, Session>, now: number) {
  const minutes = new Set<number>();
  const watched = new Map<number, number>();
  for (const slice of slices) {
    const facts = sessionFacts(sessions.get(slice.session) as Session, now);
    watched.set(slice.session, (watched.get(slice.session) ?? 0) + watchedMs(slice, facts));
    for (const [first, last] of minuteSpans(slice, facts))
      for (let minute = first; minute <= last; minute++) minutes.add(minute);
  }
  const views = [...watched].filter(([key, ms]) =>
    isView(ms, sessions.get(key)?.details.videoDurationSeconds ?? null),
  );
  return {
    isCounted: slices.some(isCounted),
    watchMs: [...watched.values()].reduce((sum, ms) => sum + ms, 0),
    engagedMinutes: minutes.size,
    views: views.length,
  };
}

type Expected = ReturnType<typeof expectedOf>[number];

function expectedOf(slices: readonly SliceRow[], sessions: ReadonlyMap<number, Session>, now: number) {
  const sorted = slices.toSorted(
    (a, b) => a.attendeeKey - b.attendeeKey || a.start - b.start || a.slice - b.slice,
  );
  return byAttendee(sorted).flatMap((own) => {
    const [first] = own;
    if (first === undefined || !own.some(isCounted)) return [];
    const [live, onDemand] = MODES.map((mode) =>
      modeOf(
        own.filter((slice) => slice.mode === mode),
        sessions,
        now,
      ),
    );
    return [
      {
        attendeeKey: first.attendeeKey,
        country: first.country,
        firstAt: first.start,
        lastAt: Math.max(...own.map(({ end }) => end ?? now)),
        slices: own.length,
        live,
        onDemand,
      },
    ];
  });
}

function sumOf(rows: readonly Expected[], mode: 'live' | 'onDemand') {
  const modes = rows.flatMap((row) => row[mode] ?? []);
  const sum = (figure: 'watchMs' | 'engagedMinutes' | 'views') =>
    modes.reduce((total, one) => total + one[figure], 0);
  return {
    attendees: modes.filter((one) => one.isCounted).length,
    views: sum('views'),
    watchers: modes.filter((one) => one.watchMs > 0).length,
    watchMs: sum('watchMs'),
    engagedMinutes: sum('engagedMinutes'),
  };
}

function sumsOf(rows: readonly Expected[]) {
  const modes = { live: sumOf(rows, 'live'), onDemand: sumOf(rows, 'onDemand') };
  const watchers = rows.filter(({ live, onDemand }) => (live?.watchMs ?? 0) + (onDemand?.watchMs ?? 0) > 0);
  return { attendees: rows.length, watchers: watchers.length, ...modes };
}

const WATCH: ReadonlySet<string> = new Set(['watchMs', 'engagedMinutes', 'views', 'watchers']);

/** Without what the past of a session says, which may have changed when it could not be computed anew any more. */
function withoutWatch<T>(figures: T): T {
  return JSON.parse(JSON.stringify(figures, (key, value) => (WATCH.has(key) ? undefined : value)));
}

async function listed(
  history: History,
  scope: Parameters<typeof attendeesNow>[1],
  now: number,
  limit: number,
) {
  const items = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = await attendeesNow(history, scope, { afterAttendee: after, limit, now });
    items.push(...page.items);
    after = page.next;
  }
  return items.map(({ scope: _, firstSlice: __, live, onDemand, ...row }) => {
    const [{ lastMinute: ___, ...ofLive }, { lastMinute: ____, ...ofDemand }] = [live, onDemand];
    return { ...row, live: ofLive, onDemand: ofDemand };
  });
}

it('is, kept up slice by slice, what all slices together give, in sessions and events', async () => {
  const commits = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  const limit = fc.integer({ min: 1, max: 4 });
  let open = 0;
  let shared = 0;
  await fc.assert(
    fc.asyncProperty(script, commits, limit, fc.boolean(), async (it, commits, limit, isWhole) => {
      const entries = buildTrace(it);
      const history = createSqliteHistory({ file: tempFile() });
      await history.open();
      const cut = isWhole ? entries : entries.slice(0, Math.ceil(entries.length / 2));
      const purged = new PurgedSlices();
      const written = await writeLog(history, cut, { commits, onCommitted: purged.take });
      const { sessions, through: now, live } = written;
      const all: SliceRow[] = [];
      for (const key of sessions.keys()) all.push(...(await history.slices({ session: key, limit: MANY })));
      const standing = live.registry.sessions().map(({ row }) => row);
      const totals = await totalsOfSessions(history, standing, now);
      open += all.filter(({ end }) => end === null).length;
      for (const { row } of live.registry.sessions()) {
        const own = all.filter(({ session }) => session === row.key);
        const expected = expectedOf(own, sessions, now);
        const scope = { key: row.key, kind: 'session', sessions: [row] } as const;
        expect(await listed(history, scope, now, limit)).toEqual(expected);
        expect(totals.get(row.key)).toEqual({ ...sumsOf(expected), countries: expect.anything() });
        const facts = sessionFacts(row, now);
        const figures = byAttendee(
          await history.slicesByAttendee({ session: row.key, afterAttendee: 0, limit: MANY }),
        );
        for (const slices of figures) {
          const one = attendeeFigures(slices, facts);
          const two = expected.find(({ attendeeKey }) => attendeeKey === one?.attendeeKey);
          expect(two?.live?.engagedMinutes).toBe(one?.byMode.live.engagedMinutes);
        }
      }
      const events = new Set([...sessions.values()].map(({ event }) => event));
      for (const event of events) {
        const ofEvent = [...sessions.values()].filter((session) => session.event === event);
        const gone = purged.sessionsOf(event);
        const own = all.filter(({ session }) => sessions.get(session)?.event === event);
        // A session that is deleted leaves the event what it has added.
        own.push(...(await purged.slicesOf(history, gone)));
        const known = new Map([...sessions, ...gone.map((session) => [session.key, session] as const)]);
        const expected = expectedOf(own, known, now);
        const compared = gone.length > 0 && purged.hasChanged(event) ? withoutWatch : <T>(all: T) => all;
        const scope = { key: event, kind: 'event', sessions: ofEvent } as const;
        expect(compared(await listed(history, scope, now, limit))).toEqual(compared(expected));
        const { countries, ...totals } = await totalsNow(history, scope, now);
        expect(compared(totals)).toEqual(compared(sumsOf(expected)));
        const byCountry = new Map<string, number>();
        for (const { country } of expected) byCountry.set(country, (byCountry.get(country) ?? 0) + 1);
        expect(new Map(countries.map(({ country, attendees }) => [country, attendees]))).toEqual(byCountry);
        shared += ofEvent.length > 1 ? 1 : 0;
      }
      await history.close();
    }),
    { numRuns: 12, examples: [[DELETED, [1], 1, false]] },
  );
  expect([open > 0, shared > 0]).toEqual([true, true]);
}, 180_000);
