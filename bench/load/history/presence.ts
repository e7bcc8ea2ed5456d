import { Random } from '../../../server/demo/random.ts';
import type { PlannedSession } from './programme.ts';

/** A row of `slices` but for its number, whose order is that of the starts. */
export type SliceCells = readonly [
  session: number,
  attendee: number,
  mode: string,
  start: number,
  end: number,
  countedUntil: number,
  endedBy: string,
  country: string,
];

const COUNTRIES = ['DE', 'US', 'GB', 'FR', 'IN', 'BR', 'PL', 'ES', 'NL', 'unknown'] as const;

/** Where an attendee always is. */
export function countryOf(attendee: number): string {
  return COUNTRIES[attendee % COUNTRIES.length] ?? 'unknown';
}

function coprime(size: number, random: Random): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  for (;;) {
    const stride = 1 + Math.floor(random.next() * size);
    if (gcd(stride, size) === 1) return stride;
  }
}

/** Distinct attendees of the pool, without a list of it; the same whenever it is asked. */
export function* attendeesOf({ key, pool, attendees }: PlannedSession): Generator<number> {
  const random = new Random(key);
  const offset = Math.floor(random.next() * pool.size);
  const stride = coprime(pool.size, random);
  for (let index = 0; index < attendees; index++) yield pool.first + ((offset + index * stride) % pool.size);
}

/** Everybody's presences in a session: some each, apart from each other, at random times while it is open. */
export function slicesOf(session: PlannedSession, random: Random): SliceCells[] {
  const { key, mode, start, end, visits } = session;
  const cells: SliceCells[] = [];
  for (const attendee of attendeesOf(session)) {
    const country = countryOf(attendee);
    const count = 1 + Math.floor(random.next() * (2 * visits - 1));
    const times = Array.from({ length: 2 * count }, () => Math.floor(random.between(start, end)));
    times.sort((a, b) => a - b);
    for (let index = 0; index < count; index++) {
      const from = times[2 * index] ?? start;
      const to = times[2 * index + 1] ?? end;
      cells.push([key, attendee, mode, from, to, to, 'leave', country]);
    }
  }
  return cells;
}
