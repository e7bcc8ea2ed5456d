import { execFileSync } from 'node:child_process';

/** For what a process opens besides the sockets that are counted: its own files, a watcher's socket, a request. */
export const FILES_TO_SPARE = 1000;

/** How many files a process may have open; Node raises its own limit as far as it may. */
export function openFilesAllowed(): number {
  const said = execFileSync('sh', ['-c', 'ulimit -H -n'], { encoding: 'utf8' }).trim();
  return said === 'unlimited' ? Number.POSITIVE_INFINITY : Number(said);
}

/** So many connections, or as many as fit into a server's process. */
export function connectionsThatFit(wanted: number): number {
  return Math.min(wanted, openFilesAllowed() - FILES_TO_SPARE);
}
