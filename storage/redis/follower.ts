import { during, StageError } from './connections.ts';
import { type Delivery, LostError } from './delivery.ts';
import type { Keys } from './keys.ts';
import type { Link } from './link.ts';
import { holds, identityOf, isConfirmed, lastIdOf } from './log-check.ts';
import { LogTail } from './log-tail.ts';
import type { LogWriter } from './log-writer.ts';
import type { Restoration } from './restoration.ts';

export interface FollowerOptions {
  readonly keys: Keys;
  readonly delivery: Delivery;
  readonly writer: LogWriter;
  readonly restoration: Restoration;
  /** One reply to a reader in so many ms at most. */
  readonly batchMs: number;
  /** The log holds what this node has read: reading goes on. */
  readonly onChecked: (link: Link) => void;
  /** All is read that stood there: what of our own has not come back is not there. */
  readonly onEnd: () => void;
}

/** What is done with a connection: nothing is read or written before it is known what this Redis holds. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #tail: LogTail;

  constructor(options: FollowerOptions) {
    this.#options = options;
    const { keys, delivery, batchMs } = options;
    this.#tail = new LogTail({ key: keys.log, deliver: (raw) => delivery.deliver(raw), batchMs });
  }

  /** Rejects when the connection ends, with the cause. */
  async serve(link: Link): Promise<void> {
    const { keys, delivery, onChecked } = this.#options;
    await this.#check(link);
    const end = await during('check', lastIdOf(link, keys));
    onChecked(link);
    try {
      await this.#follow(link, end);
    } finally {
      delivery.disconnected();
    }
  }

  async #check(link: Link): Promise<void> {
    const { keys, delivery, restoration } = this.#options;
    const { id } = delivery.state;
    const identity = await during('check', identityOf(link));
    if (!(await during('check', isConfirmed(link, keys, identity)))) {
      await during('restore', restoration.run(link, identity, { id, ring: delivery.ring }));
    }
    if (await during('check', holds(link, keys, id))) return;
    throw new LostError(id === null ? 'the log no longer has its beginning' : `the log no longer has ${id}`);
  }

  async #follow(link: Link, end: string | null): Promise<void> {
    const { delivery, writer, onEnd } = this.#options;
    let writing: Promise<void> | undefined;
    const begin = () => {
      onEnd();
      delivery.reachedEnd();
      writing = during('write', writer.run(link)).catch((error) => link.end(error));
    };
    const reading = this.#tail.run(link, { after: delivery.state.id, end, onEnd: begin });
    const read = during('read', reading).catch((error) => link.end(error));
    const cause = await link.ended;
    await Promise.all([read, writing]);
    throw cause instanceof StageError ? cause : new StageError('read', cause);
  }
}
