import fc from 'fast-check';
import { describe, it } from 'vitest';
import { buildTrace } from '../oracle/build-trace.ts';
import { script } from '../oracle/commands.ts';
import { compareRestored } from '../oracle/compare-restored.ts';
import { compareAnnouncements, listenedTo } from './listened.ts';

describe('announcements of random traces', () => {
  it('are those that somebody would make who looks at the figures after every entry', () => {
    fc.assert(
      fc.property(script, (it) => void compareAnnouncements(listenedTo(buildTrace(it)))),
      { numRuns: 30 },
    );
  });

  it('go on after a snapshot at any entry as if nothing had happened', () => {
    fc.assert(
      fc.property(script, fc.nat(), (it, at) => {
        const entries = listenedTo(buildTrace(it));
        compareRestored(entries, at % entries.length);
      }),
      { numRuns: 8 },
    );
  });
});
