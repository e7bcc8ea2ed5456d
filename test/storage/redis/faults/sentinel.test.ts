import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../../../support/redis-process.ts';
import { RedisServer } from '../../../support/redis-server.ts';
import { type Context, expectRecovery, newServer, newWitness, settled, twoNodes } from '../group.ts';

async function newSentinel({ onTestFinished }: Context, master: RedisServer): Promise<RedisServer> {
  const sentinel = await RedisServer.run(({ port, folder }) => {
    const file = join(folder, 'sentinel.conf');
    const lines = [
      `port ${port}`,
      `dir ${folder}`,
      'bind 127.0.0.1',
      `sentinel monitor main 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds main 500',
      'sentinel failover-timeout main 3000',
    ];
    writeFileSync(file, lines.join('\n'));
    return [file, '--sentinel'];
  });
  onTestFinished(() => sentinel.close());
  return sentinel;
}

/** A master with a replica that has all of it, and a sentinel that knows both. */
async function watched(context: Context) {
  const master = await newServer(context, { 'repl-diskless-sync-delay': '0' });
  const replica = await newServer(context, { replicaof: ['127.0.0.1', String(master.port)] });
  await replica.printed(/MASTER <-> REPLICA sync: Finished with success/);
  const sentinel = await newSentinel(context, master);
  await sentinel.printed(/\+slave slave/);
  return { master, replica, sentinel, url: `sentinel+redis://127.0.0.1:1,127.0.0.1:${sentinel.port}/main` };
}

describe.runIf(canStartRedis).concurrent('the log under Sentinel', () => {
  it('follows the master, and makes whole again what the new one lacks', async (context) => {
    const { master, replica, url } = await watched(context);
    const { a, nodes } = await twoNodes(context, { url });
    // From here on the replica gets nothing.
    replica.stop();
    await master.command('CLIENT', 'KILL', 'TYPE', 'replica');
    for (const node of nodes) node.submit(10);
    await settled(nodes);
    await a.until(() => a.log.stats.underway === 0);
    await master.kill();
    replica.cont();
    await expectRecovery(nodes);
    const late = newWitness(context, 'c', { url }).start();
    await expectRecovery([...nodes, late]);
    const restorations = nodes.map(({ log }) => log.stats.restorations);
    expect(restorations.reduce((x, y) => x + y)).toBe(2);
  });

  it('says that no sentinel knows the master', async (context) => {
    const { sentinel } = await watched(context);
    const url = `sentinel+redis://127.0.0.1:${sentinel.port}/other`;
    const a = newWitness(context, 'a', { url }).start();
    await a.until(() => a.errors.length > 0);
    expect(a.errors[0]).toMatchObject({ stage: 'connect', message: expect.stringContaining('other') });
  });
});
