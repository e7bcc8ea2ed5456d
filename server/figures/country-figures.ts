import type { History } from '../../storage/types.ts';
import { askedSlices, attendeeInSpan } from './attendee-in-span.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import type { SpanQuestion } from './span-question.ts';
import { SpanSums, type SpanTotals } from './span-totals.ts';

export interface CountryFigures extends SpanTotals {
  /** ISO 3166-1 alpha-2 or `unknown`. */
  readonly country: string;
}

/**
 * The figures by country. An attendee belongs to the country of the first slice that is asked about, with all that they did, so
 * countries add up to the whole.
 */
export async function countriesOf(history: History, question: SpanQuestion): Promise<CountryFigures[]> {
  const asked = askedSlices(question);
  const countries = new Map<string, SpanSums>();
  for await (const slices of attendeesOfSpan(history, question)) {
    const figures = attendeeInSpan(slices, asked);
    if (figures === undefined) continue;
    const sums = countries.get(figures.country) ?? new SpanSums();
    countries.set(figures.country, sums);
    sums.add(figures);
  }
  return [...countries]
    .map(([country, sums]) => ({ country, ...sums.totals() }))
    .sort((a, b) => b.attendees - a.attendees || (a.country < b.country ? -1 : 1));
}
