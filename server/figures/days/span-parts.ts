import type { History, KeptDay } from '../../../storage/types.ts';
import { DAY_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { dayOf } from '../../live/watch.ts';
import type { AskedSession, Span, SpanQuestion } from '../span-question.ts';

/** A part of a span of which slices are read: some sessions in some time. */
export interface ReadPart extends Span {
  readonly sessions: readonly AskedSession[];
}

/** The parts that a question's span is made of; together they are all of it, and nothing is in two of them. */
export interface SpanParts {
  /** Days of events that lie in the span as a whole and are kept. */
  readonly kept: readonly KeptDay[];
  /** All else, of sessions in which somebody was then. */
  readonly read: readonly ReadPart[];
}

type PartHistory = Pick<History, 'keptDays' | 'sessionsOfSpan' | 'engagedSessions'>;

/** Times of some events that are to be read, by the time. */
class ReadTimes {
  readonly #times = new Map<string, { readonly span: Span; readonly events: Set<ScopeKey> }>();

  add(span: Span, events: Iterable<ScopeKey>): void {
    if (span.from >= span.to) return;
    const name = `${span.from} ${span.to}`;
    const known = this.#times.get(name) ?? { span, events: new Set() };
    for (const event of events) known.events.add(event);
    this.#times.set(name, known);
  }

  async parts(history: PartHistory, sessions: readonly AskedSession[]): Promise<ReadPart[]> {
    const parts: ReadPart[] = [];
    for (const { span, events } of this.#times.values()) {
      const asked = sessions.filter(({ event }) => events.has(event));
      const filter = { sessions: asked.map(({ key }) => key), ...span };
      const touched = new Set(await history.sessionsOfSpan(filter));
      for (const session of await history.engagedSessions(filter)) touched.add(session);
      const some = asked.filter(({ key }) => touched.has(key));
      if (some.length > 0) parts.push({ ...span, sessions: some });
    }
    return parts;
  }
}

/** Divides the span of a question into days that are kept and what is to be read. */
export async function spanParts(
  history: PartHistory,
  { sessions, from, to, attendee }: Pick<SpanQuestion, 'sessions' | 'from' | 'to' | 'attendee'>,
): Promise<SpanParts> {
  if (from >= to) return { kept: [], read: [] };
  // Of one person slices are found at once.
  if (attendee !== undefined) return { kept: [], read: [{ sessions, from, to }] };
  const events = new Set(sessions.map(({ event }) => event));
  const asked = { events: [...events], first: dayOf(from), last: dayOf(to - 1) };
  const { before, days, missing } = await history.keptDays(asked);
  const times = new ReadTimes();
  const within = (span: Span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) });
  const ofDay = (day: number) => within({ from: day * DAY_MS, to: (day + 1) * DAY_MS });
  times.add(within({ from: before === null ? from : before * DAY_MS, to }), events);
  for (const { event, day } of missing) times.add(ofDay(day), [event]);
  const keys = new Set(sessions.map(({ key }) => key));
  const kept: KeptDay[] = [];
  for (const day of days) {
    if (day.to < from || day.from >= to || !day.sessions.some((key) => keys.has(key))) continue;
    if (from <= day.from && day.to < to) kept.push(day);
    else times.add(ofDay(day.day), [day.event]);
  }
  return { kept, read: await times.parts(history, sessions) };
}

/** Sessions that lie in more than one of the parts. */
export function dividedSessions({ kept, read }: SpanParts): Set<ScopeKey> {
  const seen = new Set<ScopeKey>();
  const divided = new Set<ScopeKey>();
  const see = (key: ScopeKey) => (seen.has(key) ? divided : seen).add(key);
  for (const { sessions } of kept) sessions.forEach(see);
  for (const { sessions } of read) for (const { key } of sessions) see(key);
  return divided;
}
