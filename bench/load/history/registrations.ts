import { FIRST_DAY, type PlannedSession, type Programme, type Sizes } from './programme.ts';

/** A row of `registrations` but for what is alike in all. */
export type RegistrationCells = readonly [
  scope: number,
  attendee: number,
  kind: 'registration' | 'bookmark',
  event: number,
  at: number,
  ticket: string | null,
];

/** The number of the event that everybody registers for. */
const REGISTERED_EVENT = 1;
/** Of its sessions, the one with most of the registrations that are for a session. */
const REGISTERED_ROOM = 1;
const IN_ROOM = 0.2;
const BOOKMARK_EVERY = 3;

/** The first people of a session's pool; the registrations of one scope have a second each. */
function* people(
  scope: number,
  { event, pool }: PlannedSession,
  wanted: number,
): Generator<RegistrationCells> {
  const count = Math.min(Math.floor(wanted), pool.size);
  for (let index = 0; index < count; index++) {
    const attendee = pool.first + index;
    const isBookmark = scope !== event && index % BOOKMARK_EVERY === 0;
    const cells = [isBookmark ? 'bookmark' : 'registration', event, FIRST_DAY + index * 1000] as const;
    yield [scope, attendee, ...cells, isBookmark ? null : `ticket-${attendee}`];
  }
}

/** For one event as such as many as its people allow, a fifth for one room of it, the others for its other sessions. */
export function* registrationsOf(
  { events, planned }: Programme,
  { registrations }: Sizes,
): Generator<RegistrationCells> {
  const event = events[REGISTERED_EVENT]?.key;
  const sessions = planned.filter((one) => one.event === event).sort((a, b) => a.key - b.key);
  const room = sessions[REGISTERED_ROOM];
  if (event === undefined || room === undefined) return;
  const forEvent = Math.min(room.pool.size, Math.round(registrations / 2));
  yield* people(event, room, forEvent);
  const others = (registrations * (1 - IN_ROOM) - forEvent) / (sessions.length - 1);
  for (const session of sessions)
    yield* people(session.key, session, session === room ? registrations * IN_ROOM : others);
}
