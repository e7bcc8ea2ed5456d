import type { ActivityDay, Entry, Person } from '../../../storage/types.ts';
import { dayOf, pagesOf, type SmartSessions } from './report.ts';

/** Somebody in a room on a day on which they entered it or did something there. */
export interface PersonDay extends Pick<ActivityDay, 'bubbles' | 'teleports' | 'chats'> {
  readonly person: Person;
  /** A place in the days of the span. */
  readonly day: number;
  /** Of the first entry of the day, else of the last one before; null where there is none. */
  readonly country: string | null;
}

interface DayOfEntries {
  readonly person: Person;
  readonly day: number;
  readonly country: string;
}

const NOTHING_DONE = { bubbles: 0, teleports: 0, chats: 0 };

/** Days with entries, by person and day. */
async function* daysOfEntries(report: SmartSessions, room: number): AsyncGenerator<DayOfEntries> {
  const { source, span, onEntries } = report;
  let last: DayOfEntries | undefined;
  for await (const entries of pagesOf<Entry>((page) => source.entries({ room, ...page }))) {
    for (const entry of entries) {
      const day = dayOf(span.dayStarts, entry.start);
      if (last?.person.attendeeKey === entry.attendeeKey && last.day === day) continue;
      if (last !== undefined) yield last;
      last = { person: entry, day, country: entry.country };
    }
    onEntries(entries.length);
  }
  if (last !== undefined) yield last;
}

async function* daysOfActivity({ source }: SmartSessions, room: number): AsyncGenerator<ActivityDay> {
  for await (const days of pagesOf<ActivityDay>((page) => source.activityDays({ room, ...page })))
    yield* days;
}

/** Negative: the entries come first. */
function order(entered: DayOfEntries | undefined, acted: ActivityDay | undefined): number {
  if (entered === undefined || acted === undefined) return entered === undefined ? 1 : -1;
  return entered.person.attendeeKey - acted.attendeeKey || entered.day - acted.day;
}

async function afterwards<T>(items: AsyncGenerator<T>): Promise<T | undefined> {
  const { value, done } = await items.next();
  return done === true ? undefined : value;
}

/** Everybody who entered a room or did something there, by person and day: both lists have that order. */
export async function* personDays(report: SmartSessions, room: number): AsyncGenerator<PersonDay> {
  const entries = daysOfEntries(report, room);
  const activity = daysOfActivity(report, room);
  let entered = await afterwards(entries);
  let acted = await afterwards(activity);
  while (entered !== undefined || acted !== undefined) {
    const place = order(entered, acted);
    const takesEntry = entered !== undefined && place <= 0;
    const takesActivity = acted !== undefined && place >= 0;
    if (entered !== undefined && takesEntry) yield dayOfBoth(entered, takesActivity ? acted : NOTHING_DONE);
    else if (acted !== undefined) yield await withoutEntry(report, room, acted);
    if (takesEntry) entered = await afterwards(entries);
    if (takesActivity) acted = await afterwards(activity);
  }
}

function dayOfBoth(
  entered: DayOfEntries,
  { bubbles, teleports, chats }: typeof NOTHING_DONE = NOTHING_DONE,
): PersonDay {
  return { ...entered, bubbles, teleports, chats };
}

/** Whoever did something without entering that day has been there since the day before. */
async function withoutEntry({ source }: SmartSessions, room: number, acted: ActivityDay): Promise<PersonDay> {
  const { attendeeKey, day, bubbles, teleports, chats, firstAt: at, home } = acted;
  const country = (await source.countryAt({ room, attendeeKey, at })) ?? home;
  return { person: acted, day, bubbles, teleports, chats, country };
}
