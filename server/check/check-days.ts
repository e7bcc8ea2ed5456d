import type { History, KeptDay } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import { type PackedDay, packDay } from '../figures/days/pack-day.ts';
import { unpackEngaged, unpackPeople } from '../figures/days/packed-people.ts';
import { PeopleSums } from '../figures/days/people-sums.ts';
import { Person } from '../figures/days/person.ts';
import { slotsOf } from '../figures/days/slots.ts';
import type { AskedSession } from '../figures/span-question.ts';
import { dayOf } from '../live/watch.ts';
import type { CheckedSpan } from './check-curves.ts';
import type { Differences } from './differences.ts';

const FIGURES = [
  'from',
  'to',
  'sessions',
  'actions',
  'attendees',
  'views',
  'watchSeconds',
  'engagedMinutes',
  'engaged',
] as const;

/** What packed people come to. */
function figuresOf(
  day: number,
  { from, to, sessions, actions, people }: PackedDay,
  asked: readonly AskedSession[],
) {
  const slots = slotsOf(asked, new Set());
  const sums = new PeopleSums();
  const person = new Person();
  let engaged = 0;
  for (const { presence, engaged: rows } of people) {
    unpackPeople(presence, { day, slots, mode: undefined, person }, () => sums.add(person));
    unpackEngaged(rows, slots, (_, count) => {
      engaged += count;
    });
  }
  const done = actions.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
  const { attendees, views, watchSeconds, engagedMinutes } = sums.totals();
  return {
    from,
    to,
    sessions: sessions.length,
    actions: done,
    attendees,
    views,
    watchSeconds,
    engagedMinutes,
    engaged,
  };
}

/** The days of an event that are kept and lie in the span against slices and engagements. */
export async function checkDays(
  history: History,
  { key, sessions }: { readonly key: number; readonly sessions: readonly AskedSession[] },
  { from, to }: CheckedSpan,
  differences: Differences,
): Promise<void> {
  if (from >= to) return;
  const asked = { events: [key], first: Math.ceil(from / DAY_MS), last: dayOf(to) - 1 };
  for (const day of (await history.keptDays(asked)).days) await checkDay(history, day, sessions, differences);
}

async function checkDay(
  history: History,
  kept: KeptDay,
  sessions: readonly AskedSession[],
  differences: Differences,
): Promise<void> {
  const { day } = kept;
  const packed = await packDay(history, sessions, { from: day * DAY_MS, to: (day + 1) * DAY_MS });
  if (packed === undefined) return;
  const people = await history.keptPeople(kept);
  const expected = figuresOf(day, packed, sessions);
  const found = figuresOf(day, { ...kept, people }, sessions);
  differences.compareRows('kept day:', day * DAY_MS, { expected, found }, FIGURES);
  const isSame = packed.people.every(({ presence, engaged }, index) => {
    const other = people[index];
    return other !== undefined && same(presence, other.presence) && same(engaged, other.engaged);
  });
  const parts = { expected: packed.people.length, found: isSame ? people.length : null };
  differences.compare('kept day: people', day * DAY_MS, parts);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
