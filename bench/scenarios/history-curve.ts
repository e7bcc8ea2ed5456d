import { ask, latencyOf } from '../runner/asking.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { startOverHistory } from '../runner/headcount.ts';
import { openRaw } from '../runner/raw-sql.ts';

const DAY_MS = 86_400_000;
const FEWEST_MINUTES = 1400;

/** A scope that is open all day, and that day. */
interface Asked {
  readonly scope: string;
  readonly key: number;
  readonly from: number;
}

interface Targets {
  readonly lobbies: readonly Asked[];
  /** Of other rows: with them code is compiled and caches are filled. */
  readonly events: readonly Asked[];
}

const targetsIn = (table: 'sessions' | 'events', kind: string) => `
SELECT '${kind}:' || t.id AS scope, t.key, min(m.minute) / ${DAY_MS} * ${DAY_MS} AS "from"
FROM ${table} AS t CROSS JOIN minutes AS m ON m.scope = t.key AND m.track = 0
WHERE t.tenant = 1 GROUP BY t.key HAVING count(*) > ${FEWEST_MINUTES} ORDER BY t.key`;

async function targetsOf(folder: string): Promise<Targets> {
  const raw = await openRaw(folder);
  const lobbies = await raw.all<Asked>(targetsIn('sessions', 'session'));
  const events = await raw.all<Asked>(targetsIn('events', 'event'));
  await raw.close();
  return { lobbies, events };
}

/** Each curve is asked for once: a second time would say how quickly an answer is remembered. */
async function measure(
  { lobbies, events }: Targets,
  answered: (asked: Asked) => Promise<unknown>,
): Promise<Measured> {
  await latencyOf(events, answered, { warmUp: 0 });
  const { p50, p99 } = await latencyOf(lobbies, answered, { warmUp: 0 });
  return { value: p50, details: { p99, curves: lobbies.length } };
}

async function headcount(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  const targets = await targetsOf(folder);
  const server = await startOverHistory(stage, folder);
  const iso = (time: number) => new Date(time).toISOString();
  const pathOf = ({ scope, from }: Asked) =>
    `/v1/series/${scope}?step=minute&from=${iso(from)}&to=${iso(from + DAY_MS)}`;
  for (const asked of targets.events.slice(0, 1)) {
    const { points } = (await (await ask(server, pathOf(asked))).json()) as { points: { peak: number }[] };
    if (points.filter(({ peak }) => peak > 0).length < FEWEST_MINUTES) throw new Error('the curve has gaps');
  }
  return measure(targets, async (asked) => (await ask(server, pathOf(asked))).arrayBuffer());
}

const MINUTES = `
SELECT minute, peak, peak_at, minimum, area, covered, joins, leaves, uniques, connections
FROM minutes WHERE scope = ?1 AND track = 0 AND minute >= ?2 AND minute < ?3
ORDER BY minute`;

async function rawSql(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  const targets = await targetsOf(folder);
  const raw = await openRaw(folder);
  const measured = await measure(targets, async ({ key, from }) =>
    JSON.stringify(await raw.all(MINUTES, [key, from, from + DAY_MS])),
  );
  await raw.close();
  return measured;
}

export const historyCurve: Figure = {
  name: 'history-curve',
  unit: 'ms, p50',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'the SQL alone', measure: rawSql },
  ],
  goals: [
    {
      title: "a day's minute curve of one session, to the SQL alone",
      of: 'headcount',
      against: 'the SQL alone',
      atMost: 1.5,
    },
    { title: 'the same, ms, p50', of: 'headcount', atMost: 20 },
  ],
};
