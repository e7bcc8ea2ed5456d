import { DateTime } from 'luxon';
import type { Person } from '../../../storage/types.ts';

const REGION_NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const UNKNOWN = 'Unknown';

/** English name of a country by ISO 3166-1 alpha-2; `Unknown` for what is none. */
export function countryName(code: string | null): string {
  return code !== null && /^[A-Z]{2}$/.test(code) ? (REGION_NAMES.of(code) ?? UNKNOWN) : UNKNOWN;
}

/** First name and surname, else what is known as the name, else the id: of who is erased or pseudonymous nothing else is known. */
export function personName({
  firstName,
  lastName,
  name,
  attendee,
}: Pick<Person, 'firstName' | 'lastName' | 'name' | 'attendee'>): string {
  const both = [firstName, lastName].filter((part) => part !== null && part !== '').join(' ');
  return both || name || attendee;
}

export const yesNo = (value: boolean): 'Y' | 'N' => (value ? 'Y' : 'N');

export interface Clock {
  /** `yyyy-mm-dd` */
  date(time: number): string;
  /** `hh:mm` */
  time(time: number): string;
  /** `yyyy-mm-dd hh:mm` */
  dateTime(time: number): string;
}

/** Instants as they are read in a time zone. */
export function clockIn(zone: string): Clock {
  const at = (time: number) => DateTime.fromMillis(time, { zone });
  return {
    date: (time) => at(time).toFormat('yyyy-MM-dd'),
    time: (time) => at(time).toFormat('HH:mm'),
    dateTime: (time) => at(time).toFormat('yyyy-MM-dd HH:mm'),
  };
}
