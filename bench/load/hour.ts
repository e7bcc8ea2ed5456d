import { changesOf } from './changes.ts';
import type { Scribe } from './scribe.ts';

export const PRESENT = 50_000;
const SECONDS = 3600;
/** They come within the first of it, and the rest of it 100 changes a second go on. */
const ARRIVAL_SECONDS = 600;
const CHANGES_A_SECOND = 100;
/** Three nodes that write when something happens. */
const ENTRIES_A_SECOND = 20;
const SESSIONS = 50;

/** An hour of log that ends now, at whose end 50,000 people are present. Gives how many entries it has. */
export async function writeHour(scribe: Scribe): Promise<number> {
  const begin = Date.now() - SECONDS * 1000;
  await scribe.beginLog(`${begin - 2}-0`);
  await scribe.start(`${begin - 1}-0`);
  const changes = changesOf({ attendees: PRESENT, sessions: SESSIONS });
  let come = 0;
  for (let second = 0; second < SECONDS; second++) {
    const arriving = Math.ceil((PRESENT * (second + 1)) / ARRIVAL_SECONDS) - come;
    const count = second < ARRIVAL_SECONDS ? arriving : CHANGES_A_SECOND;
    if (second < ARRIVAL_SECONDS) come += count;
    const now = Array.from({ length: count }, () => changes.next().value);
    const size = Math.ceil(count / ENTRIES_A_SECOND);
    const entries = Array.from({ length: ENTRIES_A_SECOND }, (_, index) =>
      scribe.write(
        now.slice(index * size, (index + 1) * size),
        `${begin + second * 1000 + (index * 1000) / ENTRIES_A_SECOND}-0`,
      ),
    );
    await Promise.all(entries);
  }
  return SECONDS * ENTRIES_A_SECOND;
}
