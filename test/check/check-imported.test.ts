import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkScope } from '../../server/check/check-scope.ts';
import { askedSession } from '../../server/figures/span-question.ts';
import { keepDaysThrough } from '../../server/recorder/keep-days.ts';
import { rebuild } from '../../server/recorder/rebuild.ts';
import { rollUpThrough } from '../../server/recorder/roll-ups.ts';
import { Database } from '../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History } from '../../storage/types.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { type Script, script } from '../live/oracle/commands.ts';
import { tempFile } from '../recorder/core.ts';
import { dump as dumpAll } from '../recorder/dump.ts';
import { type Imports, importIntoLog, imports } from '../recorder/import/imported-log.ts';
import { type WrittenLog, writeLog } from '../recorder/written-log.ts';

/** Before the imports begin. */
const EARLIER_MS = 3_600_000;

async function opened<T>(file: string, use: (history: History) => Promise<T>): Promise<T> {
  const history = createSqliteHistory({ file });
  await history.open();
  try {
    return await use(history);
  } finally {
    await history.close();
  }
}

function check(file: string, { live, through }: WrittenLog): Promise<string[]> {
  return opened(file, async (history) => {
    const parts = { history, live, dataThrough: () => through };
    const [first] = await history.runs(0, Number.MAX_SAFE_INTEGER);
    const from = (first?.start ?? 0) - EARLIER_MS;
    const figures: string[] = [];
    for (const scope of live.registry.scopes.keys()) {
      const { differences, leftOut } = await checkScope(parts, scope, { from, to: through });
      figures.push(...differences.map((one) => `${scope} ${JSON.stringify(one)}`));
      expect(leftOut.filter((why) => why !== 'purged')).toEqual([]);
    }
    return figures;
  });
}

async function rebuilt(file: string): Promise<string[]> {
  const history = createSqliteHistory({ file });
  const differences = await rebuild(history, await history.open());
  await history.close();
  return differences.map(({ table }) => table);
}

async function run(file: string, sql: string): Promise<Record<string, unknown>[]> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  const rows = await database.all<Record<string, unknown>>(sql);
  await database.close();
  return rows;
}

/** Countries in which nobody is left, and watch time of nobody, are no difference. */
async function dump(file: string) {
  await run(file, 'DELETE FROM countries WHERE attendees = 0');
  await run(file, 'DELETE FROM watched WHERE ms = 0');
  return dumpAll(file);
}

const IMPORTED = 'scope IN (SELECT scope FROM backfilled)';
const FIRST = `minute = (SELECT min(minute) FROM minutes WHERE ${IMPORTED})`;
/** An hour of which an import has changed something, as if it were kept. */
const UNROLLED = `
SELECT scope, 0, 1, since, 1, 0, 0, 0, 0, 0, 1 FROM backfilled, rolled
WHERE step = 1 AND from_at < since + 3600000 AND to_at > since AND through > since LIMIT 1`;
/** In scopes with imports; each with what a check and a rebuild call it. */
const FAULTS = [
  [`UPDATE minutes SET peak = peak + 1 WHERE ${IMPORTED} AND ${FIRST}`, 'minute of track', 'minutes'],
  [`UPDATE minutes SET covered = covered - 1 WHERE ${IMPORTED} AND ${FIRST}`, 'covered', 'minutes'],
  [`DELETE FROM minutes WHERE ${IMPORTED} AND ${FIRST}`, 'minute of track', 'minutes'],
  [`UPDATE peaks SET at = at - 1 WHERE ${IMPORTED}`, 'peak at', 'peaks'],
  [`UPDATE uniques SET count = count + 1 WHERE day = 0 AND ${IMPORTED}`, 'uniques', 'uniques'],
  [`UPDATE totals SET live_ms = live_ms + 1 WHERE ${IMPORTED}`, 'totals live', 'totals'],
  [`UPDATE attendance SET live_minutes = live_minutes + 1 WHERE ${IMPORTED}`, 'engaged', 'attendance'],
  [`UPDATE engagement_counts SET count = count + 1 WHERE ${IMPORTED}`, 'engagement', 'engagement_counts'],
  [
    `INSERT INTO rollups (scope, track, step, start_at, peak, minimum, area, covered, joins, leaves, uniques) ${UNROLLED}`,
    'hour of track',
    'rollups',
  ],
  ['UPDATE backfilled_watch SET ms = ms + 1 WHERE day = 0', 'watched ms of imports', 'backfilled_watch'],
] as const;

async function keep(history: History, { live, through }: WrittenLog): Promise<void> {
  await rollUpThrough({ history, live }, through);
  await keepDaysThrough(history, { sessions: () => live.registry.sessions().map(askedSession), through });
}

/** A log, and what is imported into it. */
async function imported(file: string, trace: Script, told: Imports): Promise<WrittenLog | undefined> {
  const before = await opened(file, async (history) => {
    const log = await writeLog(history, buildTrace(trace), { commits: [40] });
    await keep(history, log);
    return log;
  });
  const log = await importIntoLog(file, before, told);
  if (log !== undefined) await opened(file, (history) => keep(history, log));
  return log;
}

it('covers what was imported: nothing differs, and a rebuild changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(script, imports, async (trace, told) => {
      const file = tempFile();
      const log = await imported(file, trace, told);
      if (log === undefined) return;
      expect(await check(file, log)).toEqual([]);
      const kept = await dump(file);
      expect(await rebuilt(file)).toEqual([]);
      expect(await dump(file)).toEqual(kept);
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 60_000);

describe('a fault in what was imported is found, and put right', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-'));
  let file = '';
  let log: WrittenLog;

  /** The first of the logs with everything in it that a fault may spoil. */
  beforeAll(async () => {
    for (const [index, [trace, told]] of fc
      .sample(fc.tuple(script, imports), { seed: 5, numRuns: 40 })
      .entries()) {
      const tried = join(folder, `${index}.db`);
      const made = await imported(tried, trace, told);
      const [row] = await run(
        tried,
        `SELECT (SELECT count(*) FROM purged) = 0 AND (SELECT sum(live_ms) FROM totals WHERE ${IMPORTED}) > 0
          AND (SELECT count(*) FROM engagement_counts WHERE ${IMPORTED}) > 0
          AND (SELECT count(*) FROM (${UNROLLED})) > 0 AS isRich`,
      );
      if (made === undefined || row?.isRich !== 1) continue;
      [file, log] = [tried, made];
      return;
    }
    throw new Error('no log is rich enough');
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(FAULTS)('%s', async (fault, figure, table) => {
    const spoilt = tempFile();
    copyFileSync(file, spoilt);
    await run(spoilt, fault);
    expect((await check(spoilt, log)).join('\n')).toContain(figure);
    expect(await rebuilt(spoilt)).toEqual([table]);
    expect(await check(spoilt, log)).toEqual([]);
  });
});
