import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertCondition, AlertDetails } from '../../../server/live/alerts/rule.ts';
import { stateHash } from '../state-hash.ts';
import { alertsOf, type Point } from './brute-force.ts';
import { putAlert, Room, RULE, T0 } from './watching.ts';

const upTo = (max: number, min = 0) => fc.integer({ min, max });

const CONDITIONS: Readonly<Record<AlertCondition['kind'], fc.Arbitrary<AlertCondition>>> = {
  above: fc
    .tuple(upTo(8), upTo(4))
    .map(([threshold, less]) => ({ kind: 'above', threshold, clearAt: Math.max(0, threshold - less) })),
  below: fc
    .tuple(upTo(8, 1), upTo(3))
    .map(([threshold, more]) => ({ kind: 'below', threshold, clearAt: threshold + more })),
  capacity: fc
    .tuple(upTo(100, 10), upTo(40))
    .map(([percent, less]) => ({ kind: 'capacity', percent, clearAt: Math.max(1, percent - less) })),
  drop: fc.record({
    ...{ kind: fc.constant('drop'), percent: upTo(100, 10), minutes: upTo(3, 1), least: upTo(8, 1) },
  }),
  silence: fc.record({ kind: fc.constant('silence'), seconds: upTo(90, 5) }),
  peak: fc.record({ kind: fc.constant('peak'), least: upTo(6) }),
};

/** Steps of a curve: how many are there, for how many entries, and how far these are apart, ms. */
const steps = fc.array(
  fc.tuple(fc.oneof(upTo(10), fc.constant(0)), upTo(40, 1), fc.constantFrom(250, 1000, 1999)),
  { minLength: 4, maxLength: 14 },
);

function curveOf(list: readonly (readonly [count: number, entries: number, apart: number])[]): Point[] {
  const curve: Point[] = [{ time: T0, count: 0 }];
  let time = T0;
  for (const [count, entries, apart] of list) {
    for (let entry = 0; entry < entries; entry++) {
      time += apart;
      curve.push({ time, count });
    }
  }
  return curve;
}

/** Runs a curve through a core that is restored at every so many entries. */
function run(curve: readonly Point[], rule: AlertDetails, restoreEach: number): Room {
  const room = new Room(putAlert(RULE, rule.condition, rule));
  for (const [index, { time, count }] of curve.entries()) {
    if (index === 0) continue;
    room.hold(count, time);
    if (index % restoreEach === 0) room.restore();
  }
  return room;
}

describe.each(Object.entries(CONDITIONS))('%s', (_kind, condition) => {
  it('is what the whole curve says at each of its points, also after snapshots', () => {
    fc.assert(
      fc.property(
        condition,
        steps,
        fc.constantFrom(0, 5_000, 60_000),
        upTo(20, 1),
        (one, list, coolDownMs, each) => {
          const rule = {
            name: 'rule',
            enabled: true,
            mutedUntil: null,
            condition: one,
            coolDownMs,
            emails: [],
          };
          const curve = curveOf(list);
          const through = run(curve, rule, Number.POSITIVE_INFINITY);
          expect(through.alerts).toEqual(alertsOf(curve, rule));
          const restored = run(curve, rule, each);
          expect(restored.alerts).toEqual(through.alerts);
          expect(stateHash(restored.live.snapshot())).toBe(stateHash(through.live.snapshot()));
        },
      ),
      { numRuns: 10 },
    );
  });
});
