/** Counters of a session as the server sends them, so that controls move the same number of bytes. */
export function sampleCounters(concurrent: number): string {
  return JSON.stringify({
    scope: 'session:s1',
    epoch: '3f0f6c1e-5a86-4b0b-9d9a-0d6f3f3a1a55',
    seq: 5,
    at: '2026-05-04T10:20:30.456Z',
    concurrent,
    connections: concurrent,
    peak: { value: concurrent, at: '2026-05-04T10:20:27.123Z' },
    minute: {
      start: '2026-05-04T10:20:00.000Z',
      peak: concurrent,
      minimum: 0,
      average: concurrent / 1.7,
      joins: concurrent,
      leaves: 0,
      uniques: concurrent,
    },
    uniques: concurrent,
    watchSeconds: concurrent * 1.237,
    byMode: { live: concurrent, onDemand: 0 },
    byCountry: { DE: concurrent },
    visibility: { active: concurrent, idle: 0, hidden: 0 },
    engagement: {},
  });
}

/** Figures differ in length by some digits from one moment to the next. */
const TOLERANCE_BYTES = 25;

/** Throws when what the server sends has grown or shrunk, so that a control no longer moves the same bytes. */
export function checkSample(real: string, concurrent: number): void {
  const sample = sampleCounters(concurrent);
  if (Math.abs(real.length - sample.length) > TOLERANCE_BYTES)
    throw new Error(`the controls' sample is ${sample.length} bytes, the server's counters are ${real}`);
}
