import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../../../support/redis-process.ts';
import { expectRecovery, newServer, newWitness, settled, twoNodes } from '../group.ts';

describe.runIf(canStartRedis).concurrent('the connections of the log', () => {
  it('are made again when Redis kills them, again and again', async (context) => {
    const server = await newServer(context);
    const { nodes } = await twoNodes(context, server);
    for (let time = 0; time < 4; time++) {
      for (const node of nodes) node.submit(5);
      await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await settled(nodes);
    }
    await expectRecovery(nodes);
  });

  it('read in smaller portions when a reply was more than Redis keeps for a client', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    const data = 'x'.repeat(20_000);
    for (let time = 0; time < 30; time++) {
      a.submit(1, data);
      await settled([a]);
    }
    await server.command('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 100kb 0 0');
    const late = newWitness(context, 'c', server).start();
    await late.until(() => late.caughtUps > 0);
    expect(late.errors.map(({ stage }) => stage)).toContain('read');
    await expectRecovery([...nodes, late]);
  });
});
