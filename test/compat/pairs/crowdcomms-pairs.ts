import { spanOfDays } from '../../../server/reports/day-range.ts';
import { Checks } from '../../../server/reports/smart-sessions/checks.ts';
import type { Pages } from '../../../server/reports/smart-sessions/report.ts';
import { graphPages, usagePages } from '../../../server/reports/smart-sessions/room-sheets.ts';
import type { Row } from '../../../server/reports/smart-sessions/sheets.ts';
import { clockIn } from '../../../server/reports/smart-sessions/words.ts';
import { openReportSource } from '../../../storage/sqlite/report/source.ts';
import type { AskedEvent, Json } from './asked-event.ts';
import type { Pair } from './pair.ts';

const DAY_MS = 86_400_000;

/** The rows of a sheet over all days of the log. */
async function sheetOf(
  asked: AskedEvent,
  pages: (report: Parameters<typeof graphPages>[0]) => Pages,
): Promise<Row[]> {
  const date = (time: number) => new Date(time).toISOString().slice(0, 10);
  const days = { from: '2026-02-27', to: date(asked.through + DAY_MS) };
  const span = spanOfDays(days, 'UTC');
  const source = await openReportSource(asked.file, { event: asked.event.row.key, ...span });
  try {
    const clock = clockIn('UTC');
    const of = { span, clock, days: span.dayStarts.map(clock.date), checks: new Checks() };
    const told = { source, code: asked.id, ...of };
    const rows: Row[] = [];
    for await (const page of pages({ ...told, rooms: await source.rooms(), onEntries: () => {} }))
      rows.push(...page);
    return rows;
  } finally {
    await source.close();
  }
}

/** Entries by what they are told apart by, of the networking sessions, with their titles. */
async function entriesOf(asked: AskedEvent, nameOf: (slice: Json) => string) {
  const entries = new Map<string, { count: number; readonly people: Set<string> }>();
  for (const { row } of asked.sessions.filter((session) => session.row.details.kind === 'networking')) {
    for (const slice of await asked.all(`/sessions/${row.id}/slices`)) {
      const name = `${row.details.title} ${nameOf(slice)}`;
      const known = entries.get(name) ?? { count: 0, people: new Set() };
      entries.set(name, known);
      known.count++;
      known.people.add(slice.attendee);
    }
  }
  return entries;
}

export const CROWDCOMMS: readonly Pair[] = [
  {
    figure: 'CrowdComms usage graph',
    theirs: async (asked) => {
      const rows = await sheetOf(asked, graphPages);
      return rows.map(([, room, , entries, people, minute]) => [`${room} ${minute}`, entries, people]).sort();
    },
    ours: async (asked) => {
      const entries = await entriesOf(asked, ({ start }) => start.slice(0, 16).replace('T', ' '));
      return [...entries].map(([name, { count, people }]) => [name, count, people.size]).sort();
    },
  },
  {
    figure: 'CrowdComms usage of each person',
    theirs: async (asked) => {
      const rows = await sheetOf(asked, usagePages);
      return rows.map(([, room, , person, , entries]) => [`${room} ${person}`, entries]).sort();
    },
    ours: async (asked) => {
      const entries = await entriesOf(asked, ({ attendee }) => attendee);
      return [...entries].map(([name, { count }]) => [name, count]).sort();
    },
  },
];
