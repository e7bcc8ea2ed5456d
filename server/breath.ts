/** So long may anything hold the process at a stretch, ms: counters and heartbeats go on meanwhile. */
const HOLD_MS = 8;

/** Lets all else have its turn while something long is worked out. */
export class Breath {
  #since = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#since < HOLD_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }

  /** As `rows.map(make)`. */
  async map<Row, Made>(rows: readonly Row[], make: (row: Row) => Made): Promise<Made[]> {
    const made: Made[] = [];
    for (const row of rows) {
      made.push(make(row));
      await this.take();
    }
    return made;
  }
}
