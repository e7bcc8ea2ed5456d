import type { Entry } from './changes.ts';
import { moveTo, runTo, skipTo } from './clock.ts';
import { applyChange } from './dispatch.ts';
import type { Applied, Effect } from './effects.ts';
import { endIncarnations } from './ending.ts';
import { dropStaleImports } from './importing.ts';
import { closeInstant, turnDay } from './instants.ts';
import { expire } from './joining.ts';
import { LiveState } from './live-state.ts';
import { LiveView } from './live-view.ts';
import { type Past, recall } from './recall.ts';
import { EMPTY_SEED, type LiveSeed, seedAlerts, seedScopes, tellWatchAgain } from './seeding.ts';
import { fallSilent } from './silence.ts';
import { readSnapshot } from './snapshot/read.ts';
import type { LiveSnapshot } from './snapshot/rows.ts';
import { writeSnapshot } from './snapshot/write.ts';

/** Entries further apart are a standstill: nothing is known of the time between, ms. */
const STANDSTILL_MS = 2000;

const NOTHING: readonly Effect[] = [];
const UNDONE: Pick<Applied, 'outcomes' | 'ended'> = { outcomes: [], ended: [] };

/**
 * The core: presence and counters as a pure function of the log. No I/O, no timers, no clock of its own; every node that
 * applies the same entries has the same state, to the byte of its snapshot.
 */
export class Live extends LiveView {
  #started: boolean;
  #lastEntry: number;
  #runStart: number;
  /** What came of recalling the past: told with the first entry. */
  #recalled: readonly Effect[] = NOTHING;

  constructor(seed: LiveSeed = EMPTY_SEED, snapshot?: LiveSnapshot) {
    super(new LiveState(seed));
    this.#started = snapshot !== undefined;
    this.#lastEntry = snapshot?.lastEntry ?? 0;
    this.#runStart = snapshot?.runStart ?? 0;
    seedScopes(this.state.registry, seed);
    for (const tombstone of seed.tombstones) this.state.tombstones.put(tombstone);
    for (const key of seed.keys) this.state.keys.add(key);
    for (const block of seed.blocks) this.state.blocks.put(block);
    for (const endpoint of seed.endpoints) this.state.endpoints.put(endpoint);
    for (const told of seed.told) this.state.told.put(told);
    seedAlerts(this.state, seed);
    if (snapshot !== undefined) readSnapshot(this.state, snapshot);
  }

  /** Goes on where a snapshot was taken. Throws when it is of another version. */
  static restore(snapshot: LiveSnapshot): Live {
    return new Live(
      {
        ...snapshot.catalogue,
        lastSlice: snapshot.lastSlice,
        peaks: [],
        watched: [],
        tombstones: snapshot.tombstones,
        blocks: snapshot.blocks,
        keys: snapshot.keys,
        endpoints: snapshot.endpoints,
        told: snapshot.told,
        alertRules: [],
        lastAlerts: [],
      },
      snapshot,
    );
  }

  snapshot(): LiveSnapshot {
    return writeSnapshot(this.state, { lastEntry: this.#lastEntry, runStart: this.#runStart });
  }

  /** Log time of the last entry, ms; null before the first. */
  get time(): number | null {
    return this.#started ? this.#lastEntry : null;
  }

  /**
   * Before the first entry: brings back the open minute of an earlier run from its slices, so that the minute goes on, or is
   * closed with the first entry.
   */
  recall(past: Past): void {
    if (this.#started) throw new Error('a core that has begun cannot recall');
    this.#recalled = recall(this.state, past);
    for (const scope of this.state.registry.scopes.values()) tellWatchAgain(this.state, scope);
    this.#started = true;
    this.#lastEntry = past.end;
  }

  /** The span since the last standstill, from its first entry to the last; undefined before the first. */
  get currentRun(): { start: number; end: number } | undefined {
    return this.#started ? { start: this.#runStart, end: this.#lastEntry } : undefined;
  }

  apply(entry: Entry): Applied {
    const state = this.state;
    state.effects = [...this.#recalled];
    this.#recalled = NOTHING;
    state.incarnations.forgetAbsent(entry.time);
    const skipped = state.incarnations.whySkipped(entry);
    const standstill = this.#isStandstill(entry, skipped === null);
    if (standstill) {
      this.#runStart = entry.time;
      skipTo(state, entry.time, this.time);
      this.#started = true;
      state.incarnations.forgetSigns();
    } else runTo(state, entry.time);
    const turnsDay = moveTo(state, entry.time);
    state.isRecalled = false;
    state.blocks.expire(entry.time);
    expire(state);
    if (state.silences.size > 0) fallSilent(state);
    const { outcomes, ended } = skipped === null ? this.#count(entry) : UNDONE;
    dropStaleImports(state);
    closeInstant(state);
    if (turnsDay) turnDay(state);
    this.#lastEntry = entry.time;
    return { outcomes, effects: state.effects, standstill, skipped, ended };
  }

  #count(entry: Entry): Pick<Applied, 'outcomes' | 'ended'> {
    const state = this.state;
    state.incarnations.take(entry);
    const before = endIncarnations(state);
    const outcomes = entry.changes.map((change) => applyChange(state, entry.incarnation, change));
    const after = endIncarnations(state);
    return { outcomes, ended: after.length === 0 ? before : [...before, ...after] };
  }

  /** One who begins while nobody takes part cannot know what was before. */
  #isStandstill({ time }: Entry, counts: boolean): boolean {
    if (!this.#started || time - this.#lastEntry > STANDSTILL_MS) return true;
    return counts && this.state.incarnations.leader === null;
  }
}
