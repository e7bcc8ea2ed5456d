import { fork } from 'node:child_process';
import type { RedisProgram } from '../../test/setup/redis-program.ts';
import type { Measured } from './figure.ts';
import type { PageParts } from './page-parts.ts';

export interface VariantOrder {
  readonly figure: string;
  readonly variant: string;
  readonly sharedFolder: string;
  /** Further flags of Node for the server, `--cpu-prof` for one. */
  readonly nodeFlags: readonly string[];
  /** Null: none of the figures needs it. */
  readonly redis: RedisProgram | null;
  /** The file with months of history; null: likewise. */
  readonly history: string | null;
  /** Where soketi is installed; null: likewise. */
  readonly soketi: string | null;
  /** Null: none of the figures is of the page. */
  readonly page: PageParts | null;
  /** Only tried. */
  readonly isSmall: boolean;
}

const MAX_MS = 240_000;

/** Runs one variant in a fresh process. Rejects when it fails, or takes longer than `maxMs`. */
export function runVariant(file: string, order: VariantOrder, maxMs = MAX_MS): Promise<Measured> {
  const child = fork(file, [JSON.stringify(order)], { execArgv: [] });
  const timer = setTimeout(() => child.kill('SIGKILL'), maxMs);
  let measured: Measured | undefined;
  child.on('message', (message: Measured) => {
    measured = message;
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (measured !== undefined) resolve(measured);
      else reject(new Error(`${order.figure}, ${order.variant}: ended with ${signal ?? code}`));
    });
  });
}
