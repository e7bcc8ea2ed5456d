import type { BackfilledWatch, EngagementCount, Restored } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';

interface Tally {
  /** UTC day number for organizations, else 0. */
  day: number;
  uniques: number;
  readonly engagement: Map<string, number>;
  /** Counts up with every change. */
  version: number;
}

/** So many names of custom actions are counted apart in a scope; the rest together as `other`. */
const MAX_CUSTOM_ACTIONS = 64;
const OTHER_ACTIONS = 'x.other';

export interface ScopeTally {
  readonly uniques: number;
  readonly engagement: Readonly<Record<string, number>>;
}

const NOTHING: ScopeTally = { uniques: 0, engagement: {} };

export interface Peak {
  readonly day: number;
  readonly value: number;
  readonly at: number;
}

/** Watch time of imported slices of a session, ms; `uncutMs` counts unless the session is known to have begun afterwards. */
type Backfilled = Omit<BackfilledWatch, 'session'>;

/** Uniques and engagement of every scope, and what imports have added to the past, as committed. The recorder's state: only it changes them. */
export class Tallies {
  readonly #tallies = new Map<ScopeKey, Tally>();
  readonly #peaks = new Map<ScopeKey, Peak>();
  /** By session: since it exists, and on the last UTC day. */
  readonly #backfilled = new Map<ScopeKey, { total: Backfilled; daily: Backfilled }>();
  readonly #changes = new Map<ScopeKey, number>();

  constructor({
    uniques,
    engagementCounts,
    peaks = [],
    backfilledWatch = [],
  }: Pick<Restored, 'uniques' | 'engagementCounts'> & Partial<Pick<Restored, 'peaks' | 'backfilledWatch'>>) {
    this.addUniques(uniques);
    this.addEngagement(engagementCounts);
    this.addPeaks(peaks);
    this.addBackfilled(backfilledWatch);
  }

  /** `day`: the UTC day asked for, for organizations; 0 else. */
  of(scope: ScopeKey, day: number): ScopeTally {
    const tally = this.#tallies.get(scope);
    if (tally === undefined || tally.day !== day) return NOTHING;
    return { uniques: tally.uniques, engagement: Object.fromEntries(tally.engagement) };
  }

  addUniques(counts: Restored['uniques']): void {
    for (const { scope, day, count } of counts) this.#touch(scope, day).uniques += count;
  }

  addEngagement(counts: readonly EngagementCount[]): void {
    for (const { scope, day, action, count } of counts) {
      const { engagement } = this.#touch(scope, day);
      engagement.set(action, (engagement.get(action) ?? 0) + count);
    }
  }

  /** What slices of the past gave; the highest stands, of equal ones the first. */
  addPeaks(peaks: Restored['peaks']): void {
    for (const { scope, day, value, at } of peaks) {
      const known = this.#peaks.get(scope);
      const isLower = known !== undefined && known.day === day && isHigher(known, { value, at });
      if (isLower || (known !== undefined && known.day > day)) continue;
      this.#peaks.set(scope, { day, value, at });
      this.touch(scope);
    }
  }

  /** The highest that the file knew at the start or an import has brought since; undefined where there was none. */
  peakOf(scope: ScopeKey, day: number): Peak | undefined {
    const peak = this.#peaks.get(scope);
    return peak?.day === day ? peak : undefined;
  }

  addBackfilled(watch: readonly BackfilledWatch[]): void {
    for (const { session, ...more } of watch) {
      const none = { day: more.day, ms: 0, uncutMs: 0 };
      const known = this.#backfilled.get(session) ?? { total: { ...none, day: 0 }, daily: none };
      const part = more.day === 0 ? 'total' : 'daily';
      const before = known[part].day === more.day ? known[part] : none;
      const sum = { day: more.day, ms: before.ms + more.ms, uncutMs: before.uncutMs + more.uncutMs };
      this.#backfilled.set(session, { ...known, [part]: sum });
    }
  }

  /** Watch time of imported slices by session, ms: since it exists (day 0), or on the UTC day. */
  *backfilledOn(day: number): Generator<BackfilledWatch> {
    for (const [session, { total, daily }] of this.#backfilled) {
      const watch = day === 0 ? total : daily;
      if (watch.day === day) yield { session, ...watch };
    }
  }

  /** Something that is shown of the scope has changed. */
  touch(scope: ScopeKey): void {
    this.#changes.set(scope, (this.#changes.get(scope) ?? 0) + 1);
  }

  /**
   * The name under which an action is counted in a scope on a day (0: of no organization): a stranger cannot make up any
   * number of names.
   */
  countedAs(
    { scope, day }: { scope: ScopeKey; day: number },
    action: string,
    pending: ReadonlySet<string>,
  ): string {
    if (!action.startsWith('x.')) return action;
    const tally = this.#tallies.get(scope);
    const known = tally?.day === day ? tally.engagement : undefined;
    if (known?.has(action) || pending.has(action)) return action;
    const names = new Set([...(known?.keys() ?? []), ...pending].filter((name) => name.startsWith('x.')));
    return names.size < MAX_CUSTOM_ACTIONS ? action : OTHER_ACTIONS;
  }

  /** The scope is deleted. */
  forget(scope: ScopeKey): void {
    this.#tallies.delete(scope);
    this.#peaks.delete(scope);
    this.#backfilled.delete(scope);
  }

  /** Changes whenever the tally of the scope does. */
  versionOf(scope: ScopeKey): number {
    return (this.#tallies.get(scope)?.version ?? 0) + (this.#changes.get(scope) ?? 0);
  }

  #touch(scope: ScopeKey, day: number): Tally {
    const tally = this.#at(scope, day);
    tally.version++;
    return tally;
  }

  /** A later day begins a tally anew; what still comes of an earlier day changes nothing. */
  #at(scope: ScopeKey, day: number): Tally {
    const known = this.#tallies.get(scope);
    if (known !== undefined && known.day === day) return known;
    const tally = {
      day,
      uniques: 0,
      engagement: new Map<string, number>(),
      version: (known?.version ?? 0) + 1,
    };
    if (known === undefined || day > known.day) this.#tallies.set(scope, tally);
    return tally;
  }
}

/** Whether the first is not surpassed by the second. */
function isHigher(one: Pick<Peak, 'value' | 'at'>, other: Pick<Peak, 'value' | 'at'>): boolean {
  return one.value > other.value || (one.value === other.value && one.at <= other.at);
}
