import type { History, SeriesReader, SeriesResult } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import { askedSession } from '../figures/span-question.ts';
import type { Live } from '../live/live.ts';
import { FileSeries } from '../series/file-series.ts';
import { keyOf } from '../series/group-samples.ts';
import { seriesScope, whereScope } from '../series/series-scopes.ts';
import { type CheckedSpan, checkMinutes, checkRollUps } from './check-curves.ts';
import { checkDays } from './check-days.ts';
import { checkAttendance, checkEngagement, checkPeak, checkRegistrations } from './check-standing.ts';
import { type Difference, Differences } from './differences.ts';

export interface CheckParts {
  readonly history: History;
  readonly live: Live;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
  /** Time series beside the file, of which the minutes are compared. */
  readonly series?: SeriesReader;
  /** A file of a stopped server has no live figures: only what is stored is compared. @default true */
  readonly isRunning?: boolean;
}

export interface CheckResult extends CheckedSpan {
  /** Of all differences the first hundred. */
  readonly differences: readonly Difference[];
  readonly count: number;
  /**
   * Why some figures were not compared: something was purged, so that not all can be counted again; the past has just changed
   * and is being counted; data came in meanwhile.
   */
  readonly leftOut: readonly ('purged' | 'stale' | 'moving')[];
}

const FOREVER = Number.MAX_SAFE_INTEGER;

/**
 * Whether live, the minutes, hours and days of a span, days of events that are kept, peaks, uniques, watch time, attendance and sums of engagements are what
 * slices and engagements give. Compares only what has closed and is on disk; what cannot be compared is said.
 */
export async function checkScope(parts: CheckParts, key: number, span: CheckedSpan): Promise<CheckResult> {
  const { history, live, dataThrough } = parts;
  const through = dataThrough();
  const open = Math.floor(through / MINUTE_MS) * MINUTE_MS;
  const from = Math.floor(span.from / MINUTE_MS) * MINUTE_MS;
  const checked = { from, to: Math.max(from, Math.min(Math.floor(span.to / MINUTE_MS) * MINUTE_MS, open)) };
  const leftOut: CheckResult['leftOut'][number][] = [];
  const purged = await history.purged({ scope: key, from: 0, to: FOREVER });
  if (purged.length > 0) leftOut.push('purged');
  const differences = new Differences();
  if (leftOut.length === 0) {
    const sessions = live.registry.sessionsIn(key);
    const keys = sessions.map(({ row }) => row.key);
    const state = live.registry.scopes.get(key);
    const isOrganization = state?.kind === 'organization';
    await checkMinutes(history, { key, sessions }, checked, differences);
    await checkRollUps(history, { key, isOrganization, sessions: keys }, checked, differences);
    if (state?.kind === 'event')
      await checkDays(history, { key, sessions: sessions.map(askedSession) }, checked, differences);
    await checkSeriesMinutes(parts, key, checked, differences);
    leftOut.push(...(await checkWhileStill(parts, key, differences)));
  }
  return { ...checked, differences: differences.listed, count: differences.count, leftOut };
}

/** Figures since the scope exists are compared only if nothing was written meanwhile. */
async function checkWhileStill(parts: CheckParts, key: number, differences: Differences) {
  const { history, live, dataThrough, isRunning = true } = parts;
  if ((await history.staleAttendance()).length > 0) return ['stale'] as const;
  for (let attempt = 0; attempt < 3; attempt++) {
    const through = dataThrough();
    const found = new Differences();
    await checkStanding(parts, key, found);
    if (dataThrough() !== through || (isRunning && live.time !== through)) continue;
    for (const { figure, at, expected, found: stored } of found.listed)
      differences.compare(figure, at, { expected, found: stored });
    return [];
  }
  return ['moving'] as const;
}

async function checkStanding(parts: CheckParts, key: number, differences: Differences) {
  const { history, live, dataThrough, isRunning = true } = parts;
  const state = live.registry.scopes.get(key);
  if (state === undefined) return;
  const sessions = live.registry.sessionsIn(key).map(({ row }) => row);
  const keys = sessions.map((session) => session.key);
  const open = await history.slicesBetween(dataThrough(), dataThrough() + 1);
  const present = open.filter(({ session, end }) => keys.includes(session) && end === null);
  const expected = new Set(present.map(({ attendeeKey }) => attendeeKey)).size;
  if (isRunning) differences.compare('live concurrent', null, { expected, found: state.concurrent });
  await checkPeak(history, key, Math.floor(dataThrough() / MINUTE_MS) * MINUTE_MS, differences);
  await checkEngagement(history, { key, sessions: keys }, differences);
  if (state.kind === 'organization') return;
  await checkRegistrations(history, { kind: state.kind, key }, differences);
  const event = sessions[0]?.event;
  const ofEvent = live.registry.sessions().flatMap(({ row }) => (row.event === event ? [row] : []));
  await checkAttendance(history, { scope: { key, kind: state.kind, sessions }, ofEvent }, differences);
}

/** Closed minutes of time series against those of the file. */
async function checkSeriesMinutes(
  { history, live, dataThrough, series }: CheckParts,
  key: number,
  span: CheckedSpan,
  differences: Differences,
): Promise<void> {
  const scope = seriesScope(live.registry, key);
  if (series === undefined || scope === undefined || span.from >= span.to) return;
  const query = { where: { ...whereScope(scope.labels), step: 'minute' }, ...span };
  const expected = samplesOf(await new FileSeries({ history, live, dataThrough }).query(query));
  const found = samplesOf(await series.query(query));
  for (const sample of new Map([...expected, ...found]).keys()) {
    const [one, other] = [expected.get(sample), found.get(sample)];
    const { metric, time } = one ?? other ?? { metric: '', time: null };
    const values = { expected: one?.value ?? null, found: other?.value ?? null };
    differences.compare(`time series: ${metric}`, time, values);
  }
}

function samplesOf(results: readonly SeriesResult[]) {
  return new Map(
    results.flatMap(({ labels, samples }) =>
      samples.map(([time, value]) => {
        const metric = `${labels.metric} (${labels.mode})`;
        return [`${keyOf(labels)},${time}`, { metric, time, value }] as const;
      }),
    ),
  );
}
