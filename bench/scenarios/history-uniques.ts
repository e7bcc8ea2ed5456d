import { FIRST_DAY } from '../load/history/programme.ts';
import { ask, latencyOf } from '../runner/asking.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { startOverHistory } from '../runner/headcount.ts';
import { openRaw } from '../runner/raw-sql.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;
const TIMES = 5;
const FROM = FIRST_DAY + 10 * DAY_MS;

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startOverHistory(stage, stage.history());
  const iso = (time: number) => new Date(time).toISOString();
  const path = `/v1/organizations/bench/summary?from=${iso(FROM)}&to=${iso(FROM + DAYS * DAY_MS)}`;
  const { attendees } = (await (await ask(server, path)).json()) as { attendees: number };
  const { p50, p99 } = await latencyOf(
    Array(TIMES).fill(path),
    async (question) => (await ask(server, question)).arrayBuffer(),
    { warmUp: 1 },
  );
  return { value: p50, details: { p99, attendees } };
}

const DISTINCT =
  'SELECT count(DISTINCT attendee) AS attendees FROM seen WHERE scope = 1 AND day >= ?1 AND day < ?2';

async function rawSql(stage: Stage): Promise<Measured> {
  const raw = await openRaw(stage.history());
  const day = FROM / DAY_MS;
  const [row] = await raw.all<{ attendees: number }>(DISTINCT, [day, day + DAYS]);
  const { p50, p99 } = await latencyOf(Array(TIMES).fill(''), () => raw.all(DISTINCT, [day, day + DAYS]), {
    warmUp: 1,
  });
  await raw.close();
  return { value: p50, details: { p99, attendees: row?.attendees ?? 0 } };
}

/** The summary gives the uniques, and the rest besides. */
export const historyUniques: Figure = {
  name: 'history-uniques',
  unit: 'ms, p50',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'the SQL alone', measure: rawSql },
  ],
  goals: [
    {
      title: 'summary of an organization over 30 days, its uniques among it, ms',
      of: 'headcount',
      atMost: 700,
    },
  ],
};
