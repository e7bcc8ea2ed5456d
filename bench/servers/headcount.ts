import { readConfig } from '../../server/config.ts';
import type { Entry } from '../../server/live/changes.ts';
import { createLogger } from '../../server/logger.ts';
import { startServer } from '../../server/main.ts';
import { now } from '../load/clock.ts';
import { obey } from './orders.ts';
import { ownSettings } from './settings.ts';

/** `BENCH_TELLS_JOINS`: only where that is measured. */
const { BENCH_TELLS_JOINS, ...settings } = ownSettings();
const joins: Record<string, number> = {};

function takeJoins({ changes }: Entry): void {
  for (const change of changes) if (change.kind === 'join') joins[change.actor.attendee] ??= now();
}

const { port } = await startServer({
  config: readConfig({ ...settings, PORT: '0' }),
  logger: createLogger('error'),
  pageDir: settings.DATA_DIR ?? '.',
  ...(BENCH_TELLS_JOINS === undefined ? {} : { onEntry: takeJoins }),
});
obey(port, joins);
