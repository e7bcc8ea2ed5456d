import { hash } from 'node:crypto';
import type { History, ScopeSums } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { SessionState } from '../live/registry.ts';
import { totalsOfSessions } from './attendance-now.ts';

/** A short text of its own for every value. */
export function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64');
}

/**
 * What minutes and attendees of sessions follow from, for what takes long to work out: as long as no session has another minute
 * or attendee, neither have any of them together.
 */
export class MinuteStates {
  readonly #sums: ReadonlyMap<ScopeKey, ScopeSums>;
  /** When the last purge began, by organization. */
  readonly #purged: ReadonlyMap<ScopeKey, number>;

  private constructor(sums: ReadonlyMap<ScopeKey, ScopeSums>, purged: ReadonlyMap<ScopeKey, number>) {
    this.#sums = sums;
    this.#purged = purged;
  }

  /** `now`: log time up to which slices are known, ms. */
  static async read(history: History, sessions: readonly SessionState[], now: number): Promise<MinuteStates> {
    const rows = sessions.map(({ row }) => row);
    const purges = await history.purges();
    const purged = new Map(purges.map(({ organization, startedAt }) => [organization, startedAt]));
    return new MinuteStates(await totalsOfSessions(history, rows, now), purged);
  }

  sumsOf({ row }: SessionState): ScopeSums | undefined {
    return this.#sums.get(row.key);
  }

  /** Of some of the sessions. */
  of(sessions: readonly SessionState[]): string {
    const states = sessions.map(({ row, event }) => {
      const { attendees, live, onDemand } = this.#sums.get(row.key) ?? {};
      const minutes = [live?.engagedMinutes, onDemand?.engagedMinutes, row.windows];
      const counts = [attendees, live?.attendees, onDemand?.attendees];
      return [row.key, ...counts, ...minutes, this.#purged.get(event.organization.row.key)];
    });
    return digestOf(states);
  }
}
