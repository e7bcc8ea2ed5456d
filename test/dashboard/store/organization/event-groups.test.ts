import { describe, expect, it } from 'vitest';
import {
  type EventEntry,
  groupEvents,
} from '../../../../server/dashboard/store/organization/event-groups.ts';
import { iso, TEN } from '../../fixtures/counters.ts';

const HOUR = 3_600_000;
const DAY = { from: TEN - 10 * HOUR, to: TEN + 14 * HOUR };

function event(id: string, from?: number, to?: number, ended?: number) {
  const time = (hours: number | undefined) => (hours === undefined ? null : iso(TEN + hours * HOUR));
  return { id, startsAt: time(from), endsAt: time(to), endedAt: time(ended) };
}

function curve(id: string, ...values: (number | null)[]) {
  return { event: id, points: values.map((value) => ({ start: iso(TEN), value })) };
}

describe('the events of an organization', () => {
  it.each([
    ['is on by its times', event('e', -1, 1), [], 'now'],
    ['has somebody there, whatever its times', event('e', -72, -70), [curve('e', 0, 3, null)], 'now'],
    ['was ended early', event('e', -2, 2, -1), [], 'today'],
    ['begins later today', event('e', 3, 5), [], 'today'],
    ['had somebody there today', event('e'), [curve('e', 4, 0)], 'today'],
    ['ended yesterday', event('e', -30, -20), [], 'past'],
    ['has no times, and nobody today', event('e'), [], 'past'],
    ['begins tomorrow', event('e', 20, 22), [], 'upcoming'],
  ] as const)('one that %s', (_name, of, curves, group) => {
    const groups = groupEvents([of], [...curves], { now: TEN, day: DAY });
    expect(groups[group].map((entry: EventEntry) => entry.event.id)).toEqual(['e']);
  });

  it('stand in order: the fullest now, the next to come, the latest past', () => {
    const events = [
      ...[event('few'), event('many')],
      ...[event('in3days', 72, 73), event('in2days', 48, 49)],
      ...[event('undated'), event('old', -90, -89), event('older', -99, -98)],
    ];
    const curves = [curve('few', 1), curve('many', 9)];
    const ids = Object.entries<readonly EventEntry[]>({
      ...groupEvents(events, curves, { now: TEN, day: DAY }),
    }).map(([name, entries]) => [name, entries.map((entry: EventEntry) => entry.event.id)]);
    expect(Object.fromEntries(ids)).toEqual({
      now: ['many', 'few'],
      today: [],
      upcoming: ['in2days', 'in3days'],
      past: ['old', 'older', 'undated'],
    });
  });
});
