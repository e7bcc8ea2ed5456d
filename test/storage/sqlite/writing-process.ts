import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { batchAt, engagement, ROOM, seen, T0 } from '../history/batches.ts';

/** Engagements in each batch. */
export const ROWS = 40;

/** Commits batches until it is killed; writes the number of each to standard output once it is stored. */
async function writeOn(file: string): Promise<never> {
  const history = createSqliteHistory({ file });
  const restored = await history.open();
  for (let number = (restored.time ?? T0) - T0 + 1; ; number++) {
    const at = T0 + number;
    await history.commit(
      batchAt(at, {
        engagements: Array.from({ length: ROWS }, (_, row) =>
          engagement({ id: `${number}-${row}`, at, attendee: `a${row}-${number % 50}` }),
        ),
        seen: [seen(ROOM, `a0-${number}`)],
        engagementCounts: [{ scope: ROOM, day: 0, action: 'chat.message', count: ROWS }],
      }),
    );
    process.stdout.write(`${number}\n`);
  }
}

const [, script, file] = process.argv;
if (script?.includes('writing-process') && file !== undefined) await writeOn(file);
