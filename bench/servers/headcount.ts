import { readConfig } from '../../server/config.ts';
import { createLogger } from '../../server/logger.ts';
import { startServer } from '../../server/main.ts';
import { obey } from './orders.ts';
import { ownSettings } from './settings.ts';

const settings = ownSettings();
const { port } = await startServer({
  config: readConfig({ ...settings, PORT: '0' }),
  logger: createLogger('error'),
  pageDir: settings.DATA_DIR ?? '.',
});
obey(port);
