import type { MinuteRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { SeriesParts } from '../series-point.ts';

export interface MinuteSpan {
  readonly from: number;
  readonly to: number;
}

/** The minutes of a scope in which somebody was, in any mode, in order; with those that are not on disk yet and the open one. */
export async function minuteRows(
  { history, live, uncommitted, now }: SeriesParts,
  scope: ScopeKey,
  { from, to }: MinuteSpan,
): Promise<MinuteRow[]> {
  // In the order in which a minute goes from memory to disk, so that none is missed on its way.
  const open = live.openMinute(scope, 0, now());
  const closed = uncommitted().filter((row) => row.scope === scope && row.track === 0);
  const rows = await history.minutes({ scope, track: 0, from, to });
  const known = [...(open === undefined ? [] : [open]), ...closed, ...rows];
  const byMinute = new Map(known.map((row) => [row.minute, row]));
  return [...byMinute.values()]
    .filter(({ minute }) => minute >= from && minute < to)
    .sort((a, b) => a.minute - b.minute);
}
