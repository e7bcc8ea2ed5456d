import { describe, expect, it } from 'vitest';
import { TestClock } from '../fixtures/clock.ts';
import { TEN } from '../fixtures/counters.ts';

describe('ServerClock', () => {
  it("is the reader's clock until the server has said anything", () => {
    expect(new TestClock(TEN).server.now()).toBe(TEN);
  });

  it('follows a server whose clock is hours away', () => {
    const clock = new TestClock(TEN);
    clock.server.observe(TEN + 7_200_000);
    clock.at += 1000;
    expect(clock.server.now()).toBe(TEN + 7_201_000);
  });

  it('goes by the fastest delivery, not by one that was held up', () => {
    const clock = new TestClock(TEN);
    clock.server.observe(TEN - 20);
    clock.at += 1000;
    clock.server.observe(clock.at - 900);
    expect(clock.server.now()).toBe(clock.at - 20);
  });

  it("forgets what it knew when the reader's clock has been set", () => {
    const clock = new TestClock(TEN);
    clock.server.observe(TEN);
    clock.at += 3_600_000;
    clock.server.observe(TEN + 1000);
    expect(clock.server.now()).toBe(TEN + 1000);
  });

  it('passes over a time that is none', () => {
    const clock = new TestClock(TEN);
    clock.server.observe(Number.NaN);
    expect(clock.server.now()).toBe(TEN);
  });
});
