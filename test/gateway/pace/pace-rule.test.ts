import { describe, expect, it } from 'vitest';
import { Random } from '../../../server/demo/random.ts';
import { rungs } from '../../../server/gateway/pace/pace.ts';
import {
  initialPace,
  nextPace,
  type PaceReading,
  type PaceState,
  shareAt,
} from '../../../server/gateway/pace/pace-rule.ts';

const SECOND = 1000;
const LIMITS = { leastMs: 15 * SECOND, mostMs: 120 * SECOND, budget: 0.1 };
const LOOK = 5 * SECOND;
const LADDER = rungs(LIMITS.leastMs, LIMITS.mostMs);
/** At 10 µs 150,000 people are the budget at 15 s. */
const QUIET = { presences: 1000, costMs: 0.01, lagMs: 0 };

/** A node that looks every 5 s. */
class Node {
  state: PaceState = initialPace(LIMITS, 0);
  at = 0;

  /** The seconds between heartbeats after each look. */
  look(reading: Partial<Omit<PaceReading, 'at'>>, forMs = LOOK): number[] {
    const paces: number[] = [];
    for (const until = this.at + forMs; this.at < until; ) {
      this.at += LOOK;
      this.state = nextPace(this.state, { ...QUIET, ...reading, at: this.at }, LIMITS);
      paces.push(this.state.heartbeatMs / SECOND);
    }
    return paces;
  }

  get seconds(): number {
    return this.state.heartbeatMs / SECOND;
  }
}

describe('the budget', () => {
  it('raises the pace at once, as far as it takes', () => {
    const paces = [150_000, 150_001, 400_000, 900_000, 5_000_000].map((presences) => {
      return new Node().look({ presences })[0];
    });
    expect(paces).toEqual([15, 30, 60, 120, 120]);
  });

  it('weighs what a heartbeat costs on this machine', () => {
    expect(new Node().look({ presences: 100_000, costMs: 0.03 })).toEqual([30]);
  });

  it('lowers the pace a rung at a time, each after a minute', () => {
    const node = new Node();
    node.look({ presences: 900_000 });
    const paces = node.look(QUIET, 240 * SECOND);
    const changes = paces.flatMap((pace, index) =>
      pace === paces[index - 1] ? [] : [[pace, (index + 1) * 5]],
    );
    expect(changes).toEqual([
      [120, 5],
      [60, 65],
      [30, 130],
      [15, 195],
    ]);
  });

  it('does not lower the pace for people who may be back: a faster one must fit into 70 percent of the budget', () => {
    const node = new Node();
    node.look({ presences: 160_000 });
    node.look({ presences: 106_000 }, 3600 * SECOND);
    expect(node.seconds).toBe(30);
    node.look({ presences: 104_000 }, 65 * SECOND);
    expect(node.seconds).toBe(15);
  });

  it('counts the minute anew after each look that a faster pace would not have done', () => {
    const node = new Node();
    node.look({ presences: 160_000 });
    for (let turn = 0; turn < 10; turn++) {
      node.look(QUIET, 55 * SECOND);
      node.look({ presences: 120_000 });
    }
    expect(node.seconds).toBe(30);
  });
});

describe('a late event loop', () => {
  const late = { lagMs: 101 };

  it('raises the pace by a rung each time that a heartbeat has passed without it being better', () => {
    const node = new Node();
    const paces = node.look(late, 150 * SECOND);
    expect(paces.indexOf(30)).toBe(3);
    expect(paces.indexOf(60)).toBe(9);
    expect(paces.indexOf(120)).toBe(21);
    expect(paces.at(-1)).toBe(120);
  });

  it('that is late now and then raises nothing', () => {
    const node = new Node();
    for (let turn = 0; turn < 50; turn++) {
      node.look(late, 15 * SECOND);
      node.look(QUIET);
    }
    expect(node.seconds).toBe(15);
  });

  it('keeps the pace while it is neither late nor on time', () => {
    const node = new Node();
    node.look(late, 20 * SECOND);
    node.look({ lagMs: 60 }, 3600 * SECOND);
    expect(node.seconds).toBe(30);
  });

  it('that a faster pace made late again is spared the attempt for longer each time, up to an hour', () => {
    const node = new Node();
    const pauses: number[] = [];
    for (let turn = 0; turn < 10; turn++) {
      node.look(late, 20 * SECOND);
      expect(node.seconds).toBe(30);
      const from = node.at;
      while (node.seconds === 30) node.look(QUIET);
      pauses.push((node.at - from) / SECOND - 5);
    }
    expect(pauses).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
  });

  it('long after a faster pace is another matter', () => {
    const node = new Node();
    node.look(late, 20 * SECOND);
    node.look(QUIET, 3600 * SECOND);
    node.look(late, 20 * SECOND);
    node.look(QUIET, 65 * SECOND);
    expect(node.seconds).toBe(15);
  });
});

describe('whatever is seen', () => {
  const random = new Random(Number(process.env.SEED ?? 20));
  const anyReading = () => ({
    presences: Math.floor(10 ** random.between(0, 6.5)),
    costMs: random.between(0.002, 0.05),
    lagMs: random.chance(0.7) ? random.between(0, 60) : random.between(60, 400),
  });

  it('the pace is on the ladder, within the budget as far as the ladder goes, and falls by one rung at most', () => {
    const node = new Node();
    for (let look = 0; look < 3_000; look++) {
      const before = LADDER.indexOf(node.state.heartbeatMs);
      const reading = anyReading();
      node.look(reading);
      const { heartbeatMs } = node.state;
      expect(LADDER).toContain(heartbeatMs);
      expect(LADDER.indexOf(heartbeatMs)).toBeGreaterThanOrEqual(before - 1);
      if (heartbeatMs < LIMITS.mostMs)
        expect(shareAt(heartbeatMs, reading)).toBeLessThanOrEqual(LIMITS.budget);
    }
  });

  it('more people, dearer heartbeats or a later loop never make it faster', () => {
    const node = new Node();
    for (let look = 0; look < 3_000; look++) {
      const { state, at } = node;
      const less = { ...anyReading(), at: at + LOOK };
      const more = {
        at: less.at,
        presences: less.presences * random.between(1, 3),
        costMs: less.costMs * random.between(1, 3),
        lagMs: less.lagMs * random.between(1, 3),
      };
      expect(nextPace(state, more, LIMITS).heartbeatMs).toBeGreaterThanOrEqual(
        nextPace(state, less, LIMITS).heartbeatMs,
      );
      node.look(less);
    }
  });

  it('a crowd that sways by 15 percent around any size changes it twice at most in four hours', () => {
    for (let crowd = 0; crowd < 20; crowd++) {
      const node = new Node();
      const size = 10 ** random.between(4, 6.5);
      let changes = 0;
      for (let look = 0; look < 2_880; look++) {
        const before = node.seconds;
        node.look({ presences: size * random.between(0.85, 1.15) });
        changes += Number(node.seconds !== before);
      }
      expect(changes).toBeLessThanOrEqual(2);
    }
  });
});
