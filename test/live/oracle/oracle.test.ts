import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../server/live/changes.ts';
import {
  act,
  alive,
  drop,
  join,
  leave,
  log,
  played,
  putEvent,
  putSession,
  silent,
  visibility,
} from './entries.ts';
import { figuresOf } from './figures.ts';
import type { OracleFigures, ScopeName } from './model.ts';
import { Oracle } from './oracle.ts';
import { closedMinutes, seen } from './totals.ts';

const NOON = Date.UTC(2026, 1, 28, 12);
const MIDNIGHT = Date.UTC(2026, 2, 1);
const SESSION: ScopeName = { org: 'a', kind: 'session', id: 's1' };
const ORGANIZATION: ScopeName = { org: 'a', kind: 'organization', id: 'a' };

function play(entries: readonly Entry[]): Oracle {
  const oracle = new Oracle();
  for (const entry of entries) oracle.apply(entry);
  return oracle;
}

function figuresAfter(entries: readonly Entry[], scope: ScopeName = SESSION): OracleFigures {
  return figuresOf(play(entries), scope);
}

/** Every expectation here was worked out by hand from the design, so that the oracle itself stands on something. */
describe('the oracle', () => {
  it('keeps a spike of 50 ms as the peak', () => {
    const { peak, concurrent } = figuresAfter(
      log([NOON, join(1, 'p', 's1')], [NOON + 100, join(2, 'q', 's1')], [NOON + 150, leave(2, 'q', 's1')]),
    );
    expect({ peak, concurrent }).toEqual({ peak: { value: 2, at: NOON + 100 }, concurrent: 1 });
  });

  it('counts one attendee with two tabs once, and both connections', () => {
    const figures = figuresAfter(log([NOON, join(1, 'p', 's1'), join(2, 'p', 's1')]));
    expect(figures).toMatchObject({
      concurrent: 1,
      connections: 2,
      minute: { joins: 1, uniques: 1, peak: 1 },
    });
  });

  it('counts a person in two sessions once in the organization, and in both modes by mode', () => {
    const figures = figuresAfter(
      log([NOON, join(1, 'p', 's1'), join(2, 'p', 's2', { mode: 'onDemand' })]),
      ORGANIZATION,
    );
    expect(figures).toMatchObject({ concurrent: 1, byMode: { live: 1, onDemand: 1 }, minute: { joins: 1 } });
  });

  it('lets a move between two sessions be neither a join nor a leave of the organization', () => {
    const entries = log([NOON, join(1, 'p', 's1')], [NOON + 500, leave(1, 'p', 's1'), join(1, 'p', 's2')]);
    expect(figuresAfter(entries, ORGANIZATION).minute).toMatchObject({
      joins: 1,
      leaves: 0,
      uniques: 1,
      minimum: 1,
    });
    expect(figuresAfter(entries).minute).toMatchObject({ joins: 1, leaves: 1, uniques: 1, minimum: 0 });
  });

  it('keeps a dropped attendee counted for the window, then ends the slice with its last proof', () => {
    const oracle = play(log([NOON, join(1, 'p', 's1')], [NOON + 1_000, drop(1, 700, 200)], [NOON + 2_000]));
    expect(oracle.presence.slices.map(({ start, ended }) => [start, ended])).toEqual([
      [NOON, { end: NOON + 800, countedUntil: NOON + 1_700, endedBy: 'drop' }],
    ]);
  });

  it('makes a resume part of the same slice, and a join after the window a new one', () => {
    const entries = log(
      [NOON, join(1, 'p', 's1')],
      [NOON + 100, drop(1, 1_000)],
      [NOON + 1_099, join(2, 'p', 's1')],
      [NOON + 1_200, drop(2, 1_000)],
      [NOON + 2_200, join(3, 'p', 's1')],
    );
    expect(play(entries).presence.slices.map(({ start }) => start - NOON)).toEqual([0, 2_200]);
    expect(figuresAfter(entries).minute).toMatchObject({ joins: 1, leaves: 0 });
  });

  it('takes somebody silent out of the count at once, and out of the watch time at the last frame', () => {
    const figures = figuresAfter(
      log([NOON, join(1, 'p', 's1')], ...alive(NOON, NOON + 10_000), [NOON + 10_000, silent(1, 4_000)]),
    );
    expect(figures).toMatchObject({ concurrent: 0, watchMs: 6_000, minute: { leaves: 1 } });
  });

  it('moves deadlines by a standstill, and leaves it out of the average', () => {
    const entries = log(
      [NOON, join(1, 'p', 's1'), join(2, 'q', 's1')],
      [NOON + 1_000, drop(1, 1_000)],
      [NOON + 31_000],
      [NOON + 32_000],
      [NOON + 33_000],
    );
    const figures = figuresAfter(entries);
    expect(figures).toMatchObject({ concurrent: 1, minute: { peak: 2, leaves: 1 } });
    // 1 s and 1 s with two, 1 s with one.
    expect(figures.minute.average).toBeCloseTo(5 / 3, 9);
  });

  it('counts nobody who comes and goes within one instant, but keeps the slice', () => {
    const oracle = play(log([NOON, join(1, 'p', 's1'), leave(1, 'p', 's1')]));
    expect(figuresOf(oracle, SESSION)).toMatchObject({
      peak: { value: 0, at: null },
      minute: { joins: 0, uniques: 0 },
    });
    expect([oracle.presence.slices.length, seen(oracle).size]).toEqual([1, 0]);
  });

  it('begins a minute with who stands in it, and ends it before those who leave at its end', () => {
    const entries = log(
      [NOON + 59_000, join(1, 'p', 's1'), join(2, 'q', 's1')],
      [NOON + 60_000, leave(1, 'p', 's1')],
      [NOON + 61_000, leave(2, 'q', 's1')],
      [NOON + 121_000],
    );
    const rows = [...closedMinutes(play(entries))].filter(([key]) => key.includes('session:s1 track 0'));
    expect(rows.map(([, row]) => row)).toEqual([
      {
        peak: 2,
        peakAt: NOON + 59_000,
        minimum: 0,
        area: 2_000,
        covered: 1_000,
        joins: 2,
        leaves: 0,
        uniques: 2,
        connections: 2,
      },
      {
        peak: 1,
        peakAt: NOON + 60_000,
        minimum: 0,
        area: 1_000,
        covered: 1_000,
        joins: 0,
        leaves: 2,
        uniques: 1,
        connections: 0,
      },
    ]);
  });

  it('begins peak and watch time of an organization anew at midnight, those of a session not', () => {
    const entries = log(
      [MIDNIGHT - 1_000, join(1, 'p', 's1'), join(2, 'q', 's1')],
      [MIDNIGHT - 500, leave(2, 'q', 's1')],
      [MIDNIGHT + 500],
    );
    expect(figuresAfter(entries, ORGANIZATION)).toMatchObject({
      peak: { value: 1, at: MIDNIGHT },
      watchMs: 500,
    });
    expect(figuresAfter(entries)).toMatchObject({ peak: { value: 2, at: MIDNIGHT - 1_000 }, watchMs: 2_000 });
    const days = [...seen(play(entries))].filter((line) => line.includes('organization'));
    expect(days.map((line) => line.split(' day ')[1])).toEqual(['20512 p', '20512 q', '20513 p']);
  });

  it('cuts live watch time to when the session was live, and onDemand to what was played', () => {
    const entries = log(
      [NOON, join(1, 'p', 's1'), join(2, 'q', 's1', { mode: 'onDemand' })],
      [NOON + 300, act('s1', 'goLive')],
      [NOON + 900, act('s1', 'end'), played(2, 's1', 250)],
      [NOON + 2_000],
    );
    expect(figuresAfter(entries).watchMs).toBe(600 + 250);
  });

  it('shows the best state over the connections of an attendee', () => {
    const figures = figuresAfter(
      log([
        NOON,
        join(1, 'p', 's1'),
        join(2, 'p', 's1'),
        join(3, 'q', 's1'),
        visibility(1, 's1', 'hidden'),
        visibility(3, 's1', 'idle'),
      ]),
    );
    expect(figures.visibility).toEqual({ active: 1, idle: 1, hidden: 0 });
  });

  it('sums all countries but the ten largest, ties by code', () => {
    const countries = ['US', 'AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'GB', 'IT', 'NL', 'PL', 'US', 'unknown'];
    const joins = countries.map((country, index) => join(index, `p${index}`, 's1', { country }));
    expect(figuresAfter(log([NOON, ...joins])).byCountry).toEqual({
      ...{ US: 2, AT: 1, BE: 1, CH: 1, DE: 1, ES: 1, FR: 1, GB: 1, IT: 1, NL: 1 },
      other: 2,
    });
  });

  it('refuses what the catalogue does not allow', () => {
    const oracle = new Oracle();
    const [entry] = log([
      ...([
        NOON,
        putEvent('e1'),
        putSession('s2', { event: 'e1' }),
        putSession('s1', { capacity: 1 }),
      ] as const),
      ...[join(1, 'p', 's1'), join(2, 'p', 's1', { mode: 'onDemand' }), join(3, 'q', 's1')],
      ...[
        join(4, 'q', 'x', { strict: true }),
        join(5, 'q', 's2', { event: 'e2' }),
        join(6, 'q', 's2', { event: 'e1' }),
      ],
      ...[
        act('s2', 'end'),
        join(7, 'r', 's2'),
        join(8, 'q', 's2'),
        leave(9, 'r', 's2'),
        putSession('s2', { event: 'a' }),
      ],
    ]);
    expect(entry && oracle.apply(entry).outcomes.slice(4)).toEqual([
      ...[null, null, 'session_full', 'session_not_found', 'session_not_found', null],
      ...[null, 'replay_off', null, 'not_joined', 'immutable_field'],
    ]);
  });
});
