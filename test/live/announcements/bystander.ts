import type { LiveWindow, ScopeKey } from '../../../server/live/catalogue.ts';
import type { Entry } from '../../../server/live/changes.ts';
import type { Applied } from '../../../server/live/effects.ts';
import type { Live } from '../../../server/live/live.ts';
import type { EventState, SessionState } from '../../../server/live/registry.ts';

const MINUTE = 60_000;
const minuteOf = (time: number) => Math.floor(time / MINUTE) * MINUTE;

/** An event or session as it stands after an entry. */
interface Seen {
  /** As it is called in a line: its event and, of a session, itself. */
  readonly name: string;
  readonly concurrent: number;
  readonly peak: { readonly value: number; readonly at: number | null };
  /** Of a session. */
  readonly windows: readonly LiveWindow[];
  /** Of an event. */
  readonly endedAt: number | null;
  readonly endsAt: number | null;
}

type World = ReadonlyMap<ScopeKey, Seen>;

interface Silence {
  readonly since: number;
  readonly coveredAt: number;
}

const isLive = ({ windows }: Seen) => windows.at(-1)?.[1] === null;

/**
 * Says what is to be announced of sessions and events whose root organizations are listened to, from nothing but what figures and
 * the catalogue look like after every entry, and when slices ended.
 */
export class Bystander {
  readonly #live: Live;
  readonly #roots: ReadonlySet<string>;
  readonly #ended = new Set<ScopeKey>();
  readonly #silences = new Map<ScopeKey, Silence>();
  #world: World = new Map();
  #last = 0;
  #gaps = 0;

  constructor(live: Live, roots: readonly string[]) {
    this.#live = live;
    this.#roots = new Set(roots);
  }

  /** To be asked after each entry: a line for everything that it has announced, in any order. */
  expected({ time }: Entry, applied: Applied): string[] {
    const before = this.#world;
    const after = this.#look();
    if (applied.standstill && this.#last > 0) this.#gaps += time - this.#last;
    const lines = [...this.#peaks(before, time), ...this.#endsByTime(before, time)];
    this.#empty(before, applied, (until) => until < time);
    lines.push(...this.#fallSilent(before, time), ...this.#acts(after, time));
    this.#hear(after, time);
    this.#empty(after, applied, (until) => until === time);
    for (const [key, { concurrent }] of after) if (concurrent > 0) this.#silences.delete(key);
    this.#world = after;
    this.#last = time;
    return lines;
  }

  #look(): World {
    const { registry } = this.#live;
    const world = new Map<ScopeKey, Seen>();
    for (const session of registry.sessions()) this.#add(world, session.event, session);
    for (const event of registry.events()) this.#add(world, event);
    return world;
  }

  #add(world: Map<ScopeKey, Seen>, event: EventState, session?: SessionState): void {
    const { registry, time } = this.#live;
    if (!this.#roots.has(registry.root(event.organization).row.id)) return;
    const { key } = (session ?? event).row;
    const { concurrent, peak } = this.#live.figures(key, time ?? 0);
    world.set(key, {
      name: session === undefined ? event.row.id : `${event.row.id}/${session.row.id}`,
      ...{ concurrent, peak, windows: session?.row.windows ?? [] },
      endedAt: session === undefined ? event.row.endedAt : null,
      endsAt: session === undefined ? event.row.details.endsAt : null,
    });
  }

  #peaks(world: World, time: number): string[] {
    const minute = minuteOf(this.#last);
    if (minuteOf(time) === minute) return [];
    return [...world.values()].flatMap(({ name, peak: { at, value } }) =>
      at !== null && at >= minute ? [`peak.reached ${name} at ${at}: ${value}`] : [],
    );
  }

  #endsByTime(world: World, time: number): string[] {
    const [from, through] = [minuteOf(this.#last), minuteOf(time)];
    return [...world].flatMap(([key, { name, endsAt, endedAt }]) => {
      const due = endsAt === null || endedAt !== null ? 0 : endsAt + 15 * MINUTE;
      return due > from && due <= through ? this.#end(key, `event.ended ${name} at ${due}`) : [];
    });
  }

  #end(key: ScopeKey, line: string): string[] {
    if (this.#ended.has(key)) return [];
    this.#ended.add(key);
    return [line];
  }

  /** Whoever was counted until then may have been the last. */
  #empty(world: World, { effects }: Applied, isThen: (until: number) => boolean): void {
    for (const effect of effects) {
      if (effect.kind !== 'sliceEnded') continue;
      const { session, start, countedUntil } = effect;
      const seen = world.get(session);
      if (seen === undefined || start === countedUntil || !isThen(countedUntil)) continue;
      if (isLive(seen))
        this.#silences.set(session, { since: countedUntil, coveredAt: countedUntil - this.#gaps });
    }
  }

  #fallSilent(world: World, time: number): string[] {
    return [...this.#silences].flatMap(([key, { since, coveredAt }]) => {
      const due = coveredAt + this.#gaps + MINUTE;
      if (due > time) return [];
      this.#silences.delete(key);
      return [`session.silent ${world.get(key)?.name} at ${due} since ${since}`];
    });
  }

  #acts(world: World, time: number): string[] {
    return [...world].flatMap(([key, { name, windows, endedAt }]) => [
      ...windows.filter(([start]) => start === time).map(() => `session.live ${name} at ${time}`),
      ...windows.filter(([, end]) => end === time).map(() => `session.ended ${name} at ${time}`),
      ...(endedAt === time ? this.#end(key, `event.ended ${name} at ${time}`) : []),
    ]);
  }

  /** Where somebody is, or that is live no more, or only since now, there is no silence. */
  #hear(world: World, time: number): void {
    for (const key of this.#silences.keys()) {
      const seen = world.get(key);
      const isSilent = seen !== undefined && seen.concurrent === 0 && isLive(seen);
      if (!isSilent || seen.windows.at(-1)?.[0] === time) this.#silences.delete(key);
    }
  }
}
