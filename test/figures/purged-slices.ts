import type { Session } from '../../server/live/catalogue.ts';
import type { History, HistoryBatch, SliceRow } from '../../storage/types.ts';

type Slice = Omit<SliceRow, 'attendeeKey'> & { readonly tenant: number };

/** Remembers the slices that commits brought, for those of sessions that have been deleted since: their event keeps these. */
export class PurgedSlices {
  readonly #slices = new Map<number, Slice>();
  readonly #sessions = new Map<number, Session>();
  readonly #deleted = new Set<number>();
  readonly #changed = new Set<number>();

  readonly take = (batch: HistoryBatch): void => {
    for (const session of batch.sessions) this.#sessions.set(session.key, session);
    for (const { tenant, attendee, pseudonym } of batch.erasures) {
      for (const slice of this.#slices.values())
        if (slice.tenant === tenant && slice.attendee === attendee)
          this.#put({ ...slice, attendee: pseudonym });
    }
    for (const { slice, session, tenant, attendee, mode, start, country } of batch.slicesStarted) {
      const open = { end: null, countedUntil: null, endedBy: null, playedMs: null };
      this.#put({ slice, session, tenant, attendee, mode, start, country, ...open });
    }
    this.#play(batch);
    for (const { slice, end, countedUntil, endedBy } of batch.slicesEnded)
      this.#put({ ...this.#slice(slice), end, countedUntil, endedBy });
    for (const { scopeKind, scope } of batch.deleted) if (scopeKind === 'session') this.#deleted.add(scope);
    for (const session of batch.stale) this.#changed.add(this.#session(session).event);
  };

  /** The deleted sessions of an event that had slices. */
  sessionsOf(event: number): Session[] {
    const keys = new Set([...this.#slices.values()].map(({ session }) => session));
    return [...this.#deleted]
      .filter((key) => keys.has(key))
      .flatMap((key) => {
        const session = this.#session(key);
        return session.event === event ? [session] : [];
      });
  }

  async slicesOf(history: History, sessions: readonly Session[]): Promise<SliceRow[]> {
    const keys = new Set(sessions.map(({ key }) => key));
    const slices = [...this.#slices.values()].filter(({ session }) => keys.has(session));
    return Promise.all(
      slices.map(async ({ tenant, ...slice }) => {
        const found = await history.attendee({ tenant, id: slice.attendee });
        if (found === null) throw new Error(`no attendee ${slice.attendee}`);
        return { ...slice, attendeeKey: found.key };
      }),
    );
  }

  /** Whether the past of an event's sessions has changed: watch time of before cannot be computed anew after a deletion. */
  hasChanged(event: number): boolean {
    return this.#changed.has(event);
  }

  #play({ slicesPlayed }: HistoryBatch): void {
    const advances = new Map<number, number>();
    for (const { slice, advanceMs } of slicesPlayed)
      advances.set(slice, (advances.get(slice) ?? 0) + advanceMs);
    for (const [slice, advance] of advances) {
      const played = this.#slice(slice);
      this.#put({ ...played, playedMs: (played.playedMs ?? 0) + Math.round(advance) });
    }
  }

  #put(slice: Slice): void {
    this.#slices.set(slice.slice, slice);
  }

  #slice(key: number): Slice {
    const slice = this.#slices.get(key);
    if (slice === undefined) throw new Error(`no slice ${key}`);
    return slice;
  }

  #session(key: number): Session {
    const session = this.#sessions.get(key);
    if (session === undefined) throw new Error(`no session ${key}`);
    return session;
  }
}
