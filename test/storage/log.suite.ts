import { describe, expect, it } from 'vitest';
import type { Change, Entry } from '../../server/live/changes.ts';
import type { Log } from '../../storage/types.ts';

/** A log under test, with the means to let its time pass without waiting. */
export interface LogUnderTest {
  readonly log: Log;
  /** Lets the wall and the monotonic clock go on by so many ms, and what is due happen. */
  pass(ms: number): Promise<void>;
}

const silence = (connection: number): Change => ({ kind: 'silent', connection, ageMs: 0 });

function numbersOf(entries: readonly Entry[]): number[] {
  return entries.flatMap(({ changes }) =>
    changes.map((change) => ('connection' in change ? change.connection : -1)),
  );
}

/** What every log must do (design section 4, "Rules of every log"). */
export function logSuite(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`the log: ${name}`, () => {
    it('gives changes back in the order in which they were appended', async () => {
      const { log, pass } = await open();
      const entries: Entry[] = [];
      log.append(silence(1));
      log.read((entry) => entries.push(entry));
      for (let number = 2; number <= 50; number++) {
        log.append(silence(number));
        if (number % 7 === 0) await pass(3);
      }
      await pass(50);
      expect(numbersOf(entries)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      await log.close();
    });

    it('gives every entry a whole time that is greater than the one before', async () => {
      const { log, pass } = await open();
      const entries: Entry[] = [];
      log.read((entry) => entries.push(entry));
      for (let number = 0; number < 20; number++) {
        log.append(silence(number));
        await pass(number % 3);
      }
      await pass(5000);
      await log.close();
      const times = entries.map(({ time }) => time);
      expect(times.every(Number.isInteger)).toBe(true);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    });

    it('has at least one entry a second while nothing happens', async () => {
      const { log, pass } = await open();
      const times: number[] = [];
      log.read(({ time }) => times.push(time));
      for (let second = 0; second < 10; second++) await pass(1000);
      await log.close();
      expect(times.length).toBeGreaterThanOrEqual(10);
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(1100);
    });

    it('names each entry by a position of its own and by its writer', async () => {
      const { log, pass } = await open();
      const entries: Entry[] = [];
      log.read((entry) => entries.push(entry));
      log.append(silence(1));
      await pass(1100);
      await log.close();
      expect(new Set(entries.map(({ position }) => position)).size).toBe(entries.length);
      expect(new Set(entries.map(({ incarnation }) => incarnation))).toEqual(new Set([log.incarnation]));
    });

    it('delivers what is queued before it closes, and takes nothing afterwards', async () => {
      const { log } = await open();
      const entries: Entry[] = [];
      log.read((entry) => entries.push(entry));
      log.append(silence(1));
      await log.close();
      expect(numbersOf(entries)).toEqual([1]);
      expect(() => log.append(silence(2))).toThrow('closed');
      await log.close();
    });

    it('never says a time now that lies before an entry', async () => {
      const { log, pass } = await open();
      let last = 0;
      log.read(({ time }) => {
        last = time;
      });
      for (let number = 0; number < 10; number++) {
        log.append(silence(number));
        await pass(1);
        expect(log.now()).toBeGreaterThanOrEqual(last);
      }
      await log.close();
    });
  });
}
