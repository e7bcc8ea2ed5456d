import { readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './redis-server.ts';

/** The part of a server's append-only file that it writes to. */
export function aofOf({ folder }: Pick<Place, 'folder'>): string {
  const parts = join(folder, 'appendonlydir');
  const manifest = readFileSync(join(parts, 'appendonly.aof.manifest'), 'utf8');
  const name = [...manifest.matchAll(/^file (\S+) seq \d+ type i/gm)].at(-1)?.[1];
  if (name === undefined) throw new Error(`no file in ${manifest}`);
  return join(parts, name);
}

/** Takes bytes off the end of the append-only file of a server that is down, as a crash of the machine does. */
export function truncateAof(place: Pick<Place, 'folder'>, bytes: number): void {
  const file = aofOf(place);
  truncateSync(file, Math.max(0, statSync(file).size - bytes));
}
