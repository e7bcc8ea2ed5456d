import type { AttendeeRow, OneOfPeople, PeopleOf } from '../../../storage/types.ts';
import type { ApiParts } from '../../api/context.ts';
import { zoneOf } from '../../api/span-question.ts';
import { attendanceNow } from '../../figures/attendance-now.ts';
import { engagementPercent, videoSeconds } from '../../figures/video-length.ts';
import type { SessionState } from '../../live/registry.ts';
import { numberOfId, ticketNumbers } from '../numbers.ts';
import type { Pages } from './long-json.ts';
import { namesOf } from './names.ts';
import type { Rows } from './queries.ts';
import { hasWatchFigures } from './session-objects.ts';
import { minuteText } from './times.ts';

type Parts = Pick<ApiParts, 'history' | 'dataThrough'>;
type Person = OneOfPeople & AttendeeRow;

const PAGE = 1000;

const ofSession = ({ row }: SessionState): PeopleOf => ({ kind: 'session', key: row.key });
const ofEvent = ({ event }: SessionState): PeopleOf => ({ kind: 'event', key: event.row.key });

/** In order of their keys. */
async function* peopleIn(
  { history }: Parts,
  session: SessionState,
  { registered, skip, size = Number.POSITIVE_INFINITY }: Rows & { readonly registered: true | undefined },
): AsyncGenerator<Person[]> {
  let left = size;
  for (let after = 0, skipped = skip; left > 0; skipped = 0) {
    const limit = Math.min(PAGE, left);
    const people = await history.people({ of: ofSession(session), registered, after, skip: skipped, limit });
    const rows = await history.attendees(people.map(({ attendeeKey }) => attendeeKey));
    const rowOf = new Map(rows.map((row) => [row.attendeeKey, row]));
    yield people.flatMap((one) => {
      const row = rowOf.get(one.attendeeKey);
      return row === undefined ? [] : [{ ...row, ...one }];
    });
    if (people.length < limit) return;
    left -= limit;
    after = people.at(-1)?.attendeeKey ?? after;
  }
}

/** The ticket of each, of the session or else of its event, as a number. */
async function ticketsOf({ history }: Parts, session: SessionState, attendees: readonly number[]) {
  const [own, any] = await Promise.all([
    history.registered(ofSession(session), attendees),
    history.registered(ofEvent(session), attendees),
  ]);
  const tickets = new Map<number, string>();
  for (const { attendeeKey, ticketId } of [...any, ...own])
    if (ticketId !== null) tickets.set(attendeeKey, ticketId);
  const numbers = await ticketNumbers(history, session.row.tenant, [...tickets.values()]);
  const keys = [...tickets.keys()];
  return {
    registered: new Map(own.map((row) => [row.attendeeKey, row])),
    tickets: new Map(keys.map((key, index) => [key, numbers[index] ?? null])),
  };
}

/** What the vendor says of each. */
async function objectsOf(parts: Parts, session: SessionState, people: readonly Person[]) {
  const attendees = people.map(({ attendeeKey }) => attendeeKey);
  const { row } = session;
  const scope = { key: row.key, kind: 'session', sessions: [row] } as const;
  const [{ registered, tickets }, figures] = await Promise.all([
    ticketsOf(parts, session, attendees),
    attendanceNow(parts.history, scope, { attendees, now: parts.dataThrough() }),
  ]);
  const timeZone = zoneOf(session);
  const video = hasWatchFigures(row) ? videoSeconds(row) : null;
  return people.map((person) => {
    const { live, onDemand } = figures.get(person.attendeeKey) ?? {};
    const watchMs = (live?.watchMs ?? 0) + (onDemand?.watchMs ?? 0);
    return {
      eventTicketId: tickets.get(person.attendeeKey) ?? null,
      ...namesOf(person),
      email: person.email,
      phoneNumber: person.phone,
      attended: person.attended,
      registrationDate: minuteText(registered.get(person.attendeeKey)?.registeredAt ?? null, timeZone),
      engagement: engagementPercent(watchMs, video),
      userId: numberOfId(person.attendee, person.attendeeKey),
    };
  });
}

/** Those who are registered or have a bookmark. */
export async function* holderPages(parts: Parts, session: SessionState): Pages {
  const people = peopleIn(parts, session, { registered: true, skip: 0 });
  for await (const page of people) yield await objectsOf(parts, session, page);
}

/** Everybody who is registered, has a bookmark or was there, without any of these, too. */
export async function* attendeePages(parts: Parts, session: SessionState, rows: Rows): Pages {
  const people = peopleIn(parts, session, { registered: undefined, ...rows });
  for await (const page of people) yield await objectsOf(parts, session, page);
}

export type Search = (...texts: readonly (string | null)[]) => boolean;

/** Of everybody those whom a search finds by name or address. All are looked at, so that `onFound` is told how many it finds. */
export async function* foundPages(
  parts: Parts,
  session: SessionState,
  {
    skip,
    size = Number.POSITIVE_INFINITY,
    search,
    onFound,
  }: Rows & { search: Search; onFound: (n: number) => void },
): Pages {
  let count = 0;
  for await (const page of peopleIn(parts, session, { registered: undefined, skip: 0 })) {
    const found = page.filter(({ name, firstName, lastName, email }) =>
      search(name, firstName, lastName, email),
    );
    const wanted = found.slice(Math.max(0, skip - count), Math.max(0, skip + size - count));
    yield await objectsOf(parts, session, wanted);
    count += found.length;
  }
  onFound(count);
}

/** How many `attendeePages` gives in all. */
export async function countAttendees({ history }: Parts, session: SessionState): Promise<number> {
  const { noShows } = await history.registrationCounts(ofSession(session));
  return noShows + (await history.seen({ scope: session.row.key, fromDay: 0, toDay: 1 }));
}

/** Numbers of the tickets with which people are registered for the session. */
export async function* ticketPages({ history }: Parts, { row }: SessionState): Pages {
  for (let after: { at: number; attendeeKey: number } | undefined; ; ) {
    const page = await history.registrations({ scope: row.key, kind: 'registration', after, limit: PAGE });
    const tickets = page.flatMap(({ ticketId }) => ticketId ?? []);
    yield (await ticketNumbers(history, row.tenant, tickets)).filter((number) => number !== null);
    if (page.length < PAGE) return;
    after = page.at(-1);
  }
}
