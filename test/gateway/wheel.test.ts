import { expect, it } from 'vitest';
import { elapsed, TICK_MS, type Timed, Wheel } from '../../server/gateway/wheel.ts';

class Clock {
  time = 12_345;
}

interface Person extends Timed {
  readonly name: string;
}

function person(name: string): Person {
  return { name, wheelNext: null, wheelPrevious: null, wheelSlot: -1 };
}

/** A wheel whose clock moves when told; `again` says when to look at a person again. */
function setUp(again: (name: string) => number = () => 0) {
  const clock = new Clock();
  const due: { name: string; at: number }[] = [];
  const from = clock.time;
  const wheel = new Wheel(
    () => clock.time,
    (timed) => {
      const { name } = timed as Person;
      due.push({ name, at: clock.time - from });
      return again(name);
    },
  );
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= TICK_MS) {
      clock.time += Math.min(left, TICK_MS);
      wheel.tick();
    }
  };
  return { clock, wheel, due, pass };
}

it('hands over each one within a tick of its deadline, and not before', () => {
  const { wheel, due, pass } = setUp();
  for (const [name, delayMs] of [
    ['a', 120],
    ['b', 500],
    ['c', 45_000],
  ] as const)
    wheel.schedule(person(name), delayMs);
  pass(50_000);
  expect(due.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  for (const [index, delayMs] of [120, 500, 45_000].entries()) {
    const late = (due[index]?.at ?? 0) - delayMs;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(TICK_MS);
  }
});

it('comes round early for a deadline beyond the wheel, so that it can be put back', () => {
  const { wheel, due, pass } = setUp();
  wheel.schedule(person('far'), 3_600_000);
  pass(120_000);
  expect(due.length).toBe(1);
});

it('looks again when it is told to', () => {
  const { wheel, due, pass } = setUp(() => 100);
  wheel.schedule(person('a'), 100);
  pass(1000);
  expect(due.length).toBe(10);
});

it('forgets who is cancelled, from anywhere in a slot', () => {
  const { wheel, due, pass } = setUp();
  const people = ['a', 'b', 'c', 'd'].map(person);
  for (const one of people) wheel.schedule(one, 200);
  for (const index of [0, 2]) wheel.cancel(people[index] ?? person('none'));
  pass(1000);
  expect(due.map(({ name }) => name).sort()).toEqual(['b', 'd']);
});

it('moves somebody who is scheduled again', () => {
  const { wheel, due, pass } = setUp();
  const one = person('a');
  wheel.schedule(one, 200);
  wheel.schedule(one, 600);
  pass(400);
  expect(due).toEqual([]);
  pass(400);
  expect(due.length).toBe(1);
});

it('ages nobody while the process stands still', () => {
  const { clock, wheel, due, pass } = setUp();
  wheel.schedule(person('a'), 1000);
  pass(500);
  const before = wheel.now();
  clock.time += 60_000;
  wheel.tick();
  expect(due).toEqual([]);
  pass(400);
  expect(due).toEqual([]);
  pass(200);
  expect(due.length).toBe(1);
  expect(elapsed(before, wheel.now())).toBeLessThanOrEqual(1000);
});

it('catches up while it stands still and for two seconds afterwards', () => {
  const { clock, wheel, pass } = setUp();
  pass(500);
  expect(wheel.isCatchingUp).toBe(false);
  clock.time += 5000;
  expect(wheel.isCatchingUp).toBe(true);
  wheel.tick();
  expect(wheel.isCatchingUp).toBe(true);
  pass(1900);
  expect(wheel.isCatchingUp).toBe(true);
  pass(200);
  expect(wheel.isCatchingUp).toBe(false);
});

it('measures across the end of the 32-bit range', () => {
  expect(elapsed(0x7fff_ffff, -0x8000_0000 + 9)).toBe(10);
});
