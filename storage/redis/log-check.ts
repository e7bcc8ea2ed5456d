import type { Keys } from './keys.ts';
import type { Link } from './link.ts';
import { entriesOf, infoOf, textOrNull } from './replies.ts';

/** Which server this is, and which history of replication it is in. Throws on a replica. */
export async function identityOf(link: Link): Promise<string> {
  const [server, replication] = await Promise.all([
    link.write('INFO', 'server'),
    link.write('INFO', 'replication'),
  ]);
  if (infoOf(replication, 'role') !== 'master') throw new Error('this Redis is a replica');
  return `${infoOf(server, 'run_id')}:${infoOf(replication, 'master_replid')}`;
}

/** Whether the stream is there, in a server that was found to hold what the nodes had read. */
export async function isConfirmed(link: Link, keys: Keys, identity: string): Promise<boolean> {
  const [confirmed, exists] = await Promise.all([
    link.write('GET', keys.confirmed),
    link.write('EXISTS', keys.log),
  ]);
  return textOrNull(confirmed) === identity && exists === 1;
}

/** Whether a reader may go on after this entry: it is there, or a bridge leads on from it. */
export async function holds(link: Link, keys: Keys, id: string | null): Promise<boolean> {
  const [first] = entriesOf(await link.write('XRANGE', keys.log, id ?? '-', '+', 'COUNT', '1'));
  if (first === undefined) return false;
  if (first.id === id) return true;
  return first.fields[0] === 'after' && (first.fields[1] || null) === id;
}

export async function lastIdOf(link: Link, keys: Keys): Promise<string | null> {
  const [last] = entriesOf(await link.write('XREVRANGE', keys.log, '+', '-', 'COUNT', '1'));
  return last?.id ?? null;
}
