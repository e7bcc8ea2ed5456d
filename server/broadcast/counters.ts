import { randomUUID } from 'node:crypto';
import { MINUTE_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { LiveFigures } from '../live/figures.ts';
import type { Live } from '../live/live.ts';
import { dayOf } from '../live/watch.ts';
import { formatScope, type ParsedScope } from '../protocol/ids.ts';
import { iso } from '../protocol/iso-time.ts';
import type { Counters } from '../protocol/server-messages.ts';
import { backfilledWatchMs, higherPeak } from '../recorder/backfilled-figures.ts';
import type { Tallies } from '../recorder/tallies.ts';

export interface CountersSource {
  readonly live: Live;
  readonly tallies: Tallies;
  /** Log time, ms. */
  readonly now: () => number;
  /** Nothing comes from the log: the figures stand as of the last entry. */
  readonly isDegraded: () => boolean;
}

const seconds = (ms: number) => Math.round(ms) / 1000;
const rounded = (value: number) => Math.round(value * 1000) / 1000;

const EMPTY_FIGURES: Omit<LiveFigures, 'minute'> = {
  concurrent: 0,
  connections: 0,
  peak: { value: 0, at: null },
  watchMs: 0,
  byMode: { live: 0, onDemand: 0 },
  byCountry: {},
  visibility: { active: 0, idle: 0, hidden: 0 },
};

/** Puts the counters of a scope together: presence from live, uniques and engagement from the recorder. */
export class CountersComposer {
  /** Changes with the process: sequence numbers start anew with it. */
  readonly epoch = randomUUID();
  readonly #source: CountersSource;
  readonly #texts = new Map<ScopeKey, { at: number; version: number; seq: number; text: string }>();

  constructor(source: CountersSource) {
    this.#source = source;
  }

  /** Counters of a scope that may not exist yet: then all are zero. */
  compose(scope: ParsedScope, key: ScopeKey | undefined, seq: number): Counters {
    const { live } = this.#source;
    const { isDegraded } = this;
    const at = isDegraded ? (live.time ?? this.#source.now()) : Math.max(this.#source.now(), live.time ?? 0);
    const figures = key === undefined ? emptyAt(at) : live.figures(key, at);
    const { minute } = figures;
    const { watchMs, peak } = this.#withPast(scope, key, figures, at);
    const { uniques, engagement } = this.#tallyOf(scope, key, at);
    const capacity = this.#capacityOf(key);
    return {
      scope: formatScope(scope),
      epoch: this.epoch,
      seq,
      at: iso(at),
      concurrent: figures.concurrent,
      connections: figures.connections,
      peak: { value: peak.value, at: peak.at === null ? null : iso(peak.at) },
      minute: { ...minute, start: iso(minute.start), average: rounded(minute.average) },
      uniques,
      watchSeconds: seconds(watchMs),
      byMode: figures.byMode,
      byCountry: figures.byCountry,
      visibility: figures.visibility,
      engagement,
      ...(capacity === null ? {} : { capacity }),
      ...(isDegraded ? { degraded: true as const } : {}),
    };
  }

  get isDegraded(): boolean {
    return this.#source.isDegraded();
  }

  /** The same as JSON. What was asked for in this millisecond already is not made again. */
  text(scope: ParsedScope, key: ScopeKey | undefined, seq: number): string {
    const { live, tallies, now } = this.#source;
    const known = this.#texts.get(key ?? -1);
    const at = now();
    const version = key === undefined ? Number.NaN : live.versionOf(key) + tallies.versionOf(key);
    const isSame = known !== undefined && known.at === at && known.version === version && known.seq === seq;
    if (isSame && !this.isDegraded) return known.text;
    const text = JSON.stringify(this.compose(scope, key, seq));
    if (key !== undefined) this.#texts.set(key, { at, version, seq, text });
    return text;
  }

  /** Live knows what it has counted itself; what imports have added to the past is the recorder's. */
  #withPast(
    { kind }: ParsedScope,
    key: ScopeKey | undefined,
    { watchMs, peak }: Pick<LiveFigures, 'watchMs' | 'peak'>,
    at: number,
  ): Pick<LiveFigures, 'watchMs' | 'peak'> {
    if (key === undefined) return { watchMs, peak };
    const { live, tallies } = this.#source;
    const day = kind === 'organization' ? dayOf(at) : 0;
    return {
      watchMs: watchMs + backfilledWatchMs({ live, tallies }, key, day),
      peak: higherPeak(peak, tallies.peakOf(key, day)),
    };
  }

  #tallyOf({ kind }: ParsedScope, key: ScopeKey | undefined, at: number) {
    return this.#source.tallies.of(key ?? -1, kind === 'organization' ? dayOf(at) : 0);
  }

  #capacityOf(key: ScopeKey | undefined): number | null {
    return key === undefined ? null : this.#source.live.capacityOf(key);
  }
}

function emptyAt(at: number): LiveFigures {
  const start = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const minute = { start, peak: 0, minimum: 0, average: 0, joins: 0, leaves: 0, uniques: 0 };
  return { ...EMPTY_FIGURES, minute };
}
