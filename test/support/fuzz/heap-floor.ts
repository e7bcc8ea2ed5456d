import type { FuzzedServer } from './fuzzed-server.ts';

const EVERY_MS = 1000;
/** Of what lives only while a collection is due. */
const SLACK_BYTES = 12 * 1024 ** 2;

const least = (values: readonly number[]) =>
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** Reads the heap once a second: its lowest readings are what remains after collections. */
export class HeapFloor {
  readonly #server: FuzzedServer;
  readonly #readings: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(server: FuzzedServer) {
    this.#server = server;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#server.read().then(
        ({ heapBytes }) => this.#readings.push(heapBytes),
        // A server that is gone fails the run by itself.
        () => undefined,
      );
    }, EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Bytes by which the floor of the last third is above that of the second, beyond what collections explain; 0 or less is flat. */
  get growth(): number {
    const third = Math.floor(this.#readings.length / 3);
    const [early, late] = [this.#readings.slice(third, 2 * third), this.#readings.slice(2 * third)];
    return least(late) - least(early) - SLACK_BYTES;
  }

  get readings(): readonly number[] {
    return this.#readings;
  }
}
