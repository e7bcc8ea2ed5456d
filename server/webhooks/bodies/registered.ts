import type { HistoryPeople } from '../../../storage/ports/history/people.ts';
import type { HistoryRegistrations } from '../../../storage/ports/history/registrations.ts';
import type { AttendeeRow, MessageRow, RegistrationRow } from '../../../storage/types.ts';
import { isErasedId } from '../../live/pseudonyms.ts';

/** Who registered; null once erased or unknown. The registration is null when it was taken back meanwhile. */
export interface Registered {
  readonly attendee: AttendeeRow | null;
  readonly registration: RegistrationRow | null;
}

type History = Pick<HistoryPeople, 'attendees'> & Pick<HistoryRegistrations, 'registrationsOf'>;

const NOBODY: Registered = { attendee: null, registration: null };

export async function registeredOf(
  history: History,
  { attendee: key, session, event }: MessageRow,
): Promise<Registered> {
  if (key === null) return NOBODY;
  const [attendee] = await history.attendees([key]);
  if (attendee === undefined || isErasedId(attendee.attendee)) return NOBODY;
  const scope = session ?? event;
  const all = await history.registrationsOf(key);
  const own = all.find((one) => one.scope === scope && one.kind === 'registration');
  return { attendee, registration: own ?? null };
}
