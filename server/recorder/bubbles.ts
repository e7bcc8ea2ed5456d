import type { ScopeKey } from '../live/catalogue.ts';

/** Who is in which bubble of a session. The end of presence leaves the bubble. */
export class Bubbles {
  readonly #bubbleOf = new Map<ScopeKey, Map<string, string>>();

  join(session: ScopeKey, attendee: string, bubble: string): void {
    const people = this.#bubbleOf.get(session) ?? new Map<string, string>();
    people.set(attendee, bubble);
    this.#bubbleOf.set(session, people);
  }

  leave(session: ScopeKey, attendee: string, bubble?: string): void {
    const people = this.#bubbleOf.get(session);
    if (people === undefined || (bubble !== undefined && people.get(attendee) !== bubble)) return;
    people.delete(attendee);
    if (people.size === 0) this.#bubbleOf.delete(session);
  }

  has(session: ScopeKey, attendee: string, bubble: string): boolean {
    return this.#bubbleOf.get(session)?.get(attendee) === bubble;
  }
}
