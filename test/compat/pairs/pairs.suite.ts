import fc from 'fast-check';
import { expect } from 'vitest';
import { script } from '../../live/oracle/commands.ts';
import { tempFile } from '../../recorder/core.ts';
import { PAIRS } from './pairs.ts';
import { tracedEvents } from './traced-events.ts';

/** Asks about the events of random logs, those of a seed or any, until there were so many. Gives how many. */
export async function pairsAgree(atLeast: number, seed?: number): Promise<number> {
  let asked = 0;
  const property = fc.asyncProperty(script, async (it) => {
    if (asked >= atLeast) return;
    const { events, close } = await tracedEvents(tempFile(), it);
    try {
      for (const event of events) {
        for (const { figure, theirs, ours } of PAIRS)
          expect([event.id, figure, await theirs(event)]).toEqual([event.id, figure, await ours(event)]);
        asked++;
      }
    } finally {
      await close();
    }
  });
  // Some logs have no event in which anybody was.
  await fc.assert(property, {
    ...{ numRuns: 3 * atLeast, endOnFailure: true },
    ...(seed === undefined ? {} : { seed }),
  });
  return asked;
}
