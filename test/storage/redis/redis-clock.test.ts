import { expect, it } from 'vitest';
import { RedisClock } from '../../../storage/redis/redis-clock.ts';
import { FakeTime } from '../memory/fake-time.ts';

const NOON = Date.UTC(2026, 0, 1, 12);

function clockAt(wall = NOON) {
  const time = new FakeTime(wall);
  return { time, clock: new RedisClock(time) };
}

it('says the wall clock before there is an entry', () => {
  const { time, clock } = clockAt();
  time.freeze(500);
  expect(clock.now()).toBe(NOON + 500);
});

it('goes on by itself for a second after an entry, and never back', () => {
  const { time, clock } = clockAt();
  clock.read(NOON + 10_000);
  expect(clock.now()).toBe(NOON + 10_000);
  time.freeze(400);
  expect(clock.now()).toBe(NOON + 10_400);
  time.freeze(5000);
  expect(clock.now()).toBe(NOON + 11_000);
  clock.read(NOON + 10_900);
  expect(clock.now()).toBe(NOON + 11_000);
});

it('finds a clock of Redis that jumps, either way, and that stands', () => {
  const { time, clock } = clockAt();
  const answered = (redis: number) => clock.answered(redis, time.monotonic());
  let redis = NOON;
  expect(answered(redis)).toBe(0);
  time.freeze(1000);
  redis += 1000 + 3_600_000;
  expect(answered(redis)).toBe(3_600_000);
  time.freeze(1000);
  redis += 1000;
  expect(answered(redis)).toBe(0);
  const stands: number[] = [];
  for (let second = 0; second < 6; second++) {
    time.freeze(1000);
    stands.push(answered(redis));
  }
  expect(stands.filter((jump) => jump !== 0).length).toBeGreaterThan(0);
  expect(Math.min(...stands)).toBeLessThan(-2000);
});

it('takes neither a slow answer nor drift for a jump', () => {
  const { time, clock } = clockAt();
  let redis = NOON;
  for (let second = 0; second < 10_000; second++) {
    const sentAt = time.monotonic();
    time.freeze(1000);
    redis += 1001;
    expect(clock.answered(second % 100 === 0 ? redis - 900 : redis, sentAt)).toBe(0);
  }
});

it('learns nothing from a first answer that took long', () => {
  const { time, clock } = clockAt();
  const sentAt = time.monotonic();
  time.freeze(5000);
  expect(clock.answered(NOON + 5000, sentAt)).toBe(0);
  expect(clock.answered(NOON + 5000, time.monotonic())).toBe(0);
  expect(clock.since(NOON + 5000)).toBe(0);
});

it('says how long ago something was by the clock of Redis', () => {
  const { time, clock } = clockAt();
  clock.answered(NOON + 5000, time.monotonic());
  time.freeze(200);
  expect(clock.since(NOON + 5000)).toBe(200);
  expect(clock.since(NOON + 9000)).toBe(0);
});
