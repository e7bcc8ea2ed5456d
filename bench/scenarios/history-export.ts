import { ask } from '../runner/asking.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { startOverHistory } from '../runner/headcount.ts';
import { openRaw } from '../runner/raw-sql.ts';
import type { ServerProcess } from '../runner/server-process.ts';

/** With more than a million slices. */
const LOBBY = 'conference-0-room-0';
const LOOK_MS = 500;
const PAGE = 1000;
const NEWLINE = 10;

/** Counts lines as they come, as a slow enough disk would take them. */
async function linesOf(answer: Response): Promise<number> {
  let lines = 0;
  for await (const bytes of answer.body ?? []) {
    for (const byte of bytes as Uint8Array) if (byte === NEWLINE) lines++;
  }
  return lines;
}

/** The highest of V8's heap while something runs, bytes. */
async function highestHeap(server: ServerProcess, isDone: () => boolean): Promise<number> {
  let highest = 0;
  while (!isDone()) {
    highest = Math.max(highest, (await server.collected()).heapBytes);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return highest;
}

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startOverHistory(stage, stage.history());
  const path = `/v1/sessions/${LOBBY}/slices`;
  await (await ask(server, `${path}?limit=1000`)).arrayBuffer();
  const from = performance.now();
  const rows = (await linesOf(await ask(server, path, 'text/csv'))) - 1;
  const seconds = (performance.now() - from) / 1000;
  const before = (await server.collected()).heapBytes;
  let isDone = false;
  const again = linesOf(await ask(server, path, 'text/csv')).finally(() => {
    isDone = true;
  });
  const highest = await highestHeap(server, () => isDone);
  await again;
  return { value: rows / seconds, details: { rows, heapGrowthMB: (highest - before) / 1e6 } };
}

const SLICES = `
SELECT s.slice, a.id, s.mode, s.start_at, s.end_at, s.counted_until, s.ended_by, s.country
FROM slices AS s CROSS JOIN attendees AS a ON a.key = s.attendee
WHERE s.session = (SELECT key FROM sessions WHERE id = ?1) AND (s.start_at, s.slice) > (?2, ?3)
ORDER BY s.start_at, s.slice LIMIT ${PAGE}`;

interface Row {
  readonly slice: number;
  readonly start_at: number;
}

async function rawSql(stage: Stage): Promise<Measured> {
  const raw = await openRaw(stage.history());
  const from = performance.now();
  let rows = 0;
  for (let last: Row | undefined = { slice: 0, start_at: 0 }; last !== undefined; ) {
    const page: Row[] = await raw.all<Row>(SLICES, [LOBBY, last.start_at, last.slice]);
    rows += page.length;
    last = page.at(-1);
  }
  const seconds = (performance.now() - from) / 1000;
  await raw.close();
  return { value: rows / seconds, details: { rows } };
}

export const historyExport: Figure = {
  name: 'history-export',
  unit: 'rows a second',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'the SQL alone, pages of 1,000', measure: rawSql },
  ],
  goals: [
    { title: 'CSV of a million slices, rows a second', of: 'headcount', atLeast: 60_000 },
    { title: 'heap growth meanwhile, MB', of: 'headcount', detail: 'heapGrowthMB', atMost: 50 },
    {
      title: 'the same, to the SQL alone',
      of: 'headcount',
      against: 'the SQL alone, pages of 1,000',
    },
  ],
};
