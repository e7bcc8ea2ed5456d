import type { BubbleJoin, Room, Teleport } from '../../../storage/types.ts';
import { MINUTE_MS } from '../../durations.ts';
import { personDays } from './person-days.ts';
import { type Pages, pagesOf, type SmartSessions } from './report.ts';
import type { Row } from './sheets.ts';
import { countryName, personName, yesNo } from './words.ts';

const PAGE = 1000;

/** A row for each person, room and day with an entry or an activity. */
export async function* engagementPages(report: SmartSessions): Pages {
  for (const room of report.rooms) {
    let rows: Row[] = [];
    for await (const row of engagementRows(report, room)) {
      rows.push(row);
      if (rows.length < PAGE) continue;
      yield rows;
      rows = [];
    }
    yield rows;
  }
}

async function* engagementRows(report: SmartSessions, { key: room, title }: Room): AsyncGenerator<Row> {
  const { code, days, checks } = report;
  for await (const { person, day, bubbles, teleports, chats, country } of personDays(report, room)) {
    const place = { room, person: person.attendeeKey, day };
    checks.bubbles.summary.add({ ...place, count: bubbles });
    checks.teleports.summary.add({ ...place, count: teleports });
    yield [
      ...[code, title, personName(person), bubbles, yesNo(chats > 0), teleports, countryName(country)],
      days[day] ?? null,
    ];
  }
}

/** A row for each person, bubble and day on which the person joined it; at the first time of that day. */
export async function* bubblePages({ source, code, clock, rooms, checks }: SmartSessions): Pages {
  for (const { key: room, title } of rooms) {
    let last: BubbleJoin | undefined;
    for await (const joins of pagesOf<BubbleJoin>((page) => source.bubbleJoins({ room, ...page }))) {
      const rows: Row[] = [];
      for (const join of joins) {
        if (!isSameBubble(last, join)) {
          checks.bubbles.details.add({ room, person: join.attendeeKey, day: join.day, count: 1 });
          const { attendee, bubble, isLocked, people, at } = join;
          rows.push([
            ...[code, attendee, personName(join), title, bubble, yesNo(isLocked), people],
            clock.dateTime(at),
          ]);
        }
        last = join;
      }
      yield rows;
    }
  }
}

function isSameBubble(a: BubbleJoin | undefined, b: BubbleJoin): boolean {
  return a?.attendeeKey === b.attendeeKey && a.day === b.day && a.bubble === b.bubble;
}

/** A row for each person, target and minute. */
export async function* teleportPages(report: SmartSessions): Pages {
  for (const room of report.rooms) {
    let last: Teleport | undefined;
    let times = 0;
    for await (const teleports of pagesOf<Teleport>((page) =>
      report.source.teleports({ room: room.key, ...page }),
    )) {
      const rows: Row[] = [];
      for (const teleport of teleports) {
        if (last !== undefined && !isSameMinute(last, teleport)) {
          rows.push(teleportRow(report, room, last, times));
          times = 0;
        }
        last = teleport;
        times++;
      }
      yield rows;
    }
    if (last !== undefined) yield [teleportRow(report, room, last, times)];
  }
}

const minuteOf = ({ at }: Teleport) => Math.floor(at / MINUTE_MS) * MINUTE_MS;

function isSameMinute(a: Teleport, b: Teleport): boolean {
  return a.attendeeKey === b.attendeeKey && a.day === b.day && a.to === b.to && minuteOf(a) === minuteOf(b);
}

function teleportRow(
  { code, clock, checks }: SmartSessions,
  { key: room, title }: Room,
  teleport: Teleport,
  times: number,
): Row {
  const {
    attendeeKey,
    attendee,
    day,
    to,
    toName: name,
    toFirstName: firstName,
    toLastName: lastName,
  } = teleport;
  checks.teleports.details.add({ room, person: attendeeKey, day, count: times });
  const target = personName({ attendee: to, name, firstName, lastName });
  return [code, attendee, personName(teleport), title, target, times, clock.dateTime(minuteOf(teleport))];
}
