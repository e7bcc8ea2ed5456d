import { describe, expect, it } from 'vitest';
import type { Change, Entry } from '../../server/live/changes.ts';
import type { Log, LogReader } from '../../storage/types.ts';

/** A log under test, with the means to let its time pass without waiting. */
export interface LogUnderTest {
  /** Its incarnation `one` has begun. */
  readonly log: Log;
  /** Time of the log goes on by so many ms, and what is due happens. */
  pass(ms: number): Promise<void>;
  /** How often it gives a sign of life, ms. */
  readonly signOfLifeMs: number;
  /** How much later that may be. */
  readonly slackMs: number;
}

const silence = (connection: number): Change => ({ kind: 'silent', connection, ageMs: 0 });

export function reader(entries: Entry[], caughtUp = () => {}): LogReader {
  return { entry: (entry) => entries.push(entry), caughtUp, away: () => {}, lost: () => {} };
}

function numbersOf(entries: readonly Entry[]): number[] {
  return entries.flatMap(({ changes }) =>
    changes.map((change) => ('connection' in change ? change.connection : -1)),
  );
}

/** What every log must do. */
export function logSuite(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`the log: ${name}`, () => {
    it('gives changes back in the order in which they were appended', async () => {
      const { log, pass } = await open();
      const entries: Entry[] = [];
      log.append(silence(1));
      log.read(reader(entries), null);
      for (let number = 2; number <= 50; number++) {
        log.append(silence(number));
        if (number % 7 === 0) await pass(3);
      }
      await pass(50);
      expect(numbersOf(entries)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      await log.close();
    });

    it('gives every entry a whole time that is greater than the one before', async () => {
      const { log, pass, signOfLifeMs } = await open();
      const entries: Entry[] = [];
      log.read(reader(entries), null);
      for (let number = 0; number < 20; number++) {
        log.append(silence(number));
        await pass(number % 3);
      }
      await pass(5 * signOfLifeMs);
      await log.close();
      const times = entries.map(({ time }) => time);
      expect(times.every(Number.isInteger)).toBe(true);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    });

    it('has at least one entry in the time of a sign of life while nothing happens', async () => {
      const { log, pass, signOfLifeMs, slackMs } = await open();
      const entries: Entry[] = [];
      log.read(reader(entries), null);
      for (let sign = 0; sign < 10; sign++) await pass(signOfLifeMs);
      await log.close();
      const times = entries.map(({ time }) => time);
      expect(times.length).toBeGreaterThanOrEqual(10);
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(signOfLifeMs + slackMs);
    });

    it('names each entry by a position of its own and by its writer', async () => {
      const { log, pass, signOfLifeMs } = await open();
      const entries: Entry[] = [];
      log.read(reader(entries), null);
      log.append(silence(1));
      await pass(1.1 * signOfLifeMs);
      await log.close();
      expect(new Set(entries.map(({ position }) => position)).size).toBe(entries.length);
      expect(new Set(entries.map(({ incarnation }) => incarnation))).toEqual(new Set(['one']));
    });

    it('counts the entries of an incarnation from one, and gives up what was queued when another begins', async () => {
      const { log, pass, signOfLifeMs } = await open();
      const entries: Entry[] = [];
      log.read(reader(entries), null);
      await pass(1.1 * signOfLifeMs);
      log.append(silence(1));
      log.begin('two');
      log.append(silence(2));
      await pass(1.1 * signOfLifeMs);
      await log.close();
      expect(numbersOf(entries)).toEqual([2]);
      for (const name of ['one', 'two']) {
        const numbers = entries.filter(({ incarnation }) => incarnation === name).map(({ number }) => number);
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      }
      expect(entries.at(-1)?.incarnation).toBe('two');
    });

    it('says when it has delivered what stood in it, and takes nothing before an incarnation has begun', async () => {
      const { log, pass, signOfLifeMs } = await open();
      let caughtUp = 0;
      log.read(
        reader([], () => caughtUp++),
        null,
      );
      await pass(1.1 * signOfLifeMs);
      expect(caughtUp).toBe(1);
      await log.close();
    });

    it('delivers what is queued before it closes, and takes nothing afterwards', async () => {
      const { log } = await open();
      const entries: Entry[] = [];
      log.read(reader(entries), null);
      log.append(silence(1));
      await log.close();
      expect(numbersOf(entries)).toEqual([1]);
      expect(() => log.append(silence(2))).toThrow('closed');
      await log.close();
    });

    it('never says a time now that lies before an entry', async () => {
      const { log, pass } = await open();
      const entries: Entry[] = [];
      log.read(reader(entries), null);
      for (let number = 0; number < 10; number++) {
        log.append(silence(number));
        await pass(1);
        expect(log.now()).toBeGreaterThanOrEqual(entries.at(-1)?.time ?? 0);
      }
      await log.close();
    });
  });
}
