import { describe, expect, it } from 'vitest';
import type { SliceEnded } from '../../server/live/effects.ts';
import { Live } from '../../server/live/live.ts';
import { NodeLog, start } from './node-log.ts';
import { join } from './oracle/entries.ts';

const NOON = Date.UTC(2026, 1, 28, 12);

/** Nodes x and y take part, and p is connected to x, whose last entry is that of 10 ms after noon. */
function twoNodes(windowMs = 5_000): NodeLog {
  const log = new NodeLog();
  log.write(NOON, 'x-1', start('x', { windowMs }));
  log.write(NOON + 5, 'y-1', start('y'));
  log.write(NOON + 10, 'x-1', join(1, 'p', 's1'));
  return log;
}

describe('death', () => {
  it('is proved by the third entry of another incarnation', () => {
    const log = twoNodes();
    const ended = [20, 920, 1_820].map((at) => log.write(NOON + at, 'y-1').ended);
    expect(ended).toEqual([[], [], ['x-1']]);
  });

  it('is not proved by entries less than 0.9 s apart', () => {
    const log = twoNodes();
    const ended = [20, 919, 920, 1_819, 1_820].map((at) => log.write(NOON + at, 'y-1').ended);
    expect(ended).toEqual([[], [], [], [], ['x-1']]);
  });

  it('is not proved by what two others have logged together', () => {
    const log = twoNodes();
    log.write(NOON + 15, 'z-1', start('z'));
    expect(log.write(NOON + 20, 'y-1').ended).toEqual([]);
    expect(log.write(NOON + 920, 'z-1').ended).toEqual([]);
    expect(log.write(NOON + 1_820, 'y-1').ended).toEqual([]);
  });

  it('is averted by an entry, from which the signs count anew', () => {
    const log = twoNodes();
    for (const at of [20, 920]) log.write(NOON + at, 'y-1');
    log.write(NOON + 1_819, 'x-1');
    const ended = [1_820, 2_720, 3_619, 3_620].map((at) => log.write(NOON + at, 'y-1').ended);
    expect(ended).toEqual([[], [], [], ['x-1']]);
  });

  it('is not averted by an entry that does not count', () => {
    const log = twoNodes();
    for (const at of [20, 920]) log.write(NOON + at, 'y-1');
    expect(log.writeAs({ time: NOON + 1_000, incarnation: 'x-1', number: 2, changes: [] }).skipped).toBe(
      'repeated',
    );
    expect(log.write(NOON + 1_820, 'y-1').ended).toEqual(['x-1']);
  });

  it('is not proved by signs from before a standstill', () => {
    const log = twoNodes();
    for (const at of [20, 920]) log.write(NOON + at, 'y-1');
    const afterwards = [2_921, 3_821, 4_721].map((at) => log.write(NOON + at, 'y-1'));
    expect(afterwards.map(({ standstill }) => standstill)).toEqual([true, false, false]);
    expect(afterwards.map(({ ended }) => ended)).toEqual([[], [], ['x-1']]);
  });

  it('drops the people as of the last entry, who have the window that began with the incarnation', () => {
    const log = twoNodes(2_000);
    for (const at of [20, 920, 1_820, 2_720, 3_620]) log.write(NOON + at, 'y-1');
    expect(log.concurrent()).toBe(1);
    const { effects } = log.write(NOON + 3_820, 'y-1');
    const ended = effects.find((effect): effect is SliceEnded => effect.kind === 'sliceEnded');
    expect(ended).toMatchObject({ end: NOON + 10, countedUntil: NOON + 3_820, endedBy: 'drop' });
  });

  it('comes before the changes of the entry that proves it', () => {
    const log = twoNodes(0);
    for (const at of [20, 920]) log.write(NOON + at, 'y-1');
    const { effects } = log.write(NOON + 1_820, 'y-1', join(1, 'p', 's1'));
    expect(effects.map(({ kind }) => kind).filter((kind) => kind.startsWith('slice'))).toEqual([
      'sliceEnded',
      'sliceStarted',
    ]);
  });

  it('drops people in the order of their connections, in a core that was restored, too', () => {
    const ends = [false, true].map((restores) => {
      const log = twoNodes(0);
      log.write(NOON + 15, 'x-1', join(12, 'q', 's1'), join(3, 'r', 's1'), join(2, 's', 's1'));
      for (const at of [20, 920]) log.write(NOON + at, 'y-1');
      if (restores) log.restore();
      const { effects } = log.write(NOON + 1_820, 'y-1');
      return effects.flatMap((effect) => (effect.kind === 'sliceEnded' ? [effect.attendee] : []));
    });
    expect(ends).toEqual([
      ['p', 's', 'r', 'q'],
      ['p', 's', 'r', 'q'],
    ]);
  });

  it('is the end: later entries do not count, and people come back with a new incarnation', () => {
    const log = twoNodes();
    for (const at of [20, 920, 1_820]) log.write(NOON + at, 'y-1');
    const late = log.write(NOON + 1_830, 'x-1', join(2, 'q', 's1'));
    expect([late.skipped, late.outcomes, log.concurrent()]).toEqual(['ended', [], 1]);
    const { effects } = log.write(NOON + 1_840, 'x-2', start('x', { generation: 2 }), join(1, 'p', 's1'));
    expect(effects.filter(({ kind }) => kind.startsWith('slice'))).toEqual([]);
  });
});

describe('a stop', () => {
  it('drops the people with its own window, as of the stop, after the other changes of the entry', () => {
    const log = twoNodes();
    const { ended } = log.write(NOON + 100, 'x-1', { kind: 'stop', windowMs: 700 }, join(2, 'q', 's1'));
    expect([ended, log.concurrent(), log.live.leader]).toEqual([['x-1'], 2, 'y-1']);
    log.write(NOON + 799, 'y-1');
    expect(log.concurrent()).toBe(2);
    const { effects } = log.write(NOON + 800, 'y-1');
    const ends = effects.filter((effect): effect is SliceEnded => effect.kind === 'sliceEnded');
    expect(ends.map(({ end, countedUntil }) => [end - NOON, countedUntil - NOON])).toEqual([
      [100, 800],
      [100, 800],
    ]);
  });
});

describe('a start', () => {
  it('ends the earlier incarnation of its node', () => {
    const log = twoNodes();
    const { ended, standstill } = log.write(NOON + 50, 'x-2', start('x', { generation: 2 }));
    expect([ended, standstill, log.live.generationOf('x')]).toEqual([['x-1'], false, 2]);
  });

  it('counts only with a generation greater than the last, for an hour after the end', () => {
    const log = twoNodes();
    log.write(NOON + 50, 'x-7', start('x', { generation: 7 }));
    expect(log.write(NOON + 60, 'x-6', start('x', { generation: 6 })).skipped).toBe('ended');
    log.write(NOON + 70, 'x-7', { kind: 'stop', windowMs: 0 });
    expect(log.write(NOON + 80, 'x-7b', start('x', { generation: 7 })).skipped).toBe('ended');
    log.write(NOON + 3_600_069, 'y-1');
    expect(log.live.generationOf('x')).toBe(7);
    log.write(NOON + 3_600_070, 'y-1');
    expect(log.live.generationOf('x')).toBe(0);
  });

  it('lets each node be forgotten an hour after its own end', () => {
    const log = twoNodes();
    log.write(NOON + 50, 'x-2', start('x', { generation: 2 }));
    log.write(NOON + 60, 'y-1', { kind: 'stop', windowMs: 0 });
    log.write(NOON + 70, 'x-2', { kind: 'stop', windowMs: 0 });
    log.write(NOON + 80, 'z-1', start('z'));
    log.write(NOON + 3_600_060, 'z-1');
    expect(['x', 'y', 'z'].map((node) => log.live.generationOf(node))).toEqual([2, 0, 1]);
  });

  it('is a standstill only while nobody takes part', () => {
    const log = twoNodes();
    log.write(NOON + 50, 'x-1', { kind: 'stop', windowMs: 1_000 });
    expect(log.write(NOON + 60, 'x-2', start('x', { generation: 2 })).standstill).toBe(false);
    for (const name of ['x-2', 'y-1']) log.write(NOON + 100, name, { kind: 'stop', windowMs: 1_000 });
    expect(log.live.leader).toBeNull();
    expect(log.write(NOON + 200, 'y-2', start('y', { generation: 2 })).standstill).toBe(true);
  });

  it('must be the first change of the first entry', () => {
    const log = twoNodes();
    const beginsLate = { time: NOON + 50, incarnation: 'z-1', number: 2, changes: [start('z')] };
    expect(log.writeAs(beginsLate).skipped).toBe('ended');
    expect(log.write(NOON + 60, 'z-2', join(1, 'q', 's1'), start('z')).skipped).toBe('ended');
    expect(log.live.generationOf('z')).toBe(0);
  });
});

describe('numbers', () => {
  it('let an entry count once, and move time all the same', () => {
    const log = twoNodes();
    const again = { incarnation: 'x-1', number: 3, changes: [join(2, 'q', 's1')] };
    expect(log.writeAs({ time: NOON + 20, ...again }).skipped).toBeNull();
    const second = log.writeAs({ time: NOON + 30, ...again });
    expect([second.skipped, second.outcomes, log.live.time]).toEqual(['repeated', [], NOON + 30]);
    expect(log.writeAs({ time: NOON + 40, ...again, number: 5 }).skipped).toBe('repeated');
    expect(log.writeAs({ time: NOON + 50, ...again, number: 4 }).skipped).toBeNull();
  });
});

describe('rules', () => {
  it('are those of the first start, and others do not begin beside it', () => {
    const log = new NodeLog();
    expect(log.live.rules).toBeNull();
    log.write(NOON, 'x-1', start('x', { rules: 4 }));
    expect(log.write(NOON + 1, 'y-1', start('y', { rules: 5 })).skipped).toBe('ended');
    expect(log.write(NOON + 2, 'z-1', start('z', { rules: 3 })).skipped).toBe('ended');
    expect(log.live.rules).toBe(4);
  });

  it('rise with a start when nobody takes part, and never fall', () => {
    const log = new NodeLog();
    log.write(NOON, 'x-1', start('x', { rules: 4 }), { kind: 'stop', windowMs: 0 });
    expect(log.write(NOON + 1, 'y-1', start('y', { rules: 3 })).skipped).toBe('ended');
    expect(log.write(NOON + 2, 'z-1', start('z', { rules: 5 })).skipped).toBeNull();
    expect(log.live.rules).toBe(5);
  });

  it('end everybody when they are raised', () => {
    const log = twoNodes();
    const same = log.write(NOON + 20, 'y-1', { kind: 'raiseRules', rules: start('y').rules });
    expect(same.ended).toEqual([]);
    const { ended } = log.write(NOON + 30, 'y-1', { kind: 'raiseRules', rules: 9 });
    expect([ended, log.live.rules, log.live.leader, log.concurrent()]).toEqual([['x-1', 'y-1'], 9, null, 1]);
    expect(log.write(NOON + 40, 'x-2', start('x', { generation: 2 })).skipped).toBe('ended');
    expect(log.write(NOON + 50, 'x-3', start('x', { generation: 2, rules: 9 })).skipped).toBeNull();
  });
});

describe('after a recall', () => {
  it('the first start is a standstill', () => {
    const live = new Live();
    live.recall({ minute: NOON, slices: [], runs: [{ start: NOON, end: NOON + 500 }], end: NOON + 500 });
    const changes = [start('n')];
    const entry = { position: '1', time: NOON + 700, incarnation: 'n-1', number: 1, changes };
    expect(live.apply(entry)).toMatchObject({ standstill: true, skipped: null });
  });
});
