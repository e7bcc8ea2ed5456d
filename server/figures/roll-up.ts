import type { History, RollUpRow, RollUpStep, Run } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Track } from '../live/effects.ts';
import { aliveStarts, coveredOf, sumSteps } from './step-sum.ts';
import { atLeastOf, seenOnDay, uniquesFromSlices } from './step-uniques.ts';

/** A scope whose hours and days are kept. */
export interface RolledScope {
  readonly key: ScopeKey;
  readonly isOrganization: boolean;
  /** Keys of the sessions that count in it. */
  readonly sessions: readonly ScopeKey[];
}

export const ROLL_UP_MS: Readonly<Record<RollUpStep, number>> = { hour: 3_600_000, day: DAY_MS };
const PART_MS: Readonly<Record<RollUpStep, number>> = { hour: 60_000, day: 3_600_000 };

interface Span {
  readonly step: RollUpStep;
  /** Start of the step, ms; it is closed and on disk. */
  readonly start: number;
  readonly runs: readonly Run[];
  /** What need not be counted. */
  readonly uniques?: UniquesKnown | undefined;
}

interface UniquesKnown {
  of(
    place: { readonly scope: ScopeKey; readonly step: RollUpStep; readonly start: number },
    track: Track,
  ): number | undefined;
}

/** The rows of a closed hour, from its minutes, or of a day, from its hours; none where nobody and nothing was. */
export async function rollUp(history: History, scope: RolledScope, span: Span): Promise<RollUpRow[]> {
  const all = await rollUpTrack(history, scope, span, 0);
  if (all === undefined) return [];
  const rows = [all];
  for (const track of [1, 2] as const) {
    const row =
      all.peak + all.joins + all.leaves === 0 ? undefined : await rollUpTrack(history, scope, span, track);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

async function rollUpTrack(
  history: History,
  scope: RolledScope,
  span: Span,
  track: Track,
): Promise<RollUpRow | undefined> {
  const { step, start, runs } = span;
  const filter = { scope: scope.key, track, from: start, to: start + ROLL_UP_MS[step] };
  const parts =
    step === 'hour' ? await history.minutes(filter) : await history.rollUps({ ...filter, step: 'hour' });
  const engagement = track === 0 ? await engagementIn(history, filter) : null;
  if (parts.length === 0 && Object.keys(engagement ?? {}).length === 0) return undefined;
  const alive = aliveStarts(runs, { ...filter, size: PART_MS[step] });
  for (const part of parts) alive.delete('minute' in part ? part.minute : part.start);
  const covered = coveredOf(runs, filter.from, filter.to);
  const sum = sumSteps(parts, { gapless: alive.size === 0, covered });
  const uniques =
    sum.peak === 0 ? 0 : Math.max(atLeastOf(parts), await uniquesIn(history, scope, span, track));
  return { scope: scope.key, track, start, ...sum, uniques, engagement };
}

async function uniquesIn(
  history: History,
  scope: RolledScope,
  { step, start, uniques }: Span,
  track: Track,
): Promise<number> {
  const filter = { scope, track, from: start, to: start + ROLL_UP_MS[step] };
  const seen = await seenOnDay(history, filter);
  return seen ?? uniques?.of({ scope: scope.key, step, start }, track) ?? uniquesFromSlices(history, filter);
}

async function engagementIn(history: History, filter: { scope: ScopeKey; from: number; to: number }) {
  const engagement: Record<string, number> = {};
  for (const { action, count } of await history.engagementMinutes(filter)) {
    engagement[action] = (engagement[action] ?? 0) + count;
  }
  return engagement;
}
