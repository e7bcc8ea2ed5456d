import fc from 'fast-check';
import { describe, it } from 'vitest';
import { buildTrace } from './oracle/build-trace.ts';
import { script } from './oracle/commands.ts';
import { compareTrace } from './oracle/compare.ts';
import { compareRestored } from './oracle/compare-restored.ts';

describe('live', () => {
  it('gives the figures, minutes, slices and uniques of the oracle on random traces', () => {
    fc.assert(
      fc.property(script, (it) => compareTrace(buildTrace(it))),
      { numRuns: 1_000 },
    );
  }, 300_000);

  it('goes on after a snapshot at any entry as if nothing had happened', () => {
    fc.assert(
      fc.property(script, fc.nat(), (it, at) => {
        const entries = buildTrace(it);
        compareRestored(entries, at % entries.length);
      }),
      { numRuns: 1_000 },
    );
  }, 300_000);
});
