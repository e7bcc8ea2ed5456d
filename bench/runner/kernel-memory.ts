import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

function numberIn(file: string, pattern: RegExp): number {
  const [, digits] = pattern.exec(readFileSync(file, 'utf8')) ?? [];
  return Number(digits);
}

/**
 * What Linux itself holds, bytes: its slab caches (sockets, their files and their place in epoll are in them) and the pages of
 * TCP's buffers. Of the whole machine: only its growth while nothing else happens says something, and both ends of a
 * connection over the loopback are in it. Undefined on other systems.
 */
export function kernelBytes(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const slab = numberIn('/proc/meminfo', /^Slab:\s+(\d+) kB$/m) * 1024;
  const buffers = numberIn('/proc/net/sockstat', /^TCP:.* mem (\d+)/m) * PAGE_BYTES;
  return slab + buffers;
}
