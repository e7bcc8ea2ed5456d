import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FIGURES } from './figures.ts';
import type { Stage } from './runner/figure.ts';
import { RedisServer } from './runner/redis-server.ts';
import type { VariantOrder } from './runner/run-variant.ts';
import { ServerProcess } from './runner/server-process.ts';

// One measurement in a process of its own: it is the load, and starts the server beside it.
const { figure, variant, sharedFolder, nodeFlags, redis, history, page, soketi, isSmall } = JSON.parse(
  process.argv[2] ?? '{}',
) as VariantOrder;

const servers: ServerProcess[] = [];
const redisServers: RedisServer[] = [];
const folders: string[] = [];

const stage: Stage = {
  ...{ sharedFolder, isSmall },
  start: async (name, settings = {}) => {
    const server = await ServerProcess.start(name, { settings, nodeFlags });
    servers.push(server);
    return server;
  },
  redis: async () => {
    if (redis === null) throw new Error('this figure is not among those that Redis is looked for');
    const server = await RedisServer.start(redis, stage.folder());
    redisServers.push(server);
    return server;
  },
  history: () => {
    if (history === null) throw new Error('this figure is not among those that a history is made for');
    const folder = stage.folder();
    copyFileSync(history, join(folder, 'headcount.db'), constants.COPYFILE_FICLONE);
    return folder;
  },
  soketi: () => {
    if (soketi === null) throw new Error('this figure is not among those that soketi is looked for');
    return soketi;
  },
  page: () => {
    if (page === null) throw new Error('this figure is not among those that the page is built for');
    return page;
  },
  folder: () => {
    const folder = mkdtempSync(join(sharedFolder, 'run-'));
    folders.push(folder);
    return folder;
  },
};

const found = FIGURES.find(({ name }) => name === figure)?.variants.find(({ name }) => name === variant);
if (found === undefined) throw new Error(`no variant ${variant} of ${figure}`);
const measured = await found.measure(stage);
for (const server of [...servers, ...redisServers]) await server.stop();
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
process.send?.(measured, () => process.exit(0));
