import { expect, it } from 'vitest';
import type { Entry } from '../../../server/live/changes.ts';
import { LogClock } from '../../../storage/memory/log-clock.ts';
import { MemoryLog } from '../../../storage/memory/memory-log.ts';
import { logSuite, reader } from '../log.suite.ts';
import { FakeTime } from './fake-time.ts';

function openLog(time: FakeTime): MemoryLog {
  const log = new MemoryLog({ clock: new LogClock(time), timers: time });
  log.begin('one');
  return log;
}

logSuite('in memory', async () => {
  const time = new FakeTime();
  return { log: openLog(time), pass: async (ms) => time.pass(ms), signOfLifeMs: 1000, slackMs: 100 };
});

it('makes one entry of all that comes within a batch', async () => {
  const time = new FakeTime();
  const log = openLog(time);
  const entries: Entry[] = [];
  log.read(reader(entries), null);
  entries.length = 0;
  for (let connection = 0; connection < 5; connection++) log.append({ kind: 'silent', connection, ageMs: 0 });
  time.pass(1);
  expect(entries.map(({ changes }) => changes.length)).toEqual([5]);
  await log.close();
});

it('goes on counting positions where an earlier run ended', async () => {
  const time = new FakeTime();
  const log = openLog(time);
  const entries: Entry[] = [];
  log.read(reader(entries), '41');
  time.pass(1000);
  await log.close();
  expect(entries.slice(0, 2).map(({ position }) => position)).toEqual(['42', '43']);
});

it('has only one reader', async () => {
  const log = openLog(new FakeTime());
  log.read(reader([]), null);
  expect(() => log.read(reader([]), null)).toThrow('reader');
  await log.close();
});
