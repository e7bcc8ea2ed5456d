import type { ScopeTotals } from '../../../storage/types.ts';
import { UNKNOWN_COUNTRY } from '../../protocol/country.ts';

const LETTERS = 26;
const A = 65;
const UNKNOWN = 1;
const FIRST = 2;

/** More than any number of a country. */
export const COUNTRY_NUMBERS = 1024;

const lettersOf = (index: number) =>
  String.fromCharCode(A + Math.floor(index / LETTERS), A + (index % LETTERS));

const NAMES = Array.from({ length: LETTERS * LETTERS }, (_, index) => lettersOf(index));

/** Countries as numbers above 0: whoever comes in has one of two capitals, or it is not known. */
export function countryNumber(country: string): number {
  if (country.length !== 2) return UNKNOWN;
  return FIRST + (country.charCodeAt(0) - A) * LETTERS + (country.charCodeAt(1) - A);
}

export function countryOfNumber(number: number): string {
  return NAMES[number - FIRST] ?? UNKNOWN_COUNTRY;
}

type AttendeesOfCountry = ScopeTotals['countries'][number];

/** Those with most attendees first, then by code. */
export function compareCountries(a: AttendeesOfCountry, b: AttendeesOfCountry): number {
  return b.attendees - a.attendees || (a.country < b.country ? -1 : 1);
}
