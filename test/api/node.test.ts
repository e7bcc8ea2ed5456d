import { expect, test } from 'vitest';
import { Contract } from '../support/contract.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();

test('how the node fares is told to an admin of the only root, as the metrics have it, and to nobody else', async () => {
  const contract = await Contract.of(server);
  const only = server.tenant();
  await only.putSession('s1');
  await only.enter('ann', 's1');
  const ask = async (claims: object = {}) => {
    const answer = await only.call('/v1/operations', {
      token: only.token('boss', { role: 'admin', ...claims }),
    });
    contract.expectKept('GET /v1/operations', answer);
    return answer.json;
  };
  for (const claims of [{ role: 'operator' }, { event: 'e1' }])
    expect((await ask(claims)).code).toBe('not_allowed');
  const told = await ask();
  expect(told).toMatchObject({
    ready: true,
    reasons: [],
    nodes: [{ leader: true }],
    log: { following: true, redis: null },
    connections: { open: 1, opened: 1, slowReaders: 0 },
    check: { at: null, differences: null },
    heartbeat: { seconds: 0.2, timeoutSeconds: 60 },
  });
  const { commits } = told.recorder as { commits: number };
  expect(commits).toBeGreaterThan(0);
  const after = await server.metric('headcount_commit_seconds_count');
  const again = (await ask()).recorder as { commits: number };
  expect(again.commits).toBeGreaterThanOrEqual(after);
  expect(after).toBeGreaterThanOrEqual(commits);
  // Asking twice counts nothing twice.
  expect(await server.metric('headcount_connections_opened_total')).toBe(1);
  await server.tenant().putSession('s1');
  expect((await ask()).code).toBe('not_allowed');
});
