/** Something that has a deadline: a connection. The wheel links it into a slot. */
export interface Timed {
  wheelNext: Timed | null;
  wheelPrevious: Timed | null;
  wheelSlot: number;
}

const SLOTS = 1024;
export const TICK_MS = 50;
/** A tick that comes later than this after the one before is a standstill of the process: it ages nobody. */
const STALL_MS = 1000;
/** What has piled up during it is heard within this time. */
const CATCH_UP_MS = 2000;

/**
 * One timer for all connections. Whoever is due is handed to `onDue`, which says when to look again: so a heartbeat only
 * writes a number, and moves nothing. Deadlines are met within one tick; those beyond the wheel come round early and are
 * put back.
 */
export class Wheel {
  readonly #slots: (Timed | null)[] = new Array<Timed | null>(SLOTS).fill(null);
  readonly #monotonic: () => number;
  readonly #onDue: (timed: Timed) => number;
  readonly #origin: number;
  #stalled = 0;
  #lastTick: number;
  /** When the last standstill was noticed. */
  #stalledAt = Number.NEGATIVE_INFINITY;
  #slot = 0;
  #recent = 0;
  #isRecent = false;
  readonly #forget = () => {
    this.#isRecent = false;
  };

  /** `onDue`: ms until the next look, or 0 for never again. */
  constructor(monotonic: () => number, onDue: (timed: Timed) => number) {
    this.#monotonic = monotonic;
    this.#onDue = onDue;
    this.#origin = monotonic();
    this.#lastTick = this.#origin;
  }

  /**
   * ms that connections have had to say something, as a 32-bit number that wraps: subtract with `elapsed`. Time in which
   * this process stood still does not count.
   */
  now(): number {
    return (this.#monotonic() - this.#origin - this.#stalled) | 0;
  }

  /** The same, read once a turn of the event loop: a clock read for each heartbeat costs more than all else about it. */
  recent(): number {
    if (this.#isRecent) return this.#recent;
    this.#isRecent = true;
    this.#recent = this.now();
    setImmediate(this.#forget);
    return this.#recent;
  }

  /** The process stands still, or did so a moment ago: what was said in the meantime comes all at once. */
  get isCatchingUp(): boolean {
    const now = this.#monotonic();
    return now - this.#lastTick > STALL_MS || now - this.#stalledAt < CATCH_UP_MS;
  }

  schedule(timed: Timed, delayMs: number): void {
    this.cancel(timed);
    const ticks = Math.min(SLOTS - 1, Math.max(1, Math.ceil(delayMs / TICK_MS)));
    const slot = (this.#slot + ticks) % SLOTS;
    const first = this.#slots[slot] ?? null;
    timed.wheelSlot = slot;
    timed.wheelNext = first;
    timed.wheelPrevious = null;
    if (first !== null) first.wheelPrevious = timed;
    this.#slots[slot] = timed;
  }

  cancel(timed: Timed): void {
    if (timed.wheelSlot < 0) return;
    const { wheelNext: next, wheelPrevious: previous } = timed;
    if (previous !== null) previous.wheelNext = next;
    else this.#slots[timed.wheelSlot] = next;
    if (next !== null) next.wheelPrevious = previous;
    timed.wheelNext = null;
    timed.wheelPrevious = null;
    timed.wheelSlot = -1;
  }

  /** To be called every `TICK_MS`. */
  tick(): void {
    this.#isRecent = false;
    const now = this.#monotonic();
    const elapsed = now - this.#lastTick;
    if (elapsed > STALL_MS) {
      this.#stalled += elapsed - TICK_MS;
      this.#stalledAt = now;
      this.#lastTick = now - TICK_MS;
    }
    while (now - this.#lastTick >= TICK_MS) {
      this.#lastTick += TICK_MS;
      this.#turn();
    }
  }

  #turn(): void {
    this.#slot = (this.#slot + 1) % SLOTS;
    let timed = this.#slots[this.#slot] ?? null;
    while (timed !== null) {
      this.cancel(timed);
      const delayMs = this.#onDue(timed);
      if (delayMs > 0) this.schedule(timed, delayMs);
      timed = this.#slots[this.#slot] ?? null;
    }
  }
}

/** ms from one reading of the wheel's clock to a later one. */
export function elapsed(from: number, to: number): number {
  return (to - from) | 0;
}
