import type { Freshness } from './freshness.ts';

/** Often enough to follow the event by ear, seldom enough to hear anything else. */
const EVERY_MS = 30_000;

export interface Heard {
  readonly concurrent: number | null;
  readonly freshness: Freshness['kind'];
}

export type Announcement = { readonly kind: 'figure' | 'stale' | 'back' };

/** Decides when a screen reader hears of the figure: at once when it goes stale or comes back, else now and then. */
export class Announcer {
  #spokenAt = Number.NEGATIVE_INFINITY;
  #spoken: number | null = null;
  #stale = false;

  /** `now` in ms. Null: nothing to say. */
  next(now: number, { concurrent, freshness }: Heard): Announcement | null {
    if (concurrent === null || freshness === 'none') return null;
    const stale = freshness === 'stale';
    const turned = stale !== this.#stale;
    const due = !stale && concurrent !== this.#spoken && now - this.#spokenAt >= EVERY_MS;
    if (!turned && !due) return null;
    this.#stale = stale;
    this.#spoken = concurrent;
    this.#spokenAt = now;
    if (!turned) return { kind: 'figure' };
    return { kind: stale ? 'stale' : 'back' };
  }
}
