import type { HistoryBatch, MinuteRow } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';

export const minuteOf = (time: number) => Math.floor(time / MINUTE_MS) * MINUTE_MS;

/** What the recorder has told of minutes that are not in the time series yet. Bounded: what is too much is found in the file. */
export class ToldMinutes {
  readonly #maxRows: number;
  #rows: MinuteRow[] = [];
  /** In which scopes there was engagement, by minute. */
  #engaged = new Map<number, Set<ScopeKey>>();
  #wholeFrom = Number.POSITIVE_INFINITY;

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  take({ time, minutes, engagementMinutes }: Pick<HistoryBatch, 'time' | 'minutes' | 'engagementMinutes'>) {
    // The minute in which this process began to be told may have begun before.
    if (this.#wholeFrom === Number.POSITIVE_INFINITY) this.#wholeFrom = minuteOf(time) + MINUTE_MS;
    for (const row of minutes) this.#rows.push(row);
    for (const { scope, minute } of engagementMinutes) {
      const scopes = this.#engaged.get(minute) ?? new Set<ScopeKey>();
      this.#engaged.set(minute, scopes.add(scope));
    }
    if (this.#rows.length > this.#maxRows) this.forgetBefore(minuteOf(time));
  }

  /** Whether all minutes from this one on are here. */
  isWholeFrom(minute: number): boolean {
    return this.#wholeFrom <= minute;
  }

  rowsBefore(end: number): MinuteRow[] {
    return this.#rows.filter(({ minute }) => minute < end);
  }

  engagedBefore(end: number): (readonly [minute: number, scope: ScopeKey])[] {
    return [...this.#engaged].flatMap(([minute, scopes]) =>
      minute < end ? [...scopes].map((scope) => [minute, scope] as const) : [],
    );
  }

  /** What was told of minutes before this one is not needed, or must be found in the file. */
  forgetBefore(end: number): void {
    this.#rows = this.#rows.filter(({ minute }) => minute >= end);
    this.#engaged = new Map([...this.#engaged].filter(([minute]) => minute >= end));
    this.#wholeFrom = Math.max(this.#wholeFrom, end);
  }
}
