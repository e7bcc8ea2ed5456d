import type { AttendeeRow, History } from '../../../../storage/types.ts';

/** Names and addresses by attendee key. */
export type People = ReadonlyMap<number, AttendeeRow>;

/** Those of whoever is in some rows. */
export async function peopleBy(
  history: Pick<History, 'attendees'>,
  rows: readonly { readonly attendeeKey: number }[],
): Promise<People> {
  const keys = [...new Set(rows.map(({ attendeeKey }) => attendeeKey))];
  const people = keys.length === 0 ? [] : await history.attendees(keys);
  return new Map(people.map((row) => [row.attendeeKey, row]));
}

/** How somebody is shown. */
export function userObject(
  { attendee, attendeeKey }: { readonly attendee: string; readonly attendeeKey: number },
  people: People,
) {
  const { name = null, email = null } = people.get(attendeeKey) ?? {};
  return { userId: attendee, name, userEmail: email };
}
