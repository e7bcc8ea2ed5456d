import { type ReadonlySignal, signal } from '@preact/signals';
import type { Span } from '../../rest/rest-client.ts';

export const SPEEDS = [1, 10, 60, 300, 600] as const;
export type Speed = (typeof SPEEDS)[number];

const SECOND_MS = 1000;
/** A page that was asleep goes on from where it was. */
const LONGEST_TICK_MS = 1000;

/** Where in the past the replay is, in whole seconds, and whether it goes on. Times in ms. */
export class Playback {
  readonly span: Span;
  readonly #at;
  readonly #playing = signal(false);
  readonly #speed = signal<Speed>(60);
  /** With the part of a second that has passed. */
  #exact: number;

  constructor(span: Span, at: number) {
    this.span = span;
    this.#exact = this.#within(at);
    this.#at = signal(this.#exact);
  }

  get at(): ReadonlySignal<number> {
    return this.#at;
  }

  get playing(): ReadonlySignal<boolean> {
    return this.#playing;
  }

  get speed(): ReadonlySignal<Speed> {
    return this.#speed;
  }

  /** The last second of the span. */
  get last(): number {
    return Math.max(this.span.from, this.span.to - SECOND_MS);
  }

  /** Plays or pauses; from the end it begins anew. */
  toggle(): void {
    if (!this.#playing.value && this.#at.value >= this.last) this.seek(this.span.from);
    this.#playing.value = !this.#playing.value;
  }

  pause(): void {
    this.#playing.value = false;
  }

  pace(speed: Speed): void {
    this.#speed.value = speed;
  }

  seek(at: number): void {
    this.#exact = this.#within(Math.floor(at / SECOND_MS) * SECOND_MS);
    this.#at.value = this.#exact;
  }

  /** So many ms of the reader's time have passed. */
  pass(elapsed: number): void {
    if (!this.#playing.value) return;
    this.#exact = this.#within(this.#exact + Math.min(elapsed, LONGEST_TICK_MS) * this.#speed.value);
    this.#at.value = Math.floor(this.#exact / SECOND_MS) * SECOND_MS;
    if (this.#at.value >= this.last) this.#playing.value = false;
  }

  #within(at: number): number {
    return Math.min(this.last, Math.max(this.span.from, at));
  }
}
