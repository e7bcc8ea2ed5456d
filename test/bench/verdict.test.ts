import { describe, expect, test } from 'vitest';
import type { Sample } from '../../bench/soak/sample.ts';
import { SAMPLES, verdictOn } from '../../bench/soak/verdict.ts';

/** Of a run of an hour whose live objects are as said. */
function samplesOf(heapMB: (index: number) => number): Sample[] {
  return Array.from({ length: SAMPLES }, (_, index) => ({
    minutes: index + 1,
    heapMB: heapMB(index + 1),
    rssMB: 100,
    timers: 5,
    handles: 3,
    openFiles: 1000,
    rows: index,
    fileMB: 1,
  }));
}

const isFlat = (samples: readonly Sample[]) =>
  verdictOn(samples, 'x').goals.find(({ title }) => title.includes('live objects'))?.reached;

describe('the verdict on a soak', () => {
  test('is flat when the objects of the end are at most 2 % more than after ten minutes', () => {
    expect(isFlat(samplesOf((minute) => (minute < 10 ? minute : 50)))).toBe(true);
    expect(isFlat(samplesOf((minute) => (minute < 30 ? 50 : 50.9)))).toBe(true);
    expect(isFlat(samplesOf((minute) => (minute < 30 ? 50 : 51.1)))).toBe(false);
  });

  test('finds a leak that grows a little each minute', () => {
    expect(isFlat(samplesOf((minute) => 50 + minute / 40))).toBe(false);
  });

  test('does not hang on a single sample', () => {
    expect(isFlat(samplesOf((minute) => (minute === SAMPLES ? 70 : 50)))).toBe(true);
    expect(isFlat(samplesOf((minute) => (minute === 10 ? 70 : minute > 40 ? 60 : 50)))).toBe(false);
  });

  test('is not given on a run that ended early', () => {
    expect(() => verdictOn(samplesOf(() => 50).slice(1), 'x')).toThrow('59 samples');
  });
});
