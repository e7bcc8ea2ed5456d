import type { Recounted } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';

type Counted<Row> = Row & { count: number };

/** By scope, action and a number: texts of all three would be made for each engagement. */
class Sums<Row extends object> {
  readonly #scopes = new Map<ScopeKey, Map<string, Map<number, Counted<Row>>>>();
  readonly #rowOf: (scope: ScopeKey, action: string, number: number) => Row;

  constructor(rowOf: (scope: ScopeKey, action: string, number: number) => Row) {
    this.#rowOf = rowOf;
  }

  add(scope: ScopeKey, action: string, number: number): void {
    const numbers = this.#numbersOf(scope, action);
    const row = numbers.get(number);
    if (row === undefined) numbers.set(number, { ...this.#rowOf(scope, action, number), count: 1 });
    else row.count++;
  }

  rows(): Counted<Row>[] {
    return [...this.#scopes.values()].flatMap((actions) =>
      [...actions.values()].flatMap((numbers) => [...numbers.values()]),
    );
  }

  #numbersOf(scope: ScopeKey, action: string): Map<number, Counted<Row>> {
    const actions = this.#scopes.get(scope) ?? new Map<string, Map<number, Counted<Row>>>();
    const numbers = actions.get(action) ?? new Map<number, Counted<Row>>();
    if (!actions.has(action)) this.#scopes.set(scope, actions.set(action, numbers));
    return numbers;
  }
}

interface OfAttendee {
  readonly session: ScopeKey;
  readonly attendeeKey: number;
  readonly action: string;
}

interface OfScope {
  readonly scope: ScopeKey;
  /** UTC day, 0: since the scope exists. */
  readonly day: number;
  readonly action: string;
  /** ms. */
  readonly at: number;
}

/** Counts engagements by all that they are summed up by, before they are written. */
export class EngagementSums {
  readonly #attendees = new Sums((session, action, attendeeKey) => ({ session, attendeeKey, action }));
  readonly #scopes = new Sums((scope, action, day) => ({ scope, day, action }));
  readonly #minutes = new Sums((scope, action, minute) => ({ scope, minute, action }));

  ofAttendee({ session, attendeeKey, action }: OfAttendee): void {
    this.#attendees.add(session, action, attendeeKey);
  }

  ofScope({ scope, day, action, at }: OfScope): void {
    this.#scopes.add(scope, action, day);
    this.#minutes.add(scope, action, Math.floor(at / MINUTE_MS) * MINUTE_MS);
  }

  recounted(): Pick<Recounted, 'attendeeEngagements' | 'engagementCounts' | 'engagementMinutes'> {
    return {
      attendeeEngagements: this.#attendees.rows(),
      engagementCounts: this.#scopes.rows(),
      engagementMinutes: this.#minutes.rows(),
    };
  }
}
