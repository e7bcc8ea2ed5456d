import type { History } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { average } from './span-totals.ts';

export interface Registered {
  /** Registered or bookmarked, since the event or session exists. */
  readonly registered: number;
  /** Those of them who were there, in percent (2 decimals); null where nobody is registered. */
  readonly registeredAttendedPercent: number | null;
}

export async function registeredFor(history: History, scope: ScopeKey): Promise<Registered> {
  const { registered, noShows } = await history.registrationCounts(scope);
  return { registered, registeredAttendedPercent: average((registered - noShows) * 100, registered) };
}
