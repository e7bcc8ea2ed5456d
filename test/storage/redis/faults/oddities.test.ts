import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../../../support/redis-process.ts';
import { newServer, newWitness, settled, twoNodes } from '../group.ts';

const BATCH_MS = 25;

describe.runIf(canStartRedis).concurrent('the log on Redis', () => {
  it('writes no more entries than one in the time of a batch', async (context) => {
    const server = await newServer(context);
    const a = newWitness(context, 'a', server).start();
    a.keepBusy(50);
    await a.until(() => a.submitted === 50);
    await settled([a]);
    const [first, last] = [a.entries[0]?.time ?? 0, a.entries.at(-1)?.time ?? 0];
    expect(a.entries.length).toBeLessThanOrEqual((last - first) / BATCH_MS + 3);
  });

  it('brings a large queue over in several entries', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    a.submit(5000);
    await settled(nodes);
    const sizes = a.entries.map(({ changes }) => changes.length);
    expect(Math.max(...sizes)).toBe(2000);
  });

  it('gives up what it cannot write when it is closed', async (context) => {
    const server = await newServer(context);
    const { a } = await twoNodes(context, { url: server.url, timings: { closeMs: 300 } });
    await server.kill();
    a.submit(3);
    const closed = a.log.close();
    expect(a.log.close()).toBe(closed);
    await closed;
    expect(() => a.log.append({ kind: 'stop', windowMs: 0 })).toThrow('closed');
    expect(a.log.stats.isConnected).toBe(false);
  });

  it('closes at once where nothing was ever written, or read', async (context) => {
    const server = await newServer(context);
    await server.kill();
    const unread = newWitness(context, 'a', server);
    await unread.log.close();
    const unwritten = newWitness(context, 'b', server).start();
    await unwritten.log.close();
    expect(unwritten.caughtUps).toBe(0);
  });

  it('tells when another node has read another log', async (context) => {
    const server = await newServer(context);
    const { a, b, nodes } = await twoNodes(context, server);
    const [id = ''] = a.position?.split('/') ?? [];
    const fields = ['i', 'stranger:1', 'n', '1', 'v', `${id}/ffffffffffff`, 'c', '[1]'];
    await server.command('XADD', 'headcount:log', '*', ...fields);
    for (const node of nodes) node.submit();
    await settled(nodes);
    const alarm = { kind: 'hashMismatch', incarnation: 'stranger:1' };
    expect([a.alarms, b.alarms]).toMatchObject([[alarm], [alarm]]);
    expect(a.log.stats.hashMismatches).toBe(1);
  });

  it('is lost at what it cannot read', async (context) => {
    const server = await newServer(context);
    const { a } = await twoNodes(context, server);
    const fields = ['i', 'future:1', 'n', '1', 'v', '', 'c', '[2]'];
    await server.command('XADD', 'headcount:log', '*', ...fields);
    await a.until(() => a.lost !== undefined);
    expect(a.lost).toContain('version 2');
  });

  it('says so when its key holds something else', async (context) => {
    const server = await newServer(context);
    await server.command('SET', 'headcount:log', 'text');
    const a = newWitness(context, 'a', server).start();
    const says = ({ stage, message }: (typeof a.errors)[number]) =>
      stage === 'restore' && message.includes('WRONGTYPE');
    await a.until(() => a.aways > 0 && a.errors.some(says));
    await server.command('DEL', 'headcount:log');
    a.submit();
    await settled([a]);
  });
});
