import type { TimeSource } from '../memory/log-clock.ts';

/** Log time goes on by itself for so long after an entry: a second later there would be another. */
const AHEAD_MS = 1000;
/** More is no drift. */
const JUMP_MS = 2000;
/** How much of the time that passes two clocks may drift apart. */
const FOLLOW = 0.01;

/** What this node knows of the log's time: Redis writes it, the machine's monotonic clock carries it on. */
export class RedisClock {
  readonly #source: TimeSource;
  #entry: { readonly time: number; readonly readAt: number } | undefined;
  #last = Number.NEGATIVE_INFINITY;
  /** Redis' clock minus the monotonic one. */
  #offset: number | undefined;
  #answeredAt = 0;

  constructor(source: TimeSource) {
    this.#source = source;
  }

  monotonic(): number {
    return this.#source.monotonic();
  }

  read(time: number): void {
    this.#entry = { time, readAt: this.#source.monotonic() };
  }

  /** Never goes back. The wall clock before there is an entry. */
  now(): number {
    const now =
      this.#entry === undefined
        ? this.#source.wall()
        : this.#entry.time + Math.min(AHEAD_MS, this.#source.monotonic() - this.#entry.readAt);
    this.#last = Math.max(this.#last, Math.floor(now));
    return this.#last;
  }

  /** How long ago Redis wrote that, ms. */
  since(milliseconds: number): number {
    const now = this.#offset === undefined ? this.#source.wall() : this.#source.monotonic() + this.#offset;
    return Math.max(0, Math.round(now - milliseconds));
  }

  /**
   * Redis named this time in its answer to what was sent then. By how much its clock has jumped, 0 when it has not. A clock that was set
   * back stands still in the ids, so it is found when that adds up.
   */
  answered(milliseconds: number, sentAt: number): number {
    const now = this.#source.monotonic();
    // Half of what a first answer took is how wrong the offset may be: the next one would look like a jump.
    if (this.#offset === undefined && now - sentAt > JUMP_MS) return 0;
    const least = milliseconds - now;
    const most = milliseconds - sentAt;
    const offset = this.#offset ?? (least + most) / 2;
    const off = offset < least ? least - offset : Math.min(0, most - offset);
    const follow = (now - this.#answeredAt) * FOLLOW;
    this.#answeredAt = now;
    const hasJumped = Math.abs(off) > JUMP_MS;
    this.#offset = offset + (hasJumped ? off : Math.max(-follow, Math.min(follow, off)));
    return hasJumped ? Math.round(off) : 0;
  }
}
