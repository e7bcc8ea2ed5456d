import type { KnownAttendee, PastAnswer, PastQuestion } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Kept } from '../live/effects.ts';

/** Whom a batch changes, and must be known for it. */
export function peopleIn(batch: readonly Kept[]): PastQuestion['attendees'] {
  return batch.flatMap(({ tenant, keep }) => (keep.type === 'attendee' ? [{ tenant, id: keep.id }] : []));
}

const keyOf = (tenant: ScopeKey, id: string) => `${tenant} ${id}`;

/**
 * The people that a batch changes, as they are in the file and after what the batch has done to them so far; of those whom
 * it only names, what it says of them.
 */
export class MemoryOfPeople {
  readonly #attendees = new Map<string, KnownAttendee>();

  constructor({ attendees }: Pick<PastAnswer, 'attendees'>) {
    for (const attendee of attendees) this.set(attendee);
  }

  get(tenant: ScopeKey, id: string): KnownAttendee | undefined {
    return this.#attendees.get(keyOf(tenant, id));
  }

  set(attendee: KnownAttendee): void {
    this.#attendees.set(keyOf(attendee.tenant, attendee.id), attendee);
  }

  /** What was known of somebody is another one's. */
  rename(tenant: ScopeKey, id: string, to: string): void {
    const known = this.get(tenant, id);
    if (known === undefined) return;
    this.#attendees.delete(keyOf(tenant, id));
    this.set({ ...known, id: to });
  }

  /** Somebody is named by an organization; gives the one that the person belongs to if the file does not know better. */
  name({ tenant, id, owners }: Omit<KnownAttendee, 'version'>): ScopeKey {
    const key = keyOf(tenant, id);
    const known = this.#attendees.get(key) ?? { tenant, id, owners, version: 0 };
    this.#attendees.set(key, known);
    return known.owners[0] ?? tenant;
  }
}
