import type { History } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Track } from '../live/effects.ts';
import { MODES } from './series-point.ts';

interface CountedStep {
  readonly scope: {
    readonly key: ScopeKey;
    readonly isOrganization: boolean;
    /** Keys of the sessions that count in it. */
    readonly sessions: readonly ScopeKey[];
  };
  readonly track: Track;
  readonly from: number;
  readonly to: number;
}

/**
 * A step has at least the uniques of any of its parts. What these have counted stays when a session is deleted, but its slices
 * go, so that there may be less to count.
 */
export function atLeastOf(parts: readonly { readonly uniques: number }[]): number {
  return parts.reduce((most, { uniques }) => Math.max(most, uniques), 0);
}

export function uniquesFromSlices(
  history: Pick<History, 'uniques'>,
  { scope, track, from, to }: CountedStep,
): Promise<number> {
  return history.uniques({ sessions: scope.sessions, mode: MODES[track], from, to });
}

/** Of an organization it is known who was seen on a UTC day, even where slices have gone; undefined for all else. */
export async function seenOnDay(
  history: Pick<History, 'seen'>,
  { scope, track, from, to }: CountedStep,
): Promise<number | undefined> {
  if (!scope.isOrganization || track !== 0 || from % DAY_MS !== 0 || to !== from + DAY_MS) return undefined;
  const day = from / DAY_MS;
  return history.seen({ scope: scope.key, fromDay: day, toDay: day + 1 });
}
