import { beforeAll, expect, test } from 'vitest';
import { keptOf } from '../api/isolation/kept.ts';
import type { MarkedTenant } from '../api/isolation/marked-tenant.ts';
import { listenIn } from '../api/isolation/sockets.ts';
import { trespass } from '../api/isolation/trespass.ts';
import { twoTenants } from '../api/isolation/two-tenants.ts';
import { useTestServer } from '../support/test-server.ts';

/** Seeds of its own each time, unless one is given to repeat what was found. */
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const ROLES = ['attendee', 'moderator', 'operator', 'admin'];
const RUNS = Number(process.env.RUNS ?? 3000);

/** Everything that can be tried is tried in one breath. */
const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 1000 });
let alba: MarkedTenant;
let bora: MarkedTenant;
beforeAll(async () => {
  [alba, bora] = await twoTenants(server);
});

test('thousands of requests about another tenant are answered as about nobody', async () => {
  const before = await keptOf(bora);
  await trespass({ server, own: alba, foreign: bora, runs: RUNS, seed: SEED });
  expect(await keptOf(bora)).toEqual(before);
});

test.each(['plain', 'socketio'] as const)('the other is not heard over %s', async (transport) => {
  await listenIn({ server, own: alba, foreign: bora, transport, roles: ROLES });
});
