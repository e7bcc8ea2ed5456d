import { WatchError } from 'redis';
import { encodeBridge, type RawEntry } from './entry-codec.ts';
import { compareIds, idAfter } from './entry-id.ts';
import type { Keys } from './keys.ts';
import type { Link } from './link.ts';
import { isConfirmed, lastIdOf } from './log-check.ts';
import { fieldsOf, timeOf } from './replies.ts';
import type { Ring } from './ring.ts';

export interface RestorationOptions {
  readonly keys: Keys;
  /** This node. */
  readonly node: string;
  /** How long nodes say how far they have read before the one that has read most acts. */
  readonly announceMs: number;
  readonly pause: (ms: number) => Promise<void>;
  readonly onRestored: (entries: number) => void;
}

/** What this node has read. */
export interface Knowledge {
  readonly id: string | null;
  readonly ring: Ring;
}

const POLL_MS = 100;
/** Who has not repeated its position for so long is gone. */
const FRESH_MS = 2000;
/** What a ring holds is a second's work. */
const RESTORE_MS = 10_000;
const SINCE = ' since';

interface Announced {
  readonly node: string;
  readonly id: string | null;
  readonly at: number;
}

const byPosition = (a: Announced, b: Announced) => compareIds(b.id, a.id) || (a.node < b.node ? -1 : 1);

function announcedBy([node, text]: readonly [string, string]): Announced {
  const [id, at] = text.split('/');
  return { node, id: id || null, at: Number(at) };
}

/**
 * Makes the log whole again in a Redis that may have lost some of it: of all nodes that say how far they have read, the one that
 * has read most puts back what the stream lacks, or says that it goes on from there. All wait until that is done.
 */
export class Restoration {
  readonly #options: RestorationOptions;

  constructor(options: RestorationOptions) {
    this.#options = options;
  }

  /** Resolves when the stream is confirmed for this server. Rejects when the connection ends. */
  async run(link: Link, identity: string, knowledge: Knowledge): Promise<void> {
    const { keys, announceMs, pause, node } = this.#options;
    while (!(await isConfirmed(link, keys, identity))) {
      const { now, since, best } = await this.#announce(link, knowledge.id);
      if (now - since >= announceMs && best === node) await this.#restore(link, identity, knowledge);
      else await pause(Math.max(1, Math.min(POLL_MS, announceMs / 4)));
    }
  }

  async #announce(link: Link, id: string | null) {
    const { keys, node, announceMs } = this.#options;
    const now = timeOf(await link.write('TIME'));
    const [, , , reply] = await Promise.all([
      link.write('HSETNX', keys.positions, SINCE, String(now)),
      link.write('HSET', keys.positions, node, `${id ?? ''}/${now}`),
      link.write('PEXPIRE', keys.positions, String(Math.max(announceMs, FRESH_MS))),
      link.write('HGETALL', keys.positions),
    ]);
    const fields = fieldsOf(reply);
    const since = Number(fields.get(SINCE));
    fields.delete(SINCE);
    const announced = [...fields].map(announcedBy).filter(({ at }) => now - at < FRESH_MS);
    return { now, since, best: announced.sort(byPosition)[0]?.node };
  }

  /** Only one does it: when another was quicker, the transaction fails. */
  async #restore(link: Link, identity: string, knowledge: Knowledge): Promise<void> {
    const { keys, onRestored } = this.#options;
    await link.writer.watch([keys.log, keys.confirmed]);
    const isDone = await isConfirmed(link, keys, identity);
    const missing = isDone ? [] : await this.#missing(link, knowledge);
    const transaction = link.writer.multi();
    for (const { id, fields } of missing) transaction.addCommand(['XADD', keys.log, id, ...fields]);
    transaction.addCommand(['SET', keys.confirmed, identity]).addCommand(['DEL', keys.positions]);
    try {
      await link.within(RESTORE_MS, transaction.exec());
    } catch (error) {
      if (error instanceof WatchError) return;
      throw error;
    }
    onRestored(missing.length);
  }

  /** What the stream lacks of what this node has read; a bridge where this node no longer has it. */
  async #missing(link: Link, { id, ring }: Knowledge): Promise<readonly RawEntry[]> {
    const last = await lastIdOf(link, this.#options.keys);
    if (last !== null && compareIds(last, id) >= 0) return [];
    const entries = ring.after(last) ?? [];
    if (entries.at(-1)?.id === id) return entries;
    const now = timeOf(await link.write('TIME'));
    return [{ id: idAfter(id, now), fields: encodeBridge(id) }];
  }
}
