import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, readEnvironment } from './config.ts';
import { loadServer } from './load-server.ts';
import { createLogger, type Logger } from './logger.ts';
import type { RunningServer } from './main.ts';
import { StartError } from './start-error.ts';

/** What a supervisor sees when the configuration is wrong. */
const EXIT_BAD_CONFIG = 2;
/** Whatever hangs: supervisors commonly kill after 30 s. */
const STOP_WITHIN_MS = 28_000;
/** The log is written by another thread. */
const LAST_WORDS_MS = 200;
/** What is written (people, secrets of webhooks, backups) is for the user of the server alone. */
const UMASK = 0o077;
const here = dirname(fileURLToPath(import.meta.url));

/** Beside the built server; while developing, where the last build put it. */
function pageDir(): string {
  const built = join(here, '../dashboard');
  return existsSync(join(built, 'index.html')) ? built : join(here, '../dist/dashboard');
}

interface Stopping {
  readonly aborting: AbortController;
  readonly logger: Logger;
}

/** With no code of its own: an exit waits for threads, and one that waits for a disk that hangs would keep the process. */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** From before the start on: whoever reads `listening` may send a signal at once. */
function stopOnSignals(running: () => Promise<RunningServer>, { aborting, logger }: Stopping): void {
  const stop = () => {
    // The second signal does not wait.
    if (aborting.signal.aborted) return endNow();
    aborting.abort();
    setTimeout(() => {
      logger.fatal('it does not stop: ended without having written everything');
      setTimeout(endNow, LAST_WORDS_MS);
    }, STOP_WITHIN_MS);
    running()
      .then((server) => server.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function run(): Promise<void> {
  process.umask(UMASK);
  const config = readEnvironment();
  const logger = createLogger(config.logLevel);
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'unhandled rejection');
    process.exit(1);
  });
  const { startServer } = await loadServer();
  const aborting = new AbortController();
  const { signal } = aborting;
  const start = () => startServer({ config, logger, pageDir: pageDir(), signal, onLost: () => again() });
  let running = start();
  const again = () => {
    logger.warn('starting again with the history of another node');
    running = running.then((server) => server.close()).then(start);
  };
  stopOnSignals(() => running, { aborting, logger });
  await running;
}

run().catch((error: unknown) => {
  const isTheirs = error instanceof StartError;
  process.stderr.write(
    `${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(error instanceof ConfigError ? EXIT_BAD_CONFIG : 1);
});
