import type { Presence } from './presence.ts';

/** Resume windows by the covered time at which they end, so that a standstill moves them all by itself. A binary heap. */
export class Deadlines {
  readonly #heap: Presence[] = [];
  readonly #due: number[] = [];

  add(presence: Presence): void {
    const heap = this.#heap;
    const due = this.#due;
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(presence.windowUntil, presence.slice, parent)) break;
      this.#move(parent, index);
      index = parent;
    }
    heap[index] = presence;
    due[index] = presence.windowUntil;
  }

  /** The covered time of the next window that is still awaited, or Infinity. */
  next(): number {
    for (;;) {
      const top = this.#heap[0];
      const due = this.#due[0];
      if (top === undefined || due === undefined) return Number.POSITIVE_INFINITY;
      // A resume, a leave or a later drop has made this one void; the later drop added its own.
      if (top.links.length === 0 && top.windowUntil === due) return due;
      this.#removeTop();
    }
  }

  /** Takes the next presence that `next` spoke of. */
  take(): Presence | undefined {
    const top = this.#heap[0];
    this.#removeTop();
    return top;
  }

  #isBefore(due: number, slice: number, index: number): boolean {
    const otherDue = this.#due[index] ?? 0;
    return due < otherDue || (due === otherDue && slice < (this.#heap[index]?.slice ?? 0));
  }

  #move(from: number, to: number): void {
    const presence = this.#heap[from];
    const due = this.#due[from];
    if (presence === undefined || due === undefined) return;
    this.#heap[to] = presence;
    this.#due[to] = due;
  }

  #removeTop(): void {
    const last = this.#heap.pop();
    const due = this.#due.pop();
    const size = this.#heap.length;
    if (last === undefined || due === undefined || size === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      const right = this.#heap[child + 1];
      if (right !== undefined && this.#isBefore(this.#due[child + 1] ?? 0, right.slice, child)) child++;
      if (!(this.#due[child] !== undefined && !this.#isBefore(due, last.slice, child))) break;
      this.#move(child, index);
      index = child;
    }
    this.#heap[index] = last;
    this.#due[index] = due;
  }
}
