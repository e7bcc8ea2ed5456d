import { strictEqual } from 'node:assert';
import fc from 'fast-check';
import { it } from 'vitest';
import { Live } from '../../server/live/live.ts';
import { buildTrace } from './oracle/build-trace.ts';
import { together } from './oracle/commands.ts';
import { stateHash } from './state-hash.ts';

it('is the same state in three cores at every entry, also in one that was restored on the way', () => {
  fc.assert(
    fc.property(together, fc.nat(), (script, at) => {
      const entries = buildTrace(script);
      const cores = [new Live(), new Live(), new Live()];
      for (const [index, entry] of entries.entries()) {
        for (const core of cores) core.apply(entry);
        if (index === at % entries.length) {
          cores[2] = Live.restore(JSON.parse(JSON.stringify(cores[0]?.snapshot())));
        }
        const [first, ...others] = cores.map((core) => stateHash(core.snapshot()));
        for (const other of others) strictEqual(other, first, `entry ${entry.position}`);
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);
