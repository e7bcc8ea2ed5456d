type Span = readonly [from: number, to: number];

export interface Played {
  /** Advance of the position since the last time it was taken, ms. */
  readonly advanceMs: number;
  /** The parts of the video that were played, ms of position. */
  readonly spans: readonly Span[];
}

/** Faster playback than this between two reports is a jump, not playing. */
const MAX_RATE = 2.5;
const JUMP_TOLERANCE_MS = 1000;
const FLUSH_MS = 60_000;
const MAX_SPANS = 32;

/** The playback of one connection in one session, from the positions that it reports. */
export class Playback {
  #position: number;
  #at: number;
  #advanceMs = 0;
  #spans: Span[] = [];
  #reported = false;
  #takenAt: number;

  /** Where it begins: `position` in seconds, `at` in ms of the wheel's clock. */
  constructor(position: number, at: number) {
    this.#position = Math.round(position * 1000);
    this.#at = at;
    this.#takenAt = at - FLUSH_MS;
  }

  /** A later position. The advance counts, but never more than the time that has passed. */
  report(position: number, at: number): void {
    const to = Math.round(position * 1000);
    const passed = (at - this.#at) | 0;
    const moved = to - this.#position;
    this.#reported = true;
    if (moved > 0) {
      this.#advanceMs += Math.min(moved, passed);
      if (moved <= passed * MAX_RATE + JUMP_TOLERANCE_MS) this.#play(this.#position, to);
    }
    this.#position = to;
    this.#at = at;
  }

  /** Whether it is time to put it into the log: at the first report, then once a minute, or when many jumps came. */
  isDue(at: number): boolean {
    return this.#reported && (((at - this.#takenAt) | 0) >= FLUSH_MS || this.#spans.length >= MAX_SPANS);
  }

  /** What was played since the last time; undefined when nothing was reported since. */
  take(at: number): Played | undefined {
    if (!this.#reported) return undefined;
    const played = { advanceMs: this.#advanceMs, spans: this.#spans };
    this.#advanceMs = 0;
    this.#spans = [];
    this.#reported = false;
    this.#takenAt = at;
    return played;
  }

  #play(from: number, to: number): void {
    const last = this.#spans.at(-1);
    if (last !== undefined && last[1] === from) this.#spans[this.#spans.length - 1] = [last[0], to];
    else this.#spans.push([from, to]);
  }
}
