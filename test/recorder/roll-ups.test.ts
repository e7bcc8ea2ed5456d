import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seriesOf } from '../../server/figures/series.ts';
import { recover } from '../../server/recorder/recovery.ts';
import { rollUpThrough } from '../../server/recorder/roll-ups.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { type Script, script } from '../live/oracle/commands.ts';
import { batchAt, catalogue, MINUTE, T0 } from '../storage/history/batches.ts';
import { tempFile } from './core.ts';
import { type WrittenLog, writeLog } from './written-log.ts';

const DAY_MS = 86_400_000;

/** Slices of before the turn of a day are gone when it is kept. */
const DELETED: Script = {
  ...{ start: Date.UTC(2026, 2, 1) - 5000, attendees: 1, sessions: 1, parts: false, nodes: 1, period: 1000 },
  commands: [
    { do: 'crowd', size: 2, who: 0, session: 0, mode: 'live', country: 0 },
    { do: 'wait', ms: 1000 },
    { do: 'scatter', size: 2, window: 0 },
    { do: 'wait', ms: 1 },
    { do: 'delete', which: 0, by: 0, asAdmin: true, what: 'session', purge: true },
    { do: 'wait', ms: 15_000 },
    { do: 'crowd', size: 1, who: 0, session: 0, mode: 'live', country: 0 },
  ],
};

async function points(history: ReturnType<typeof createSqliteHistory>, { live, through }: WrittenLog) {
  const [first] = await history.runs(0, Number.MAX_SAFE_INTEGER);
  const span = { from: (first?.start ?? 0) - DAY_MS, to: through + DAY_MS, timeZone: 'UTC' };
  const parts = { history, live, uncommitted: () => [], now: () => through };
  const all = [];
  for (const scope of live.registry.scopes.keys()) {
    for (const track of [0, 1, 2] as const) {
      for (const step of ['hour', 'day'] as const)
        all.push(...(await seriesOf(parts, { scope, track, step, ...span })));
    }
  }
  return all;
}

it('keeps hours and days as minutes and slices give them', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(script, async (it) => {
      const history = createSqliteHistory({ file: tempFile() });
      await history.open();
      const written = await writeLog(history, buildTrace(it), { commits: [1000] });
      const before = await points(history, written);
      await rollUpThrough({ history, live: written.live }, written.through);
      expect(await points(history, written)).toEqual(before);
      for (const scope of written.live.registry.scopes.keys()) {
        const span = { from: 0, to: Number.MAX_SAFE_INTEGER, step: 'day', track: 0 } as const;
        kept += (await history.rollUps({ scope, ...span })).length;
      }
      await history.close();
    }),
    { numRuns: 12, examples: [[DELETED]] },
  );
  expect(kept).toBeGreaterThan(0);
}, 60_000);

it('passes over the time in which the server was away in one step', async () => {
  const file = tempFile();
  const before = createSqliteHistory({ file });
  await before.open();
  const year = 365 * DAY_MS;
  const hour = DAY_MS / 24;
  const runs = [
    { start: T0, end: T0 + 90 * MINUTE },
    { start: T0 + year, end: T0 + year + 30 * MINUTE },
  ];
  await before.commit(batchAt(T0 + year + 3 * hour, { ...catalogue(), runs }));
  await before.close();
  const history = createSqliteHistory({ file });
  const { live } = await recover(history);
  const written: number[] = [];
  const counting: typeof history = {
    ...history,
    writeRollUp: (rollUp) => {
      if (rollUp.step === 'hour') written.push((rollUp.rolled.through - T0) / hour);
      return history.writeRollUp(rollUp);
    },
  };
  await rollUpThrough({ history: counting, live }, T0 + year + 3 * hour);
  const years = year / hour;
  expect(written).toEqual([1, 2, years, years + 1, years + 3]);
  expect(await history.rolled('day')).toEqual({ since: T0, through: T0 + year });
  await history.close();
});
