import type { Change } from '../../server/live/changes.ts';
import { RULES } from '../../server/live/rules.ts';
import { encodeChange } from '../../storage/redis/change-codec.ts';
import { encodeBridge, encodePayload, encodeWritten } from '../../storage/redis/entry-codec.ts';
import { keysOf } from '../../storage/redis/keys.ts';
import type { BenchClient } from '../runner/redis-server.ts';

const KEY = keysOf('headcount:').log;
const NAME = 'scribe';
const SIGN_OF_LIFE_MS = 500;
/** Longer than any measurement: were it taken for dead, its people would stay. */
const WINDOW_MS = 7_200_000;

/** Writes the log as a node does, without being one: what it takes is not in the figures of those that read. */
export class Scribe {
  readonly #client: BenchClient;
  #number = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: BenchClient) {
    this.#client = client;
  }

  /** The very first entry of a log that no node has begun. */
  async beginLog(id: string): Promise<void> {
    await this.#client.xAdd(KEY, id, record(encodeBridge(null)));
  }

  /** Its first entry. */
  start(id = '*'): Promise<void> {
    return this.write([{ kind: 'start', node: NAME, generation: 1, windowMs: WINDOW_MS, rules: RULES }], id);
  }

  /** One entry. */
  async write(changes: readonly Change[], id = '*'): Promise<void> {
    const payload = encodePayload(changes.map(encodeChange));
    const fields = encodeWritten({ incarnation: NAME, number: ++this.#number, view: null, payload });
    await this.#client.xAdd(KEY, id, record(fields));
  }

  /** Signs of life until `stop`. */
  live(): void {
    this.#timer = setInterval(() => void this.write([]), SIGN_OF_LIFE_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Fields and values in turn, as the client wants them. */
function record(fields: readonly string[]): Record<string, string> {
  const pairs = Array.from({ length: fields.length / 2 }, (_, index) => [
    fields[2 * index] ?? '',
    fields[2 * index + 1] ?? '',
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
