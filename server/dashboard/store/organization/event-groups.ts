import type { GroupCurve, ListedEvent } from '../../rest/organization-answers.ts';

/** An event of the organization, with what is known of its day. */
export interface EventEntry {
  readonly event: ListedEvent;
  /** Peak of each step of today, null where nothing is known; undefined: nobody was there today. */
  readonly curve: readonly (number | null)[] | undefined;
}

export interface EventGroups {
  /** Somebody is there, or the event is on by its times. */
  readonly now: readonly EventEntry[];
  /** Was or will be on today. */
  readonly today: readonly EventEntry[];
  /** The next first. */
  readonly upcoming: readonly EventEntry[];
  /** The latest first; those whose times nobody knows come last. */
  readonly past: readonly EventEntry[];
}

export interface GroupingTime {
  /** ms */
  readonly now: number;
  /** The reader's day, ms; `to` exclusive. */
  readonly day: { readonly from: number; readonly to: number };
}

function timesOf({ startsAt, endsAt, endedAt }: ListedEvent): { from: number | null; to: number | null } {
  const from = startsAt ?? endsAt;
  const to = endedAt ?? endsAt ?? startsAt;
  return { from: from === null ? null : Date.parse(from), to: to === null ? null : Date.parse(to) };
}

function groupOf({ event, curve }: EventEntry, { now, day }: GroupingTime): keyof EventGroups {
  const { from, to } = timesOf(event);
  const last = curve?.findLast((value) => value !== null) ?? 0;
  if (last > 0) return 'now';
  if (from !== null && to !== null && from <= now && now < to) return 'now';
  if (curve || (from !== null && to !== null && from < day.to && to >= day.from)) return 'today';
  return from !== null && from >= day.to ? 'upcoming' : 'past';
}

/** Parts events by when they are, seen from now. */
export function groupEvents(
  events: readonly ListedEvent[],
  curves: readonly GroupCurve[],
  time: GroupingTime,
): EventGroups {
  const curveOf = new Map(curves.map(({ event, points }) => [event, points.map(({ value }) => value)]));
  const groups: Record<keyof EventGroups, EventEntry[]> = { now: [], today: [], upcoming: [], past: [] };
  for (const event of events) {
    const entry = { event, curve: curveOf.get(event.id) };
    groups[groupOf(entry, time)].push(entry);
  }
  const start = ({ event }: EventEntry) => timesOf(event).from ?? Number.NEGATIVE_INFINITY;
  const highest = ({ curve }: EventEntry) => curve?.findLast((value) => value !== null) ?? 0;
  groups.now.sort((a, b) => highest(b) - highest(a));
  groups.today.sort((a, b) => start(a) - start(b));
  groups.upcoming.sort((a, b) => start(a) - start(b));
  groups.past.sort((a, b) => start(b) - start(a));
  return groups;
}
