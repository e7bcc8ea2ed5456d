import type { History } from '../../storage/types.ts';
import { compareCountries } from './days/countries.ts';
import { FirstCountries } from './days/first-countries.ts';
import { KeyNumbers } from './days/keys.ts';
import { tellPeople } from './days/people-in-span.ts';
import { PeopleSums } from './days/people-sums.ts';
import type { Person } from './days/person.ts';
import { spanParts } from './days/span-parts.ts';
import type { SpanQuestion } from './span-question.ts';
import type { SpanTotals } from './span-totals.ts';

export interface CountryFigures extends SpanTotals {
  /** ISO 3166-1 alpha-2 or `unknown`. */
  readonly country: string;
}

/** One country's people, numbered from 1 on as they come, so that what is kept of all countries grows with all people. */
class CountrySums {
  readonly sums = new PeopleSums();
  #people = 0;

  numberNext(): number {
    return ++this.#people;
  }
}

class SumsByCountry {
  readonly #firsts: FirstCountries;
  readonly #numbers = new KeyNumbers();
  readonly #countries = new Map<string, CountrySums>();

  constructor(firsts: FirstCountries) {
    this.#firsts = firsts;
  }

  add(person: Person): void {
    const country = this.#firsts.countryOf(person.attendeeKey);
    if (country === undefined) return;
    const ofCountry = this.#countries.get(country) ?? new CountrySums();
    this.#countries.set(country, ofCountry);
    const number = this.#numbers.get(person.attendeeKey) || ofCountry.numberNext();
    this.#numbers.set(person.attendeeKey, number);
    ofCountry.sums.add(person, number);
  }

  figures(): CountryFigures[] {
    return [...this.#countries]
      .map(([country, { sums }]) => ({ country, ...sums.totals() }))
      .sort(compareCountries);
  }
}

/**
 * The figures by country. An attendee belongs to the country of the first slice that is asked about, with all that they did, so
 * countries add up to the whole.
 */
export async function countriesOf(history: History, question: SpanQuestion): Promise<CountryFigures[]> {
  const parts = await spanParts(history, question);
  const firsts = new FirstCountries();
  await tellPeople(history, question, parts, (person) => firsts.add(person));
  await firsts.decide(history, question);
  const countries = new SumsByCountry(firsts);
  await tellPeople(history, question, parts, (person) => countries.add(person));
  return countries.figures();
}
