import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { TestServer } from '../../support/test-server.ts';
import { caller, makeKey, tokenOf } from './company-world.ts';
import { announced } from './event/announced.suite.ts';
import { EventDesk } from './event/event-desk.ts';
import { figures } from './event/figures.suite.ts';
import { whileLive } from './event/live.suite.ts';
import { minutes } from './event/minutes.suite.ts';
import { refusals } from './event/refusals.suite.ts';
import { talk } from './event/talk.suite.ts';
import { COMPANY, importPast, writeCatalogue } from './event-world.ts';

const server = new TestServer();
let folder = '';
const desk = new EventDesk(server);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headcount-sequel-'));
  await writeCatalogue(folder);
  await server.start({ DATA_DIR: folder });
  const tenant = server.tenantOf(COMPANY, 'plain');
  await importPast(tenant);
  desk.open(tenant, caller(server, await tokenOf(server, await makeKey(tenant))));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

figures(desk);
minutes(desk);
talk(desk);
announced(desk);
whileLive(desk);
refusals(desk);
