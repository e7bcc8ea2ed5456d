import type { AttendeeFilter, History } from '../../../storage/types.ts';
import {
  attendeePut,
  batchAt,
  EVENT,
  ORG,
  organization,
  ROOM,
  registration,
  STREAM,
  seen,
  started,
  T0,
} from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

export const SUB = 11;
export const SESSION = { kind: 'session', key: ROOM } as const;
export const OF_EVENT = { kind: 'event', key: EVENT } as const;

/**
 * Of the root: ann (registered, was in the room), bob (token only, was in the stream), cid (registered for the room), dan
 * (has a bookmark of the event), eve (put only). Of the sub-organization: fay, who was in the room.
 */
export async function withPeople(makeStore: MakeStore): Promise<History> {
  const history = await withCatalogue(makeStore);
  await history.commit(
    batchAt(T0 + 9, {
      organizations: [organization({ key: SUB, id: 'sub', parent: ORG })],
      slicesStarted: [
        started({ slice: 1, attendee: 'ann', start: T0 + 1, country: 'FR' }),
        started({
          slice: 2,
          attendee: 'bob',
          start: T0 + 2,
          session: STREAM,
          name: 'Bob',
          email: 'Bob@X.org',
        }),
        started({ slice: 3, attendee: 'fay', start: T0 + 3, owners: [SUB, ORG] }),
        started({ slice: 4, attendee: 'ann', start: T0 + 4 }),
      ],
      seen: [seen(ROOM, 'ann'), seen(EVENT, 'ann'), seen(ROOM, 'fay'), seen(EVENT, 'fay')].concat([
        seen(STREAM, 'bob'),
        seen(EVENT, 'bob'),
      ]),
      attendees: [
        attendeePut({
          at: T0 + 5,
          details: { name: 'Ännchen Ö', email: 'ann@x.org', metadata: { seat: 1 } },
        }),
        attendeePut({ id: 'eve', at: T0 + 6, details: { name: 'änne', country: 'DE' } }),
        attendeePut({ at: T0 + 7, version: 2, details: { name: 'Ännchen Ö', email: 'ANN@x.org' } }),
      ],
      registrations: [
        registration({ attendee: 'cid', at: T0 + 7 }),
        registration({ attendee: 'dan', at: T0 + 8, scope: EVENT, kind: 'bookmark' }),
        registration({ attendee: 'ann', at: T0 + 8, kind: 'bookmark' }),
      ],
    }),
  );
  return history;
}

export async function ids(history: History, filter: Partial<AttendeeFilter> = {}): Promise<string[]> {
  const rows = await history.attendeeList({ organizations: [ORG, SUB], limit: 10, ...filter });
  return rows.map(({ id }) => id);
}

export async function keyOf(history: History, id: string): Promise<number> {
  return (await history.attendee({ tenant: ORG, id }))?.key ?? -1;
}
