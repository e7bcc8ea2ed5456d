import { Random } from '../../server/demo/random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const COUNTRIES = ['DE', 'US', 'GB', 'FR', 'NL', 'IN', 'BR'];

interface Past {
  readonly session: string;
  /** Prefix of ids. */
  readonly people: string;
  readonly count: number;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly mode?: 'live' | 'onDemand';
}

/** People who come about the beginning, leave about the end, and some who say something. */
function* attendance(
  { session, people, count, from, to, mode = 'live' }: Past,
  random: Random,
): Generator<object> {
  const length = to - from;
  for (let index = 0; index < count; index++) {
    const attendee = `${people}-${index + 1}`;
    const start = Math.round(from + (length / 3) * ((random.next() + random.next()) / 2));
    const end = Math.round(to - (length / 2) * random.next() * random.next());
    const country = COUNTRIES[Math.floor(random.next() * random.next() * COUNTRIES.length)];
    const id = `${session}-${attendee}`;
    yield { kind: 'attendee', id: attendee, name: `Guest ${index + 1}` };
    yield { kind: 'slice', id, session, attendee, mode, country, start: iso(start), end: iso(end) };
    if (random.chance(0.4)) {
      const at = iso(Math.round(random.between(start, end)));
      const said = { session, attendee, at };
      yield { kind: 'engagement', id: `${id}-r`, ...said, action: 'reaction', data: { reaction: 'clap' } };
      yield {
        kind: 'engagement',
        id: `${id}-c`,
        ...said,
        action: 'chat.message',
        data: { text: 'Great talk' },
      };
    }
  }
}

const iso = (at: number) => new Date(at).toISOString();

/** What lies behind the demo: its own morning, an event of two days ago, and one that nobody has come to yet; lines for an import. */
export function pastOf(now: number): string {
  const random = new Random(11);
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const day = minute - 48 * HOUR;
  const lines: object[] = [
    {
      ...{ kind: 'event', id: 'meetup', title: 'Spring meetup', timeZone: 'Europe/Berlin' },
      ...{ startsAt: iso(day), endsAt: iso(day + 2 * HOUR) },
    },
    { kind: 'session', id: 'meetup-talk', event: 'meetup', title: 'What we learned' },
    { kind: 'session', id: 'meetup-drinks', event: 'meetup', title: 'Drinks' },
    {
      ...{ kind: 'event', id: 'autumn', title: 'Autumn conference', timeZone: 'Europe/Berlin' },
      ...{ startsAt: iso(minute + 5 * HOUR), endsAt: iso(minute + 9 * HOUR) },
    },
  ];
  const spans: Past[] = [
    { session: 'meetup-talk', people: 'guest', count: 260, from: day, to: day + HOUR },
    {
      ...{ session: 'meetup-talk', people: 'viewer', count: 90, mode: 'onDemand' as const },
      ...{ from: day + HOUR / 2, to: day + 2 * HOUR },
    },
    { session: 'meetup-drinks', people: 'guest', count: 140, from: day + HOUR, to: day + 2 * HOUR },
    { session: 'keynote', people: 'early', count: 220, from: minute - 4 * HOUR, to: minute - 2 * HOUR },
    { session: 'scaling', people: 'early', count: 120, from: minute - 2 * HOUR, to: minute - 10 * MINUTE },
    { session: 'workshop', people: 'late', count: 60, from: minute - 3 * HOUR, to: minute - HOUR },
  ];
  for (const span of spans) lines.push(...attendance(span, random));
  return lines.map((line) => JSON.stringify(line)).join('\n');
}
