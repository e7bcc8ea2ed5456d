import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countriesOf } from '../../server/figures/country-figures.ts';
import { type AskedSession, askedSession, groupOf } from '../../server/figures/span-question.ts';
import { summarizeSpan, summarizeWithCountries } from '../../server/figures/span-summary.ts';
import { usageOfSpan } from '../../server/figures/usage.ts';
import { keepDaysThrough } from '../../server/recorder/keep-days.ts';
import { rebuild } from '../../server/recorder/rebuild.ts';
import { Database } from '../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History } from '../../storage/types.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { script } from '../live/oracle/commands.ts';
import { batchAt, DAY, engagement, MINUTE, T0 } from '../storage/history/batches.ts';
import { tempFile } from './core.ts';
import { ASKED, roomsIn, visit } from './kept-rooms.ts';
import { writeLog } from './written-log.ts';

const DAY_MS = 86_400_000;
/** After so much of the next day a day is closed. */
const MARGIN = 10 * MINUTE;

/** Each event by itself, and all of them, in one sum and by component. */
async function answers(history: History, sessions: readonly AskedSession[], through: number) {
  const day = Math.floor(through / DAY_MS) * DAY_MS;
  const spans = [
    { from: 0, to: through + 1 },
    { from: day - DAY_MS, to: day },
    { from: day - 7000, to: day + 9000 },
    { from: day, to: through + 1 },
    { from: day - 7 * DAY_MS, to: day + 5 * MINUTE },
  ];
  const some = [
    sessions,
    ...new Set(sessions.map(({ event }) => sessions.filter((one) => one.event === event))),
  ];
  const found = [];
  for (const span of spans) {
    for (const asked of some) {
      const parts = asked.map((one) => ({ ...one, part: groupOf(one.kind) }));
      for (const mode of [undefined, 'live'] as const)
        found.push(await summarizeWithCountries(history, { sessions: asked, mode, through, ...span }, null));
      found.push(await countriesOf(history, { sessions: asked, through, ...span }));
      found.push(await usageOfSpan(history, { sessions: parts, through, ...span }));
    }
  }
  return found;
}

const overMidnight = fc
  .tuple(script, fc.integer({ min: 0, max: 60_000 }))
  .map(([it, ms]) => ({ ...it, start: T0 - ms }));

it('answers with days that were kept at any time what slices say', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(overMidnight, fc.integer({ min: 2, max: 20 }), async (it, commit) => {
      const trace = buildTrace(it);
      const histories = [tempFile(), tempFile()].map((file) => createSqliteHistory({ file }));
      const [plain, keeping] = histories as [History, History];
      for (const history of histories) await history.open();
      await writeLog(plain, trace, { commits: [commit] });
      const { live, through } = await writeLog(keeping, trace, {
        commits: [commit],
        // As soon as the day is over, so that some of its presences end in it only afterwards.
        beside: async ({ live, through }) => {
          const sessions = live.registry.sessions().map(askedSession);
          await keepDaysThrough(keeping, { sessions: () => sessions, through: through + MARGIN });
        },
      });
      const sessions = live.registry.sessions().map(askedSession);
      const events = [...new Set(sessions.map(({ event }) => event))];
      kept += (await keeping.keptDays({ events, first: 0, last: 1e5 })).days.length;
      expect(await answers(keeping, sessions, through)).toEqual(await answers(plain, sessions, through));
      for (const history of histories) await history.close();
    }),
    { numRuns: 10 },
  );
  expect(kept).toBeGreaterThan(0);
}, 60_000);

const THROUGH = T0 + 5 * DAY_MS;

/** Three people on three days; one of them over midnight, in pieces that only together make a view. */
async function filled(file: string): Promise<History> {
  const visits = [
    visit(1, ['ann', 'DE'], [10, T0 + MINUTE, T0 + 30 * MINUTE]),
    visit(2, ['ann', 'DE'], [11, T0 + 20 * MINUTE, T0 + 40 * MINUTE]),
    visit(3, ['bob', 'DE'], [10, T0 + DAY_MS - 20_000, T0 + DAY_MS + 15_000]),
    visit(4, ['cid', 'DE'], [12, T0 + DAY_MS, T0 + 3 * DAY_MS]),
    visit(5, ['ann', 'DE'], [10, T0 + 2 * DAY_MS, T0 + 2 * DAY_MS + MINUTE]),
  ];
  const engagements = [engagement({ id: 'm1', attendee: 'ann', session: 10, at: T0 + 2 * MINUTE })];
  const history = await roomsIn({ file, through: THROUGH, visits, engagements });
  await keepDaysThrough(history, { sessions: () => ASKED, through: THROUGH });
  return history;
}

const keptIn = async (history: History) =>
  (await history.keptDays({ events: [2, 3], first: DAY, last: DAY + 9 })).days.map(({ event, day }) => [
    event,
    day - DAY,
  ]);

const ALL = [
  [2, 0],
  [2, 1],
  [3, 1],
  [2, 2],
  [3, 2],
  [3, 3],
];

it('sums up over days what only together makes a view, and counts nobody and no minute twice', async () => {
  const history = await filled(tempFile());
  expect(await keptIn(history)).toEqual(ALL);
  const summary = await summarizeSpan(
    history,
    { sessions: ASKED, from: T0, to: THROUGH, through: THROUGH },
    null,
  );
  expect(summary).toMatchObject({
    attendees: 3,
    sessions: 3,
    events: 2,
    // Ann in two rooms, Bob, Cid.
    views: 4,
    watchSeconds: 29 * 60 + 20 * 60 + 35 + 2 * 86_400 + 60,
    // Minutes of Ann 1 to 40 of the first day and two of the third, two of Bob, two days and one minute of Cid.
    engagedMinutes: 40 + 2 + 2 + 2881,
    engagedAttendees: 1,
  });
  await history.close();
});

const FAULTS = [
  "UPDATE kept_people SET presence = x'00' WHERE event = 2",
  'UPDATE kept_days SET to_at = to_at - 1',
  'DELETE FROM kept_days WHERE event = 3 AND day = (SELECT max(day) FROM kept_days)',
] as const;

it('is found wrong and put right by a rebuild, which takes what is missing for not kept yet', async () => {
  const file = tempFile();
  await (await filled(file)).close();
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  for (const fault of FAULTS) await database.all(fault);
  await database.close();
  const history = createSqliteHistory({ file });
  const differences = await rebuild(history, await history.open());
  const ofDays = differences.filter(({ table }) => table.startsWith('kept_'));
  expect(ofDays).toEqual([
    { table: 'kept_days', rows: 5 },
    { table: 'kept_people', rows: 3 },
  ]);
  expect(await keptIn(history)).toEqual(ALL);
  await history.close();
});

const AFTER: readonly (readonly [what: string, change: Parameters<typeof batchAt>[1], gone: typeof ALL])[] = [
  [
    'an import',
    {
      slicesImported: [
        {
          ...{ slice: 9, session: 10, tenant: 1, organization: 1, attendee: 'dot', id: 'c1', mode: 'live' },
          ...{
            start: T0 + 2 * DAY_MS - MINUTE,
            end: T0 + 2 * DAY_MS + MINUTE,
            country: 'DE',
            watchedMs: null,
          },
        },
      ],
    },
    [
      [2, 1],
      [2, 2],
    ],
  ],
  [
    'an engagement of the past',
    { engagements: [engagement({ id: 'm2', attendee: 'ann', session: 12, at: T0 + 2 * DAY_MS })] },
    [[3, 2]],
  ],
  [
    'a change of what a session’s past comes to',
    { stale: [11] },
    [
      [2, 0],
      [2, 1],
      [2, 2],
    ],
  ],
  [
    'a session that is deleted',
    {
      deleted: [
        {
          kind: 'deleted',
          scope: 12,
          scopeKind: 'session',
          tenant: 1,
          parents: [3, 1],
          id: 'elsewhere',
          at: THROUGH + 1,
        },
      ],
    },
    [
      [3, 1],
      [3, 2],
      [3, 3],
    ],
  ],
];

it.each(AFTER)('%s changes days, which are kept anew', async (_, change, gone) => {
  const history = await filled(tempFile());
  await history.commit(batchAt(THROUGH + 1, change));
  const isGone = ([event, day]: readonly number[]) => gone.some((one) => one[0] === event && one[1] === day);
  expect(await keptIn(history)).toEqual(ALL.filter((day) => !isGone(day)));
  expect((await history.daysToKeep()).map(({ event, day }) => [event, day - DAY])).toEqual(gone.toReversed());
  const question = { sessions: ASKED, from: T0, to: THROUGH, through: THROUGH };
  const before = await summarizeSpan(history, question, null);
  await keepDaysThrough(history, { sessions: () => ASKED, through: THROUGH + 1 });
  expect(await history.daysToKeep()).toEqual([]);
  expect(await summarizeSpan(history, question, null)).toEqual(before);
  await history.close();
});

it('is not kept as it was before its past changed meanwhile', async () => {
  const history = await filled(tempFile());
  await history.commit(batchAt(THROUGH + 1, { stale: [10] }));
  const [day] = await history.daysToKeep();
  await history.commit(batchAt(THROUGH + 2, { stale: [10] }));
  const empty = { from: T0, to: T0, sessions: [], actions: [], people: [] };
  expect(await history.keepDay({ event: 2, day: DAY, changes: 0, ...day, ...empty })).toBe(false);
  expect(await history.daysToKeep()).toContainEqual({ ...day, changes: 2 });
  await history.close();
});

it('closes days on which nothing was at once, but none of those that have something', async () => {
  const history = await filled(tempFile());
  const last = visit(9, ['bob', 'DE'], [10, T0 + 8 * DAY_MS, T0 + 8 * DAY_MS + MINUTE]);
  const changes = { slicesStarted: [last.begun], slicesEnded: [last.over] };
  await history.commit(batchAt(T0 + 200 * DAY_MS, changes));
  const before: number[] = [];
  const closeDays: History['closeDays'] = async (days, sessions) => {
    const next = await history.closeDays(days, sessions);
    before.push(next - DAY);
    return next;
  };
  const asked = { sessions: () => ASKED, through: T0 + 200 * DAY_MS + MARGIN };
  await keepDaysThrough({ ...history, closeDays }, asked);
  expect(before).toEqual([5, 6, 7, 8, 9, 200]);
  const { days, missing } = await history.keptDays({ events: [2], first: DAY + 3, last: 1e5 });
  expect(days.map(({ day }) => day - DAY)).toEqual([8]);
  expect(missing).toEqual([]);
  await history.close();
});
