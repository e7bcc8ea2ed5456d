import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../support/redis-process.ts';
import { startSentinels } from '../support/redis-sentinels.ts';
import { startCluster } from './cluster.ts';
import { Crowd } from './crowd.ts';
import { expectSameStates } from './same-states.ts';

describe.runIf(canStartRedis)('nodes that Sentinel leads', () => {
  it('go on with the next master', { timeout: 60_000 }, async () => {
    const sentinels = await startSentinels({ replicas: 1 });
    const places = sentinels.sentinelRootNodes.map(({ host, port }) => `${host}:${port}`);
    const url = `sentinel+redis://${places.join(',')}/${sentinels.name}`;
    const cluster = await startCluster({ urls: [url, url, url] });
    const crowd = await Crowd.enter(cluster.tenants('failover'));
    await sentinels.failover();
    crowd.liveOn((client) => client.join('hall'));
    await crowd.isRight();
    await expectSameStates(cluster);
    expect(cluster.nodes.map(({ complaints }) => complaints)).toEqual(['', '', '']);
  });
});
