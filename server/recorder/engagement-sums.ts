import type { Recounted } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';

const MINUTE_MS = 60_000;

class Sums<Row extends object> {
  readonly #rows = new Map<string, Row & { count: number }>();

  add(key: string, row: Row): void {
    const known = this.#rows.get(key);
    if (known === undefined) this.#rows.set(key, { ...row, count: 1 });
    else known.count++;
  }

  rows() {
    return [...this.#rows.values()];
  }
}

interface OfAttendee {
  readonly session: ScopeKey;
  readonly tenant: ScopeKey;
  readonly attendee: string;
  readonly action: string;
}

interface OfScope {
  readonly scope: ScopeKey;
  /** UTC day, 0: since the scope exists. */
  readonly day: number;
  readonly action: string;
  /** ms. */
  readonly at: number;
}

/** Counts engagements by all that they are summed up by, before they are written. */
export class EngagementSums {
  readonly #attendees = new Sums<OfAttendee>();
  readonly #scopes = new Sums<Omit<OfScope, 'at'>>();
  readonly #minutes = new Sums<{ scope: ScopeKey; minute: number; action: string }>();

  ofAttendee({ session, tenant, attendee, action }: OfAttendee): void {
    this.#attendees.add(`${session} ${action} ${attendee}`, { session, tenant, attendee, action });
  }

  ofScope({ scope, day, action, at }: OfScope): void {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    this.#scopes.add(`${scope} ${day} ${action}`, { scope, day, action });
    this.#minutes.add(`${scope} ${minute} ${action}`, { scope, minute, action });
  }

  recounted(): Pick<Recounted, 'attendeeEngagements' | 'engagementCounts' | 'engagementMinutes'> {
    return {
      attendeeEngagements: this.#attendees.rows(),
      engagementCounts: this.#scopes.rows(),
      engagementMinutes: this.#minutes.rows(),
    };
  }
}
