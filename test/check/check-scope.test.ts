import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkScope } from '../../server/check/check-scope.ts';
import { askedSession } from '../../server/figures/span-question.ts';
import { keepDaysThrough } from '../../server/recorder/keep-days.ts';
import { rollUpThrough } from '../../server/recorder/roll-ups.ts';
import { FileSeries } from '../../server/series/file-series.ts';
import { Database } from '../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { SeriesQuery, SeriesResult } from '../../storage/types.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { type Script, script } from '../live/oracle/commands.ts';
import { tempFile } from '../recorder/core.ts';
import { type WrittenLog, writeLog } from '../recorder/written-log.ts';

async function written(file: string, it: Script): Promise<WrittenLog> {
  const history = createSqliteHistory({ file });
  await history.open();
  const log = await writeLog(history, buildTrace(it), { commits: [40] });
  await rollUpThrough({ history, live: log.live }, log.through);
  const sessions = () => log.live.registry.sessions().map(askedSession);
  // Days that are over are closed although little is known of the next.
  await keepDaysThrough(history, { sessions, through: log.through + 600_000 });
  await history.close();
  return log;
}

/** All differences of all scopes. */
async function check(file: string, { live, through }: WrittenLog) {
  const history = createSqliteHistory({ file });
  await history.open();
  const parts = { history, live, dataThrough: () => through };
  const figures: string[] = [];
  for (const scope of live.registry.scopes.keys()) {
    const [first] = await history.runs(0, Number.MAX_SAFE_INTEGER);
    const from = Math.floor((first?.start ?? 0) / 86_400_000) * 86_400_000;
    const { differences, leftOut } = await checkScope(parts, scope, { from, to: through });
    figures.push(...differences.map(({ figure }) => figure));
    expect(leftOut.filter((why) => why !== 'purged')).toEqual([]);
  }
  await history.close();
  return figures;
}

it('finds nothing after random traces', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (it) => {
      const file = tempFile();
      expect(await check(file, await written(file, it))).toEqual([]);
    }),
    { numRuns: 10 },
  );
}, 120_000);

const BUSIEST =
  '(SELECT scope FROM minutes WHERE track = 0 GROUP BY scope ORDER BY sum(peak) DESC, scope LIMIT 1)';
const FIRST = `scope = ${BUSIEST} AND track = 0 AND minute = (SELECT min(minute) FROM minutes WHERE scope = ${BUSIEST})`;

describe('a fault is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-'));
  let file = '';
  let log: WrittenLog;

  /** The first of the scripts with everything in it that a fault may spoil. */
  beforeAll(async () => {
    for (const [index, it] of fc.sample(script, { seed: 7, numRuns: 60 }).entries()) {
      const tried = join(folder, `${index}.db`);
      const made = await written(tried, it);
      const counts = await run(
        tried,
        `
        SELECT (SELECT count(*) FROM rollups) > 0 AND (SELECT count(*) FROM engagement_counts) > 0
          AND (SELECT count(*) FROM purged) = 0 AND (SELECT sum(ms) FROM watched) > 0 AND (SELECT sum(live_ms) FROM totals) > 0
          AND (SELECT count(*) FROM minutes WHERE joins > 0) > 3 AND (SELECT count(*) FROM kept_people) > 0 AS isRich`,
      );
      if (counts[0]?.isRich !== 1) continue;
      [file, log] = [tried, made];
      return;
    }
    throw new Error('no script is rich enough');
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['a minute too high', `UPDATE minutes SET peak = peak + 1 WHERE ${FIRST}`, 'minute of track 0: peak'],
    ['a minute that is missing', `DELETE FROM minutes WHERE ${FIRST}`, 'minute of track 0: joins'],
    [
      'the instant of a peak',
      `UPDATE minutes SET peak_at = peak_at + 1 WHERE ${FIRST}`,
      'minute of track 0: peakAt',
    ],
    ['the area of a minute', `UPDATE minutes SET area = area + 1 WHERE ${FIRST}`, 'minute of track 0: area'],
    [
      'uniques of a minute',
      `UPDATE minutes SET uniques = uniques + 1 WHERE ${FIRST}`,
      'minute of track 0: uniques',
    ],
    ['joins of a minute', `UPDATE minutes SET joins = joins + 1 WHERE ${FIRST}`, 'minute of track 0: joins'],
    [
      'leaves of a minute',
      `UPDATE minutes SET leaves = leaves + 1 WHERE ${FIRST}`,
      'minute of track 0: leaves',
    ],
    ['a peak', 'UPDATE peaks SET value = value + 1', 'peak value'],
    ['when a peak was', 'UPDATE peaks SET at = at - 1', 'peak at'],
    ['the number of uniques', 'UPDATE uniques SET count = count + 1', 'uniques'],
    [
      'somebody who was not seen',
      'DELETE FROM seen WHERE attendee = (SELECT min(attendee) FROM seen)',
      'seen',
    ],
    ['watch time', 'UPDATE watched SET ms = ms + 1', 'watched ms'],
    ['a sum of watch time', 'UPDATE totals SET live_ms = live_ms + 1', 'totals live: watchMs'],
    [
      'an attendee',
      'DELETE FROM attendance WHERE attendee = (SELECT min(attendee) FROM attendance)',
      'attendance',
    ],
    ['engaged minutes', 'UPDATE attendance SET live_minutes = live_minutes + 1', 'engagedMinutes'],
    ['a country', 'UPDATE countries SET attendees = attendees + 1', 'country'],
    ['an hour', 'UPDATE rollups SET joins = joins + 1 WHERE step = 1', 'hour of track 0: joins'],
    ['a day', 'UPDATE rollups SET uniques = uniques + 1 WHERE step = 2', 'day of track 0: uniques'],
    ['who was in an event on a day', "UPDATE kept_people SET presence = x'00'", 'kept day: attendees'],
    ['when its figures begin', 'UPDATE kept_days SET from_at = from_at - 1', 'kept day: from'],
    ['a count of engagements', 'UPDATE engagement_counts SET count = count + 1', 'engagement'],
    ['registrations', 'INSERT INTO registration_counts SELECT key, 1, 1, 1 FROM sessions', 'registrations:'],
    ['a slice that was lost', 'DELETE FROM slices WHERE slice = (SELECT min(slice) FROM slices)', ''],
    [
      'somebody who is still counted by slices, but not by live',
      'UPDATE slices SET end_at = NULL, counted_until = NULL',
      'live concurrent',
    ],
  ])('%s', async (_, fault, figure) => {
    const spoilt = tempFile();
    copyFileSync(file, spoilt);
    await run(spoilt, fault);
    const found = await check(spoilt, log);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(figure);
  });
});

it('finds a sample of the time series that is wrong, one that is missing and one too many', async () => {
  const file = tempFile();
  const { live, through } = await written(file, fc.sample(script, { seed: 3, numRuns: 1 })[0] as Script);
  const history = createSqliteHistory({ file });
  await history.open();
  const [first] = await history.runs(0, Number.MAX_SAFE_INTEGER);
  const parts = { history, live, dataThrough: () => through };
  const span = { from: first?.start ?? 0, to: through };
  const checked = async (spoil: (samples: SeriesResult['samples']) => SeriesResult['samples']) => {
    const series = new FileSeries(parts);
    const query = async (question: SeriesQuery) =>
      (await series.query(question)).map((one) => ({ ...one, samples: spoil(one.samples) }));
    let count = 0;
    for (const scope of live.registry.scopes.keys())
      count += (await checkScope({ ...parts, series: { query } }, scope, span)).count;
    return count;
  };
  expect(await checked((samples) => samples)).toBe(0);
  expect(await checked((samples) => samples.map(([time, value]) => [time, value + 1]))).toBeGreaterThan(0);
  expect(await checked((samples) => samples.slice(1))).toBeGreaterThan(0);
  expect(await checked((samples) => [...samples, [span.from, 1]])).toBeGreaterThan(0);
  await history.close();
});

async function run(file: string, sql: string): Promise<Record<string, unknown>[]> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  const rows = await database.all<Record<string, unknown>>(sql);
  await database.close();
  return rows;
}
