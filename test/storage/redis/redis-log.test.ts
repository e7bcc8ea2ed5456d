import { afterAll, beforeAll, describe } from 'vitest';
import type { Log } from '../../../storage/types.ts';
import { canStartRedis } from '../../support/redis-process.ts';
import { RedisServer } from '../../support/redis-server.ts';
import { logSuite } from '../log.suite.ts';
import { openLog, SHORT, Tap } from './open-log.ts';

describe.runIf(canStartRedis)('with a Redis', () => {
  let server: RedisServer;
  let logs = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());

  logSuite('on Redis', async () => {
    const prefix = `test${++logs}:`;
    const inner = openLog({ url: server.url, node: 'a', prefix, timings: { announceMs: 20 } });
    inner.begin('one');
    const tap = new Tap();
    const log: Log = {
      now: () => inner.now(),
      begin: (incarnation) => inner.begin(incarnation),
      append: (change) => inner.append(change),
      read: (reader, after) => inner.read(tap.reader(reader), after),
      close: () => inner.close(),
    };
    let reached = 0;
    const pass = async (ms: number) => {
      reached = Math.max(reached, log.now()) + ms;
      await tap.next(({ time }) => time >= reached);
    };
    return { log, pass, signOfLifeMs: SHORT.signOfLifeMs, slackMs: 500 };
  });
});
