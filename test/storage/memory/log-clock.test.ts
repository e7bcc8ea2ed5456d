import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LogClock } from '../../../storage/memory/log-clock.ts';
import { FakeTime } from './fake-time.ts';

const NOON = Date.UTC(2026, 0, 1, 12);

it('follows the wall clock while both clocks agree', () => {
  const time = new FakeTime(NOON);
  const clock = new LogClock(time);
  time.freeze(90_000);
  expect(clock.now()).toBe(NOON + 90_000);
});

it('does not jump with the wall clock, but gives way by a tenth of the time that passes', () => {
  const time = new FakeTime(NOON);
  const clock = new LogClock(time);
  time.jump(3_600_000);
  time.freeze(10_000);
  expect(clock.now()).toBe(NOON + 11_000);
  time.jump(-7_200_000);
  time.freeze(10_000);
  expect(clock.now()).toBe(NOON + 20_000);
});

it('reaches the wall clock again and stays with it', () => {
  const time = new FakeTime(NOON);
  const clock = new LogClock(time);
  time.jump(1000);
  for (let second = 0; second < 30; second++) {
    time.freeze(1000);
    clock.now();
  }
  expect(clock.now()).toBe(time.wall());
});

it('begins after the last entry of an earlier run, though the wall clock was set back', () => {
  const time = new FakeTime(NOON);
  const clock = new LogClock(time, NOON + 60_000);
  expect(clock.now()).toBe(NOON + 60_001);
  time.freeze(10_000);
  expect(clock.now()).toBe(NOON + 60_001 + 9000);
});

it('never goes back, whatever the wall clock does', () => {
  const step = fc.record({
    jump: fc.integer({ min: -1e9, max: 1e9 }),
    pass: fc.integer({ min: 0, max: 5000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
      const time = new FakeTime(NOON);
      const clock = new LogClock(time);
      let last = clock.now();
      for (const { jump, pass } of steps) {
        time.jump(jump);
        time.freeze(pass);
        const now = clock.now();
        expect(now).toBeGreaterThanOrEqual(last);
        expect(now - last).toBeLessThanOrEqual(pass * 1.1 + 1);
        last = now;
      }
    }),
  );
});
