import { millisecondsOf } from './entry-id.ts';
import { SEED } from './running-hash.ts';

/** Where a reader stands: all that decides how the entries after it are read. */
export interface Place {
  /** Of the last entry read, a bridge perhaps; null before the first. */
  readonly id: string | null;
  /** Of the last entry delivered, ms. */
  readonly time: number;
  /** Over all entries read. */
  readonly hash: string;
}

export const BEGINNING: Place = { id: null, time: Number.NEGATIVE_INFINITY, hash: SEED };

const POSITION = /^(\d+-\d+)\/(\d+)\/([0-9a-f]+)$/;

/** With the time's distance to the id and with the hash, so that a node which begins here reads on as all others do. */
export function formatPosition({ id, time, hash }: Place & { readonly id: string }): string {
  return `${id}/${time - millisecondsOf(id)}/${hash}`;
}

/** Null when it is no position of a log on Redis. */
export function parsePosition(position: string | null): Place | null {
  if (position === null) return BEGINNING;
  const [, id, ahead, hash] = POSITION.exec(position) ?? [];
  if (id === undefined || hash === undefined) return null;
  return { id, time: millisecondsOf(id) + Number(ahead), hash };
}
