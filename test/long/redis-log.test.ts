import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectAlike, newProxy, newServer, newWitness, settled } from '../storage/redis/group.ts';
import { canStartRedis } from '../support/redis-process.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 30);
const AOF = { appendonly: 'yes', appendfsync: 'always' };

describe.runIf(canStartRedis)('the log on Redis through a random course of faults', () => {
  it('loses nothing, doubles nothing, and is the same for all', {
    timeout: ROUNDS * 20_000,
  }, async (context) => {
    const server = await newServer(context, AOF);
    const proxy = await newProxy(context, server.port);
    const url = `redis://127.0.0.1:${proxy.port}`;
    const timings = { announceMs: 2000 };
    const direct = newWitness(context, 'a', { url: server.url, timings }).start();
    const nodes = [
      direct,
      newWitness(context, 'b', { url, timings }).start(),
      newWitness(context, 'c', { url, timings }).start(),
    ];
    const faults: Record<string, () => Promise<unknown>> = {
      kill: () => server.kill().then(() => server.restart()),
      wipe: () => server.kill().then(() => server.restart({ wipe: true })),
      flush: () => server.command('FLUSHALL'),
      clients: () => server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
      pause: () => server.command('CLIENT', 'PAUSE', String(randomInt(100, 2500)), 'ALL'),
      drop: () => proxy.drop().then(() => proxy.restore()),
      halve: () => Promise.race([proxy.halve('to-client').catch(() => {}), settled(nodes)]),
      cut: () => Promise.race([proxy.halve('to-target').catch(() => {}), settled(nodes)]),
      hold: async () => {
        proxy.pause();
        // The one that is connected directly gives five signs of life a second.
        const end = direct.entries.length + randomInt(1, 15);
        await direct.until(() => direct.entries.length >= end);
        proxy.resume();
      },
    };
    const names = Object.keys(faults);
    const course: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const node of nodes) {
        node.keepBusy(randomInt(0, 40));
        node.submit(randomInt(1, 10));
      }
      for (let together = randomInt(1, 3); together > 0; together--) {
        const name = names[randomInt(names.length)] ?? 'kill';
        course.push(name);
        await faults[name]?.();
      }
      for (const node of nodes) node.submit();
      await Promise.race([
        settled(nodes),
        Promise.race(nodes.map((node) => node.until(() => node.lost !== undefined))),
      ]);
      expect(
        nodes.map(({ lost }) => lost),
        course.join(),
      ).toEqual([undefined, undefined, undefined]);
    }
    expectAlike(nodes);
  });
});
