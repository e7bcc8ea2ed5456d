import { NOTHING_KNOWN } from '../../storage/nothing.ts';
import type { HistoryTransaction, PastAnswer } from '../../storage/types.ts';
import type { Erased, Undecided } from '../live/effects.ts';
import { BubbleMoves, type Bubbles } from './bubbles.ts';
import { MemoryOfEngagements, questionFor } from './memory-of-engagements.ts';
import { MemoryOfPeople, peopleIn } from './memory-of-people.ts';
import { MemoryOfRegistrations, registrationsIn } from './memory-of-registrations.ts';

/** What a batch must know of the past to decide what it brings, and what it has decided already. */
export class Past {
  readonly engagements: MemoryOfEngagements;
  readonly people: MemoryOfPeople;
  readonly registrations: MemoryOfRegistrations;
  readonly bubbles: BubbleMoves;

  private constructor(known: PastAnswer, bubbles: Bubbles) {
    this.engagements = new MemoryOfEngagements(known);
    this.people = new MemoryOfPeople(known);
    this.registrations = new MemoryOfRegistrations(known);
    this.bubbles = new BubbleMoves(bubbles);
  }

  /** What somebody did was done by the pseudonym. */
  erase({ tenant, attendee, pseudonym }: Erased): void {
    if (attendee === null) return;
    this.engagements.rename(tenant, attendee, pseudonym);
    this.people.rename(tenant, attendee, pseudonym);
    this.registrations.rename(tenant, attendee, pseudonym);
  }

  static async of(
    history: Pick<HistoryTransaction, 'known'>,
    undecided: readonly Undecided[],
    bubbles: Bubbles,
  ): Promise<Past> {
    if (undecided.length === 0) return new Past(NOTHING_KNOWN, bubbles);
    const engaged = undecided.filter((effect) => effect.kind === 'engaged');
    const kept = undecided.filter((effect) => effect.kind === 'kept');
    const known = await history.known({
      ...questionFor(engaged),
      attendees: peopleIn(kept),
      registrations: registrationsIn(kept),
      slices: [],
    });
    return new Past(known, bubbles);
  }
}
