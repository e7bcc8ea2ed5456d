/** So many readers are remembered. */
const MOST = 4;

/** What has been read for the next pages of whole lists, by their cursors; that of readers who never come back is given up for others. */
export class Ahead<Rest> {
  readonly #kept = new Map<string, Rest>();

  /** Once. */
  take(cursor: string): Rest | undefined {
    const rest = this.#kept.get(cursor);
    this.#kept.delete(cursor);
    return rest;
  }

  keep(cursor: string, rest: Rest): void {
    this.#kept.set(cursor, rest);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }
}
