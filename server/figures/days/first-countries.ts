import type { History, ScopeTotals } from '../../../storage/types.ts';
import { askedSlices, slicesAsked } from '../attendee-in-span.ts';
import { byAttendee } from '../slice-figures.ts';
import type { SpanQuestion } from '../span-question.ts';
import { COUNTRY_NUMBERS, compareCountries, countryNumber, countryOfNumber } from './countries.ts';
import { KeyNumbers } from './keys.ts';
import type { Person } from './person.ts';

/** So many attendees are read at a time. */
const PAGE = 1000;

const startOf = (first: number) => Math.floor(first / COUNTRY_NUMBERS);

/** The country of each attendee's first slice, from parts of a span that may come in any order. */
export class FirstCountries {
  /** Start and country in one number, since there are hundreds of thousands. */
  readonly #firsts = new KeyNumbers();
  /** Several began in the same millisecond as the first, in different countries. */
  readonly #undecided = new Set<number>();

  add({ attendeeKey, visits, count }: Person): void {
    for (let index = 0; index < count; index++) {
      const visit = visits[index];
      if (visit !== undefined) this.#see(attendeeKey, visit.start * COUNTRY_NUMBERS + visit.country);
    }
  }

  /** To be called after all have been added: of slices that began together the lowest number is the first. */
  async decide(history: Pick<History, 'sessionsOfSpan' | 'slicesOf'>, question: SpanQuestion): Promise<void> {
    if (this.#undecided.size === 0) return;
    const { from, to } = question;
    const asked = askedSlices(question);
    const sessions = await history.sessionsOfSpan({ sessions: [...asked.sessions.keys()], from, to });
    const undecided = [...this.#undecided];
    for (let first = 0; first < undecided.length; first += PAGE) {
      const slices = await history.slicesOf({ sessions, attendees: undecided.slice(first, first + PAGE) });
      for (const own of byAttendee(slices)) {
        const [slice] = slicesAsked(own, asked)[0] ?? [];
        if (slice !== undefined)
          this.#firsts.set(slice.attendeeKey, slice.start * COUNTRY_NUMBERS + countryNumber(slice.country));
      }
    }
    this.#undecided.clear();
  }

  /** Undefined for whom nothing was added. */
  countryOf(attendeeKey: number): string | undefined {
    const first = this.#firsts.get(attendeeKey);
    return first === 0 ? undefined : countryOfNumber(first - startOf(first) * COUNTRY_NUMBERS);
  }

  /** How many attendees each country has: those with most first, then by code. */
  count(attendeeKeys: Iterable<number>): ScopeTotals['countries'] {
    const counts = new Map<string, number>();
    for (const key of attendeeKeys) {
      const country = this.countryOf(key);
      if (country !== undefined) counts.set(country, (counts.get(country) ?? 0) + 1);
    }
    return [...counts].map(([country, attendees]) => ({ country, attendees })).sort(compareCountries);
  }

  #see(attendeeKey: number, first: number): void {
    const known = this.#firsts.get(attendeeKey);
    if (first === known) return;
    if (known === 0 || startOf(first) < startOf(known)) {
      this.#firsts.set(attendeeKey, first);
      this.#undecided.delete(attendeeKey);
    } else if (startOf(first) === startOf(known)) this.#undecided.add(attendeeKey);
  }
}
