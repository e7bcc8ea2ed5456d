import type { History, PeopleOf } from '../../storage/types.ts';
import { average } from './span-totals.ts';

export interface Registered {
  /** Registered or bookmarked, since the event or session exists. */
  readonly registered: number;
  /** Those of them who were there, in percent (2 decimals); null where nobody is registered. */
  readonly registeredAttendedPercent: number | null;
}

const PAGE = 1000;

export async function registeredFor(history: History, of: PeopleOf): Promise<Registered> {
  let registered = 0;
  let attended = 0;
  for (let after = 0; ; ) {
    const page = await history.people({ of, registered: true, after, limit: PAGE });
    registered += page.length;
    attended += page.filter((one) => one.attended).length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.attendeeKey;
  }
  return { registered, registeredAttendedPercent: average(attended * 100, registered) };
}
