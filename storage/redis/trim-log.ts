import { idAfter } from './entry-id.ts';
import type { Link } from './link.ts';

export interface Keep {
  readonly ms: number;
  readonly bytes: number;
}

/** Trimmed to so much less than allowed that the next trimming has something to do. */
const SPARE = 0.9;

/** Forgets what is older than may be, then the oldest when the rest still takes too much memory. */
export async function trimLog(link: Link, key: string, { ms, bytes, now }: Keep & { now: number }) {
  await link.write('XTRIM', key, 'MINID', '~', idAfter(null, Math.max(0, Math.floor(now - ms))));
  const used = Number((await link.write('MEMORY', 'USAGE', key)) ?? 0);
  if (used <= bytes) return;
  const length = Number(await link.write('XLEN', key));
  const kept = Math.max(1, Math.floor(((length * bytes) / used) * SPARE));
  await link.write('XTRIM', key, 'MAXLEN', '~', String(kept));
}
