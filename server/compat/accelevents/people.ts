import type { AttendeeRow, OneOfPeople, PeopleOf, RegisteredAttendee } from '../../../storage/types.ts';
import type { ApiParts } from '../../api/context.ts';
import { zoneOf } from '../../api/span-question.ts';
import { attendanceNow } from '../../figures/attendance-now.ts';
import { engagementPercent, videoSeconds } from '../../figures/video-length.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { SessionState } from '../../live/registry.ts';
import { numberOfId, ticketNumbers } from '../numbers.ts';
import { namesOf } from './names.ts';
import type { Rows } from './queries.ts';
import { hasWatchFigures } from './session-objects.ts';
import { minuteText } from './times.ts';

type Parts = Pick<ApiParts, 'history' | 'dataThrough'>;
type Person = OneOfPeople & AttendeeRow;

const PAGE = 1000;

const ofSession = ({ row }: SessionState): PeopleOf => ({ kind: 'session', key: row.key });

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

/** The ticket of each as a number: the last that is named counts. */
async function ticketsOf({ history }: Parts, tenant: ScopeKey, registered: readonly RegisteredAttendee[]) {
  const named = registered.flatMap(({ attendeeKey, ticketId }) =>
    ticketId === null ? [] : [[attendeeKey, ticketId] as const],
  );
  const ticketOf = new Map(named);
  const numbers = await ticketNumbers(history, tenant, [...ticketOf.values()]);
  return new Map([...ticketOf.keys()].map((key, index) => [key, numbers[index] ?? null]));
}

/** What the vendor says of each. */
async function objectsOf(parts: Parts, session: SessionState, people: readonly Person[]) {
  const { history, dataThrough } = parts;
  const { row } = session;
  const attendees = people.map(({ attendeeKey }) => attendeeKey);
  const scope = { key: row.key, kind: 'session', sessions: [row] } as const;
  const [own, inEvent, figures] = await Promise.all([
    history.registered(ofSession(session), attendees),
    history.registered({ kind: 'event', key: row.event }, attendees),
    attendanceNow(history, scope, { attendees, now: dataThrough() }),
  ]);
  const tickets = await ticketsOf(parts, row.tenant, [...inEvent, ...own]);
  const registered = new Map(own.map((one) => [one.attendeeKey, one]));
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
export async function* holderPages(parts: Parts, session: SessionState): AsyncGenerator<readonly unknown[]> {
  const people = peopleIn(parts, session, { registered: true, skip: 0 });
  for await (const page of people) yield await objectsOf(parts, session, page);
}

/** Everybody who is registered, has a bookmark or was there, without any of these, too. */
export async function* attendeePages(
  parts: Parts,
  session: SessionState,
  rows: Rows,
): AsyncGenerator<readonly unknown[]> {
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
): AsyncGenerator<readonly unknown[]> {
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
  const { noShows } = await history.registrationCounts(session.row.key);
  return noShows + (await history.standing(session.row.key)).uniques;
}

/** Numbers of the tickets with which people are registered for the session. */
export async function* ticketPages(
  { history }: Parts,
  { row }: SessionState,
): AsyncGenerator<readonly unknown[]> {
  for (let after = 0; ; ) {
    const page = await history.ticketsOf({ scope: row.key, after, limit: PAGE });
    const tickets = page.map(({ ticketId }) => ticketId);
    yield (await ticketNumbers(history, row.tenant, tickets)).filter((number) => number !== null);
    if (page.length < PAGE) return;
    after = page.at(-1)?.attendeeKey ?? after;
  }
}
