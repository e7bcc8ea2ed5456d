import type { Sample } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import { minutePoint } from '../figures/series.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { FileParts } from './closed-samples.ts';
import { ENGAGEMENT, SERIES_MODES, samplesOf } from './series-samples.ts';
import { seriesScope } from './series-scopes.ts';
import type { ToldMinutes } from './told-minutes.ts';

/** The samples of the minutes that were told and closed before `end`. */
export async function toldSamples(parts: FileParts, told: ToldMinutes, end: number): Promise<Sample[]> {
  const { registry } = parts.live;
  const samples = told.rowsBefore(end).flatMap((row) => {
    const scope = seriesScope(registry, row.scope);
    return scope === undefined
      ? []
      : samplesOf({ scope, track: row.track, step: 'minute' }, minutePoint(row, null));
  });
  for (const [minute, scope] of told.engagedBefore(end)) {
    samples.push(...(await engagementSamples(parts, scope, minute)));
  }
  return samples;
}

/** The recorder tells what was added; the file has the whole. */
async function engagementSamples(
  { history, live }: FileParts,
  key: ScopeKey,
  minute: number,
): Promise<Sample[]> {
  const scope = seriesScope(live.registry, key);
  if (scope === undefined) return [];
  const counts = await history.engagementMinutes({ scope: key, from: minute, to: minute + MINUTE_MS });
  return counts.map(({ action, count }) => ({
    labels: { ...scope.labels, metric: `${ENGAGEMENT}${action}`, mode: SERIES_MODES[0], step: 'minute' },
    time: minute,
    value: count,
  }));
}
