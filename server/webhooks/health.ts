const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 300_000;
/** So many failures one after the other are bad luck, or messages that this endpoint does not like. */
const TOLERATED = 2;
const JITTER = 0.2;

/**
 * How an endpoint has answered of late. After the first failure it gets one message at a time, after the third none for 5 s, then
 * 10 s, up to 5 minutes: what waits for it is then not tried one by one. The first success ends that.
 */
export class Health {
  #failures = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  get isFailing(): boolean {
    return this.#failures > 0;
  }

  isPaused(now: number): boolean {
    return now < this.#pausedUntil;
  }

  succeeded(): void {
    this.#failures = 0;
    this.resume();
  }

  /** `askedMs`: how long it asks to be left alone; `random`: from 0 to 1. */
  failed(now: number, { askedMs, random }: { readonly askedMs: number; readonly random: number }): void {
    this.#failures += 1;
    const doubled = FIRST_PAUSE_MS * 2 ** (this.#failures - TOLERATED - 1);
    const pause = this.#failures > TOLERATED ? Math.min(doubled, LONGEST_PAUSE_MS) : 0;
    const until = now + Math.max(pause * (1 + JITTER * random), askedMs);
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  /** Somebody wants it tried at once. */
  resume(): void {
    this.#pausedUntil = Number.NEGATIVE_INFINITY;
  }
}
