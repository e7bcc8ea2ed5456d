import { beforeAll, describe, expect, test } from 'vitest';
import { useTestServer } from '../support/test-server.ts';
import { keptOf } from './isolation/kept.ts';
import type { MarkedTenant } from './isolation/marked-tenant.ts';
import { listenIn } from './isolation/sockets.ts';
import { trespass } from './isolation/trespass.ts';
import { twoTenants } from './isolation/two-tenants.ts';

const RUNS = 100;
const SEED = 20_261_126;

/** Everything that can be tried is tried in one breath. */
const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 1000 });
let alba: MarkedTenant;
let bora: MarkedTenant;
beforeAll(async () => {
  [alba, bora] = await twoTenants(server);
});

describe('two tenants on one server', () => {
  test('all that each has is found by its marks', async () => {
    const kept = JSON.stringify(await keptOf(bora));
    expect(kept).toContain(bora.secretMark);
    expect(kept).not.toContain(alba.secretMark);
    for (const [kind, ids] of Object.entries(bora.ids)) expect([kind, ids]).not.toEqual([kind, []]);
  });

  test('whatever is asked about the other, it is answered as about nobody, and nothing comes out', async () => {
    const before = await keptOf(bora);
    await trespass({ server, own: alba, foreign: bora, runs: RUNS, seed: SEED });
    expect(await keptOf(bora)).toEqual(before);
  });

  test('whatever is said on a socket, the other is not heard', async () => {
    await listenIn({ server, own: alba, foreign: bora, transport: 'plain', roles: ['attendee', 'admin'] });
  });

  test('what everybody may read names neither', async () => {
    for (const path of ['/metrics', '/openapi.json', '/readyz', '/livez', '/docs', '/v1/organizations']) {
      const { text } = await server.call(path);
      expect([path, text.includes(alba.secretMark), text.includes(bora.secretMark)]).toEqual([
        path,
        false,
        false,
      ]);
    }
    expect(server.errorsLogged).toEqual([]);
  });
});
