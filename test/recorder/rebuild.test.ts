import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askedSession } from '../../server/figures/span-question.ts';
import { keepDaysThrough } from '../../server/recorder/keep-days.ts';
import { rebuild } from '../../server/recorder/rebuild.ts';
import { rollUpThrough } from '../../server/recorder/roll-ups.ts';
import { Database } from '../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { script } from '../live/oracle/commands.ts';
import { tempFile } from './core.ts';
import { dump } from './dump.ts';
import { writeLog } from './written-log.ts';

/** Any of these is noticed, and undone. */
const FAULTS = [
  'UPDATE minutes SET peak = peak + 1 WHERE scope = (SELECT max(scope) FROM minutes)',
  'DELETE FROM minutes WHERE minute = (SELECT max(minute) FROM minutes)',
  'DELETE FROM seen WHERE attendee = (SELECT min(attendee) FROM seen)',
  'UPDATE uniques SET count = count + 1',
  'UPDATE peaks SET at = at + 1',
  'UPDATE watched SET ms = ms + 1 WHERE day = 0',
  'UPDATE engagement_counts SET count = count + 1',
  'DELETE FROM engagement_minutes',
  'DELETE FROM attendee_engagements',
  'DELETE FROM attendance WHERE attendee = (SELECT max(attendee) FROM attendance)',
  'UPDATE totals SET live_ms = live_ms + 1',
  'UPDATE countries SET attendees = attendees + 1',
  'UPDATE active SET live_low = live_low + 1',
  'UPDATE rollups SET joins = joins + 1',
] as const;

/** A trace that fills nearly every table: of eight random ones it may be that none has more than half of them. */
const FULL = fc.sample(script, { seed: 10, numRuns: 1 }).map((it): [typeof it] => [it]);

const tableOf = (fault: string) => /(?:UPDATE|FROM) (\w+)/.exec(fault)?.[1] ?? '';

async function run(file: string, sql: string): Promise<number> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  await database.all(sql);
  const [row] = await database.all<{ count: number }>('SELECT changes() AS count');
  await database.close();
  return row?.count ?? 0;
}

/** What was purged keeps its figures, right or wrong. */
async function hasPurged(file: string): Promise<boolean> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  const rows = await database.all('SELECT scope FROM purged');
  await database.close();
  return rows.length > 0;
}

/** Rows of nobody say nothing. */
function withoutEmpty(tables: Awaited<ReturnType<typeof dump>>) {
  const { countries = [], watched = [] } = tables;
  return {
    ...tables,
    countries: countries.filter((row) => (row as { attendees: number }).attendees > 0),
    watched: watched.filter((row) => (row as { ms: number }).ms > 0),
  };
}

/** Those of a minute that was lost are lost. */
function withoutConnections(tables: Awaited<ReturnType<typeof dump>>) {
  const strip = (rows: readonly unknown[] = []) =>
    rows.map((row) => ({ ...(row as object), connections: null }));
  return { ...tables, minutes: strip(tables.minutes), rollups: strip(tables.rollups) };
}

it('arrives at the figures that were kept, and puts right what is wrong', async () => {
  const found = new Set<string>();
  await fc.assert(
    fc.asyncProperty(script, async (it) => {
      const file = tempFile();
      const history = createSqliteHistory({ file });
      await history.open();
      const { live, through } = await writeLog(history, buildTrace(it), { commits: [30] });
      await rollUpThrough({ history, live }, through);
      await keepDaysThrough(history, { sessions: () => live.registry.sessions().map(askedSession), through });
      await history.close();
      const before = withoutEmpty(await dump(file));
      const first = createSqliteHistory({ file });
      expect(await rebuild(first, await first.open())).toEqual([]);
      await first.close();
      expect(withoutEmpty(await dump(file))).toEqual(before);
      if (await hasPurged(file)) return;
      const wrong = new Set<string>();
      for (const fault of FAULTS) if ((await run(file, fault)) > 0) wrong.add(tableOf(fault));
      const second = createSqliteHistory({ file });
      const differences = await rebuild(second, await second.open());
      await second.close();
      expect(new Set(differences.map(({ table }) => table))).toEqual(wrong);
      expect(withoutConnections(withoutEmpty(await dump(file)))).toEqual(withoutConnections(before));
      for (const table of wrong) found.add(table);
    }),
    { numRuns: 9, endOnFailure: true, examples: FULL },
  );
  expect(found.size).toBeGreaterThan(8);
}, 120_000);
