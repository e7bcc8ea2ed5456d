import { describe, it } from 'vitest';
import type { Change, Entry } from '../../server/live/changes.ts';
import { compareTrace } from './oracle/compare.ts';
import { compareRestored } from './oracle/compare-restored.ts';
import {
  act,
  alive,
  drop,
  engage,
  join,
  leave,
  log,
  played,
  putEvent,
  putSession,
  silent,
  visibility,
} from './oracle/entries.ts';

const NOON = Date.UTC(2026, 1, 28, 12);
const MIDNIGHT = Date.UTC(2026, 2, 1);

const BOSS = { org: 'a', attendee: 'boss', role: 'admin' } as const;

function remove(kind: 'deleteSession' | 'deleteOrganization', id: string, purge = true): Change {
  return { kind, actor: BOSS, id, purge };
}

function found(id: string, parent: string): Change {
  const details = { name: id, timeZone: null, metadata: {} };
  return { kind: 'putOrganization', actor: BOSS, id, parent, details, salt: 'salt' };
}

/** Traces that once found a difference, and those at the edges of the rules. Each is run with a restore at every entry, too. */
const SEEDS: Readonly<Record<string, readonly Entry[]>> = {
  'a first goLive in the first instant of a day takes nothing over from the day before': log(
    [MIDNIGHT - 3, putEvent('e1'), putSession('s1'), join(1, 'p', 's1', { mode: 'onDemand' })],
    [MIDNIGHT - 2, join(1, 'p', 's1')],
    [MIDNIGHT - 1, join(1, 'p', 's1', { mode: 'onDemand' })],
    [MIDNIGHT, act('s1', 'goLive'), played(1, 's1', 0)],
    [MIDNIGHT + 2000],
  ),

  'two tenants whose scopes were made by turns keep their order over a restore': log(
    [NOON, putEvent('e1'), putSession('s1'), putEvent('e1', 'b'), putSession('s1', { org: 'b' })],
    [NOON + 1, join(1, 'p', 's1'), join(2, 'p', 's1', { org: 'b' }), putSession('s2')],
    [NOON + 2, join(3, 'q', 's2'), join(4, 'q', 's2', { org: 'b' })],
    [NOON + 60_000],
    [NOON + 120_000],
  ),
  'watch time is banked when somebody leaves and comes back in one instant': log(
    [NOON, join(1, 'p', 's1'), join(2, 'q', 's1')],
    [NOON + 1, leave(1, 'p', 's1'), join(3, 'p', 's1')],
    [NOON + 2],
  ),
  'watch time is banked for an organization in which the attendee stays': log(
    [NOON, putEvent('e1'), putSession('s2', { event: 'e1' }), join(1, 'p', 's1'), join(1, 'p', 's2')],
    [NOON + 1, leave(1, 'p', 's2')],
    [NOON + 2],
  ),
  'a join for live of an ended session finds the onDemand slice that the attendee has open': log(
    [NOON, join(1, 'p', 's1', { mode: 'onDemand' }), act('s1', 'end')],
    [NOON + 1, join(1, 'p', 's1'), join(2, 'q', 's1')],
    [NOON + 2],
  ),
  'a resume exactly at the deadline comes too late and is no join': log(
    [NOON, join(1, 'p', 's1')],
    [NOON + 1_000, drop(1, 1_500)],
    [NOON + 2_500, join(2, 'p', 's1')],
    [NOON + 3_000],
  ),
  'a deadline at the turn of a minute is a leave of the new minute and no unique of it': log(
    [NOON + 58_000, join(1, 'p', 's1'), join(2, 'q', 's1')],
    [NOON + 59_000, drop(1, 1_000)],
    [NOON + 59_990],
    [NOON + 60_500],
    [NOON + 300_000],
  ),
  'somebody who left exactly at midnight is not of the new day': log(
    [MIDNIGHT - 1_000, join(1, 'p', 's1'), join(2, 'q', 's1')],
    [MIDNIGHT, leave(1, 'p', 's1')],
    [MIDNIGHT + 1_000, leave(2, 'q', 's1')],
    [MIDNIGHT + 2_000],
  ),
  'a standstill over two midnights counts who stands on the last day only': log(
    [MIDNIGHT - 1_000, join(1, 'p', 's1'), join(2, 'q', 's1'), drop(2, 500)],
    [MIDNIGHT + 100_000_000],
    [MIDNIGHT + 100_000_600],
    [MIDNIGHT + 100_060_000],
  ),
  'a window outlives the connections that were open beside it': log(
    [NOON, join(1, 'p', 's1'), join(2, 'p', 's1')],
    [NOON + 100, visibility(2, 's1', 'hidden'), drop(1, 1_000)],
    [NOON + 200, silent(2, 150)],
    [NOON + 1_200],
  ),
  'a leave ends the windows of both modes': log(
    [NOON, join(1, 'p', 's1'), join(2, 'p', 's1', { mode: 'onDemand' }), join(3, 'p', 's1')],
    [NOON + 100, drop(1, 5_000), drop(2, 5_000)],
    [NOON + 200, leave(3, 'p', 's1'), engage('p', 's1', 'm1')],
    [NOON + 300],
  ),
  'playback cannot advance faster than time, nor count before midnight': log(
    [MIDNIGHT - 1_500, join(1, 'p', 's1', { mode: 'onDemand' })],
    [MIDNIGHT - 500, played(1, 's1', 5_000)],
    [MIDNIGHT],
    [MIDNIGHT + 800, played(1, 's1', 300), played(1, 's1', 2_000)],
    [MIDNIGHT + 1_500, silent(1, 1_200)],
    [MIDNIGHT + 2_000],
  ),
  'the first goLive cuts what was watched before it': log(
    [NOON, join(1, 'p', 's1'), join(2, 'q', 's1')],
    [NOON + 1_000, leave(1, 'p', 's1')],
    [NOON + 1_500, act('s1', 'goLive')],
    [NOON + 2_500, act('s1', 'end'), leave(2, 'q', 's1')],
    [NOON + 3_000],
  ),
  'watch time that goLive cuts and that an onDemand slice adds in one instant is told by mode': log(
    [NOON, join(1, 'p', 's1'), join(2, 'r', 's1')],
    [NOON + 1_000, leave(1, 'p', 's1'), join(3, 'q', 's1', { mode: 'onDemand' })],
    [NOON + 2_000, act('s1', 'goLive'), leave(3, 'q', 's1')],
    [NOON + 2_500],
  ),
  'a window that ends exactly at midnight between two entries is of the old day': log(
    [MIDNIGHT - 1_500, join(1, 'p', 's1'), join(2, 'q', 's1')],
    [MIDNIGHT - 1_000, drop(1, 1_000)],
    [MIDNIGHT + 500],
    [MIDNIGHT + 900, leave(2, 'q', 's1')],
  ),
  'an empty slice takes no part in a full session': log(
    [NOON, putSession('s1', { capacity: 1 }), join(1, 'p', 's1'), leave(1, 'p', 's1'), join(2, 'q', 's1')],
    [NOON + 1, join(3, 'p', 's1'), join(4, 'q', 's1', { mode: 'onDemand' })],
    [NOON + 60_000],
    [NOON + 130_000],
  ),
  'a session is deleted in the instant in which its last attendee leaves, and made again': log(
    [NOON, putEvent('e1'), putSession('s1', { event: 'e1' }), join(1, 'p', 's1'), join(2, 'q', 's2')],
    [NOON + 500, leave(1, 'p', 's1'), remove('deleteSession', 's1'), join(3, 'p', 's1')],
    [NOON + 900, leave(3, 'p', 's1')],
    [NOON + 1_500],
    [NOON + 60_000],
  ),
  'an organization with a history goes by purge only, and comes back as a root': log(
    [NOON, found('part', 'a'), found('part of it', 'part'), join(1, 'p', 's1', { org: 'part of it' })],
    [NOON + 100, leave(1, 'p', 's1', { org: 'part of it' }), remove('deleteOrganization', 'part', false)],
    [NOON + 200, remove('deleteOrganization', 'part'), join(2, 'q', 's1', { org: 'part' })],
    [NOON + 300, found('part', 'a'), join(3, 'q', 's2')],
    [NOON + 60_000],
  ),
  'a minute has its average over the time in which the log was alive': log(
    [NOON + 10_000, join(1, 'p', 's1')],
    ...alive(NOON + 10_000, NOON + 15_000),
    [NOON + 40_000, join(2, 'q', 's1')],
    ...alive(NOON + 40_000, NOON + 45_000),
    [NOON + 180_000],
  ),
};

describe('live on traces kept', () => {
  it.each(Object.entries(SEEDS))('%s', (_, entries) => {
    compareTrace(entries);
    for (const index of entries.keys()) compareRestored(entries, index);
  });
});
