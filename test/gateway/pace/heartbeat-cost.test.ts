import { expect, it } from 'vitest';
import { HeartbeatCost } from '../../../server/gateway/pace/heartbeat-cost.ts';

/** A loop whose turns have so many heartbeats, each of which takes so many ms. */
function setUp() {
  let now = 0;
  let count = 0;
  let end = () => {};
  const cost = new HeartbeatCost({
    monotonic: () => now,
    heartbeats: () => count,
    afterTurn: (run) => {
      end = run;
    },
  });
  const turn = (heartbeats: number, eachMs: number, elseMs = 0) => {
    for (let beat = 0; beat < heartbeats; beat++) {
      now += eachMs;
      cost.beat(++count);
    }
    now += elseMs;
    end();
    end = () => {};
  };
  return { cost, turn };
}

it('is that of the bench until enough has been seen here', () => {
  const { cost, turn } = setUp();
  expect(cost.costMs).toBe(0.006);
  for (let turns = 0; turns < 8; turns++) turn(64 + 32, 0.02);
  expect(cost.costMs).toBe(0.006);
});

it('is what one heartbeat takes in turns that bring many', () => {
  const { cost, turn } = setUp();
  for (let turns = 0; turns < 1000; turns++) turn(100, 0.02);
  expect(cost.costMs).toBeCloseTo(0.02, 6);
});

it('is not misled by what else happens in some turns', () => {
  const { cost, turn } = setUp();
  for (let turns = 0; turns < 1000; turns++) turn(100, 0.02, turns % 3 === 0 ? 50 : 0);
  expect(cost.costMs).toBeCloseTo(0.02, 6);
});

it('learns nothing from turns that bring few', () => {
  const { cost, turn } = setUp();
  for (let turns = 0; turns < 5000; turns++) turn(3, 5);
  expect(cost.costMs).toBe(0.006);
});

it('forgets how it was', () => {
  const { cost, turn } = setUp();
  for (let turns = 0; turns < 200; turns++) turn(100, 0.05);
  for (let turns = 0; turns < 200; turns++) turn(100, 0.01);
  expect(cost.costMs).toBeCloseTo(0.01, 6);
});
