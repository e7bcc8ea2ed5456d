import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAnnouncements, listenedTo, WATCHED } from '../live/announcements/listened.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { script } from '../live/oracle/commands.ts';
import { compareTrace } from '../live/oracle/compare.ts';
import { compareRestored } from '../live/oracle/compare-restored.ts';

describe('live over ten thousand random traces', () => {
  it('gives the figures of the oracle, and goes on the same after a restore', () => {
    fc.assert(
      fc.property(script, fc.nat(), (commands, at) => {
        const entries = buildTrace(commands);
        compareTrace(entries);
        compareRestored(entries, at % entries.length);
      }),
      { numRuns: 10_000 },
    );
  });

  it('announces what a bystander would', () => {
    const types = new Set<string>();
    fc.assert(
      fc.property(script, (commands) => {
        for (const type of compareAnnouncements(listenedTo(buildTrace(commands)))) types.add(type);
      }),
      { numRuns: 10_000 },
    );
    expect([...types].sort()).toEqual([...WATCHED].sort());
  });
});
