import type { ScopeKey } from '../../live/catalogue.ts';
import { averageOf } from '../../live/figures.ts';
import type { SeriesParts } from '../series-point.ts';
import { type MinuteSpan, minuteRows } from './minute-rows.ts';
import { type LiveMinute, SIGNAL_OF_ACTION, type Signal } from './moments.ts';

const NOTHING: Readonly<Record<Signal, number>> = { chat: 0, reactions: 0, questions: 0, polls: 0, joins: 0 };

/** The minutes of a scope in which somebody was or did something, in order. */
export async function liveMinutes(
  parts: SeriesParts,
  scope: ScopeKey,
  span: MinuteSpan,
): Promise<LiveMinute[]> {
  const minutes = new Map<number, LiveMinute>();
  for (const { minute, peak, minimum, area, covered, joins } of await minuteRows(parts, scope, span)) {
    const average = averageOf(area, covered, minimum);
    minutes.set(minute, { minute, counts: { ...NOTHING, joins }, average, peak });
  }
  for (const { minute, action, count } of await parts.history.engagementMinutes({ scope, ...span })) {
    const signal = SIGNAL_OF_ACTION[action];
    if (signal === undefined) continue;
    const known = minutes.get(minute) ?? { minute, counts: NOTHING, average: 0, peak: 0 };
    const counts = { ...known.counts, [signal]: known.counts[signal] + count };
    minutes.set(minute, { ...known, counts });
  }
  return [...minutes.values()].sort((a, b) => a.minute - b.minute);
}
