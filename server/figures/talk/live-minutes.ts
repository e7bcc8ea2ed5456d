import type { EngagementMinute, History } from '../../../storage/types.ts';
import { MINUTE_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { averageOf } from '../../live/figures.ts';
import { countedMinutes } from '../counted-minutes.ts';
import type { SeriesParts } from '../series-point.ts';
import { type SpanQuestion, within } from '../span-question.ts';
import { type MinuteSpan, minuteRows } from './minute-rows.ts';
import { type LiveMinute, SIGNAL_OF_ACTION, type Signal } from './moments.ts';

const NOTHING: Readonly<Record<Signal, number>> = { chat: 0, reactions: 0, questions: 0, polls: 0, joins: 0 };

/** Minutes, in order, of those in which somebody was and of what was done. */
function together(present: readonly LiveMinute[], done: readonly EngagementMinute[]): LiveMinute[] {
  const minutes = new Map(present.map((one) => [one.minute, one]));
  for (const { minute, action, count } of done) {
    const signal = SIGNAL_OF_ACTION[action];
    if (signal === undefined) continue;
    const known = minutes.get(minute) ?? { minute, counts: NOTHING, average: 0, peak: 0 };
    const counts = { ...known.counts, [signal]: known.counts[signal] + count };
    minutes.set(minute, { ...known, counts });
  }
  return [...minutes.values()].sort((a, b) => a.minute - b.minute);
}

/** The minutes of a scope in which somebody was or did something, in order. */
export async function liveMinutes(
  parts: SeriesParts,
  scope: ScopeKey,
  span: MinuteSpan,
): Promise<LiveMinute[]> {
  const rows = await minuteRows(parts, scope, span);
  const present = rows.map(({ minute, peak, minimum, area, covered, joins }) => {
    const average = averageOf(area, covered, minimum);
    return { minute, counts: { ...NOTHING, joins }, average, peak };
  });
  return together(present, await parts.history.engagementMinutes({ scope, ...span }));
}

/** The same of some sessions that are no scope of their own: who was there is counted from slices. */
export async function liveMinutesOf(history: History, question: SpanQuestion): Promise<LiveMinute[]> {
  const sessions = question.sessions.map(({ key }) => key);
  const { start = 0, countedUntil = 0 } = (await history.extent(sessions)) ?? {};
  const last = countedUntil ?? question.through;
  const known = within(question, {
    from: start - (start % MINUTE_MS),
    to: last - (last % MINUTE_MS) + MINUTE_MS,
  });
  const present: LiveMinute[] = [];
  for await (const minutes of countedMinutes(history, known, { isCut: false })) {
    for (const { start: minute, peak, joins, average } of minutes)
      if (peak > 0) present.push({ minute, counts: { ...NOTHING, joins }, average, peak });
  }
  const { from, to } = question;
  const done: EngagementMinute[] = [];
  for (const scope of sessions) done.push(...(await history.engagementMinutes({ scope, from, to })));
  return together(present, done);
}
