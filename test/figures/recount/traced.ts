import type { RecountScope } from '../../../server/figures/recount/counted-scope.ts';
import type { Entry } from '../../../server/live/changes.ts';
import type { Effect, MinuteClosed, PeakReached } from '../../../server/live/effects.ts';
import { Live } from '../../../server/live/live.ts';
import type { Run, SliceRow } from '../../../storage/types.ts';

type Written<T> = { -readonly [K in keyof T]: T[K] };

/** What a log gave: its slices and runs, and what live closed. */
export interface Traced {
  readonly live: Live;
  readonly slices: readonly SliceRow[];
  readonly runs: readonly Run[];
  readonly minutes: readonly Omit<MinuteClosed, 'kind'>[];
  /** Last told, by scope and day. */
  readonly peaks: ReadonlyMap<string, Omit<PeakReached, 'kind'>>;
  /** Scope, day and attendee. */
  readonly seen: ReadonlySet<string>;
  /** Time of the last entry. */
  readonly through: number;
  scopesOf(session: number): readonly RecountScope[];
}

/** Numbers for the attendees of a log, as a file gives them. */
class AttendeeKeys {
  readonly #keys = new Map<string, number>();
  #last = 0;

  of(tenant: number, attendee: string): number {
    const name = `${tenant} ${attendee}`;
    const key = this.#keys.get(name) ?? ++this.#last;
    this.#keys.set(name, key);
    return key;
  }

  /** Who comes under the old name from now on is somebody else. */
  rename(tenant: number, attendee: string, pseudonym: string): number {
    const key = this.of(tenant, attendee);
    this.#keys.delete(`${tenant} ${attendee}`);
    this.#keys.set(`${tenant} ${pseudonym}`, key);
    return key;
  }
}

/** Lets live read a log. */
export function trace(entries: readonly Entry[]): Traced {
  const live = new Live();
  const keys = new AttendeeKeys();
  const slices = new Map<number, Written<SliceRow>>();
  const runs: Written<Run>[] = [];
  const minutes: Omit<MinuteClosed, 'kind'>[] = [];
  const peaks = new Map<string, Omit<PeakReached, 'kind'>>();
  const seen = new Set<string>();
  /** Of every session that was ever in use: some are deleted. */
  const scopes = new Map<number, readonly RecountScope[]>();
  const take = (effect: Effect): void => {
    if (effect.kind === 'sliceStarted') {
      const { slice, session, attendee, mode, start, country, tenant } = effect;
      const attendeeKey = keys.of(tenant, attendee);
      scopes.set(session, live.registry.sessionByKey(session)?.scopes ?? scopes.get(session) ?? []);
      const open = { end: null, countedUntil: null, endedBy: null, playedMs: null };
      slices.set(slice, { slice, session, attendee, attendeeKey, mode, start, country, ...open });
    } else if (effect.kind === 'slicePlayed') {
      const row = slices.get(effect.slice);
      if (row !== undefined) row.playedMs = (row.playedMs ?? 0) + effect.advanceMs;
    } else if (effect.kind === 'sliceEnded') {
      const { end, countedUntil, endedBy } = effect;
      Object.assign(slices.get(effect.slice) ?? {}, { end, countedUntil, endedBy });
    } else if (effect.kind === 'minute') {
      const { kind: _, ...row } = effect;
      minutes.push(row);
    } else if (effect.kind === 'peak') {
      const { kind: _, ...peak } = effect;
      peaks.set(`${peak.scope} ${peak.day}`, peak);
    } else if (effect.kind === 'seen') {
      seen.add(`${effect.scope} ${effect.day} ${keys.of(effect.tenant, effect.attendee)}`);
    } else if (effect.kind === 'erased' && effect.attendee !== null) {
      const { tenant, attendee, pseudonym } = effect;
      const attendeeKey = keys.rename(tenant, attendee, pseudonym);
      for (const row of slices.values()) if (row.attendeeKey === attendeeKey) row.attendee = pseudonym;
    }
  };
  for (const entry of entries) {
    const { effects, standstill } = live.apply(entry);
    const run = runs.at(-1);
    if (run === undefined || standstill) runs.push({ start: entry.time, end: entry.time });
    else run.end = entry.time;
    for (const effect of effects) take(effect);
  }
  // What was deleted has no figures any more, and closed no last minute; what is above it has.
  const exists = ({ scope }: { scope: number }) => live.registry.scopes.has(scope);
  return {
    live,
    slices: [...slices.values()].sort((a, b) => a.start - b.start || a.slice - b.slice),
    runs,
    minutes: minutes.filter(exists),
    peaks: new Map([...peaks].filter(([, peak]) => exists(peak))),
    seen: new Set([...seen].filter((key) => exists({ scope: Number(key.split(' ')[0]) }))),
    through: entries.at(-1)?.time ?? 0,
    scopesOf: (session) => (scopes.get(session) ?? []).filter(({ key }) => exists({ scope: key })),
  };
}
