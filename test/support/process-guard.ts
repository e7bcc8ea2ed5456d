import { type ChildProcess, spawn } from 'node:child_process';

/** Outlives the signals that end a terminal's programs, to see to what it guards. */
const SCRIPT = `trap '' INT TERM HUP; read -r _; kill -9 "$1"; rm -rf "$2"`;

/**
 * Ends a process, and removes its folder, when this one is gone in whatever way: a crashed test worker runs no handler of
 * its own, but its end of the pipe closes.
 */
export function guard(child: ChildProcess, folder: string): void {
  if (child.pid === undefined) return;
  const watcher = spawn('sh', ['-c', SCRIPT, 'guard', String(child.pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  // The pipe breaks when the watcher is sent away.
  watcher.stdin.on('error', () => {});
  child.once('exit', () => watcher.kill('SIGKILL'));
}
