import type { EntryCount, Room } from '../../../storage/types.ts';
import { HOUR_MS } from '../../durations.ts';
import { type Pages, PRIVACY, pagesOf, type SmartSessions } from './report.ts';
import type { Row } from './sheets.ts';
import { countryName, personName } from './words.ts';

/** All rooms, whatever the range. */
export async function* roomPages({ code, clock, rooms }: SmartSessions): Pages {
  yield rooms.map(({ title, capacity, startsAt, endsAt }): Row => {
    const start = startsAt === null ? [null, null] : [clock.date(startsAt), clock.time(startsAt)];
    const end = endsAt === null ? [null, null] : [clock.date(endsAt), clock.time(endsAt)];
    const [startDate = null, startTime = null] = start;
    const [endDate = null, endTime = null] = end;
    return [
      ...[code, startDate, endDate, title, PRIVACY, capacity, startTime, endTime],
      hoursBetween(startsAt, endsAt),
    ];
  });
}

/** With two places; null where one of both is not known, or they are turned round. */
function hoursBetween(start: number | null, end: number | null): number | null {
  if (start === null || end === null || end < start) return null;
  return Math.round(((end - start) / HOUR_MS) * 100) / 100;
}

export async function* countryPages({ source, code, rooms }: SmartSessions): Pages {
  for (const { key, title } of rooms) {
    const people = new Map<string, number>();
    // Several codes may have no name.
    for (const { country, people: count } of await source.countries(key)) {
      const name = countryName(country);
      people.set(name, (people.get(name) ?? 0) + count);
    }
    yield [...people].map(([country, count]): Row => [code, title, PRIVACY, country, count]);
  }
}

/** A row for each minute in which somebody entered; a day at a time. */
export async function* graphPages(report: SmartSessions): Pages {
  for (const room of report.rooms) {
    for (const [day, from] of report.span.dayStarts.entries())
      yield await minutesOf(report, room, { from, to: report.span.dayStarts[day + 1] ?? report.span.to });
  }
}

async function minutesOf(
  { source, code, clock, checks, onEntries }: SmartSessions,
  { key, title }: Room,
  day: { readonly from: number; readonly to: number },
): Promise<Row[]> {
  const minutes = await source.entryMinutes({ room: key, ...day });
  return minutes.map(({ minute, entries, people }): Row => {
    checks.addEntries('graph', key, entries);
    onEntries(entries);
    return [code, title, PRIVACY, entries, people, clock.dateTime(minute)];
  });
}

export async function* usagePages({ source, code, rooms, checks, onEntries }: SmartSessions): Pages {
  for (const { key, title } of rooms) {
    for await (const counts of pagesOf<EntryCount>((page) => source.entryCounts({ room: key, ...page }))) {
      yield counts.map((person): Row => {
        checks.addEntries('details', key, person.entries);
        onEntries(person.entries);
        return [code, title, PRIVACY, person.attendee, personName(person), person.entries];
      });
    }
  }
}
