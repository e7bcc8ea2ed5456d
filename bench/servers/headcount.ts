import { readConfig } from '../../server/config.ts';
import type { Entry } from '../../server/live/changes.ts';
import { createLogger } from '../../server/logger.ts';
import { startServer } from '../../server/main.ts';
import { now } from '../load/clock.ts';
import { obey } from './orders.ts';
import { ownSettings } from './settings.ts';

/** `BENCH_TELLS_JOINS`: only where that is measured. `BENCH_PAGE_DIR`: only where the page is. */
const { BENCH_TELLS_JOINS, BENCH_PAGE_DIR, ...settings } = ownSettings();
const joins: Record<string, number> = {};

function takeJoins({ changes }: Entry): void {
  for (const change of changes) if (change.kind === 'join') joins[change.actor.attendee] ??= now();
}

const { port } = await startServer({
  config: readConfig({ ...settings, PORT: '0' }),
  logger: createLogger('error'),
  pageDir: BENCH_PAGE_DIR ?? settings.DATA_DIR ?? '.',
  ...(BENCH_TELLS_JOINS === undefined ? {} : { onEntry: takeJoins }),
});
obey(port, joins);
