import type { ScopeKey, Session } from '../live/catalogue.ts';
import type { LiveFigures } from '../live/figures.ts';
import type { Live } from '../live/live.ts';
import type { Peak, Tallies } from './tallies.ts';

type LivePeak = LiveFigures['peak'];

/** The higher of what live has counted and what the file knows; of equal ones the first. */
export function higherPeak(live: LivePeak, known: Peak | undefined): LivePeak {
  if (known === undefined || known.value < live.value) return live;
  if (known.value === live.value && live.at !== null && live.at <= known.at) return live;
  return { value: known.value, at: known.at };
}

/** It is known when the session was first live. */
export function hasBegun({ windows }: Session): boolean {
  return (windows[0]?.[0] ?? null) !== null;
}

/** Watch time of imported slices in a scope, ms. `day`: UTC day number for organizations, else 0. */
export function backfilledWatchMs(
  { live, tallies }: { readonly live: Live; readonly tallies: Tallies },
  scope: ScopeKey,
  day: number,
): number {
  let sum = 0;
  for (const { session: key, ms, uncutMs } of tallies.backfilledOn(day)) {
    const session = live.registry.sessionByKey(key);
    if (session?.scopeKeys.includes(scope) !== true) continue;
    // What was live before anybody said when the session is: it does not count once that is known to have begun later.
    sum += ms + (hasBegun(session.row) ? 0 : uncutMs);
  }
  return sum;
}
