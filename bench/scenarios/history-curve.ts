import { FIRST_DAY } from '../load/history/programme.ts';
import { ask, latencyOf } from '../runner/asking.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { headcountSettings } from '../runner/headcount-settings.ts';
import { openRaw } from '../runner/raw-sql.ts';

const DAY_MS = 86_400_000;
const TIMES = 100;
/** Open all day, and the fullest. */
const LOBBY = 'conference-0-room-0';

const SPAN = { from: FIRST_DAY, to: FIRST_DAY + DAY_MS };

const MINUTES = `
SELECT minute, peak, peak_at, minimum, area, covered, joins, leaves, uniques, connections
FROM minutes WHERE scope = (SELECT key FROM sessions WHERE id = ?1) AND track = 0 AND minute >= ?2 AND minute < ?3
ORDER BY minute`;

async function headcount(stage: Stage): Promise<Measured> {
  const server = await stage.start('headcount', headcountSettings(stage.history()));
  const iso = (time: number) => new Date(time).toISOString();
  const path = `/v1/series/session:${LOBBY}?step=minute&from=${iso(SPAN.from)}&to=${iso(SPAN.to)}`;
  const { points } = (await (await ask(server, path)).json()) as { points: { peak: number | null }[] };
  if (points.filter(({ peak }) => (peak ?? 0) > 0).length < 1400) throw new Error('the curve has gaps');
  const { p50, p99 } = await latencyOf(Array(TIMES).fill(path), async (question) =>
    (await ask(server, question)).arrayBuffer(),
  );
  return { value: p50, details: { p99 } };
}

async function rawSql(stage: Stage): Promise<Measured> {
  const raw = await openRaw(stage.history());
  const { p50, p99 } = await latencyOf(Array(TIMES).fill(LOBBY), async (session) =>
    JSON.stringify(await raw.all(MINUTES, [session, SPAN.from, SPAN.to])),
  );
  await raw.close();
  return { value: p50, details: { p99 } };
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
