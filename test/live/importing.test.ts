import { expect, test } from 'vitest';
import type { Actor, Change, ImportEndChange, ImportPartChange } from '../../server/live/changes.ts';
import { IMPORT_TIMEOUT_MS } from '../../server/live/importing.ts';
import { plainEventDetails, plainSessionDetails } from '../../server/live/plain.ts';
import { NodeLog, start } from './node-log.ts';

const ACTOR: Actor = { org: 'a', attendee: 'desk', role: 'operator' };

const event = (id: string) => ({ kind: 'event', line: 1, id, details: plainEventDetails(id) }) as const;
const session = (id: string, of: string) =>
  ({ kind: 'session', line: 2, id, event: of, details: plainSessionDetails(id) }) as const;

function part(id: string, number: number, extras: Partial<ImportPartChange> = {}): Change {
  return { kind: 'importPart', actor: ACTOR, import: id, number, catalogue: [], past: [], ...extras };
}

function end(id: string, parts: number, extras: Partial<ImportEndChange> = {}): Change {
  return {
    ...{ kind: 'importEnd', actor: ACTOR, import: id, parts, lines: 2, repeatedLines: 0, slices: 0 },
    ...{ places: [], salt: 'salt', ...extras },
  } as ImportEndChange;
}

function begun(): NodeLog {
  const log = new NodeLog();
  log.write(1000, 'one', start('n1'));
  log.write(1100, 'two', start('n2'));
  return log;
}

const kinds = ({ effects }: { effects: readonly { kind: string }[] }) => effects.map(({ kind }) => kind);
const session1 = (log: NodeLog) => log.live.scopeOf('a', 'session', 's1');

test('nothing of an import is there before its last entry, and all of it with that', () => {
  const log = begun();
  log.write(1200, 'one', part('i', 1));
  log.write(1300, 'one', part('i', 2, { catalogue: [event('e1')] }));
  log.restore();
  log.write(1400, 'one', part('i', 3, { catalogue: [session('s1', 'e1')] }));
  expect([log.live.scopeOf('a', 'event', 'e1'), session1(log)]).toEqual([undefined, undefined]);
  const places = [{ kind: 'session', id: 's1', slices: true, onDemand: false }] as const;
  const applied = log.write(1500, 'one', end('i', 3, { places, slices: 7 }));
  expect(applied.outcomes).toEqual([null]);
  expect(kinds(applied)).toEqual(['event', 'session', 'session', 'importEnded', 'acted']);
  expect(applied.effects.at(-2)).toMatchObject({ applied: { event: 1, session: 1 }, firstSlice: 1 });
  expect(log.live.snapshot().lastSlice).toBe(7);
  const put = { kind: 'putSession', actor: ACTOR, id: 's1' } as const;
  const details = { ...plainSessionDetails('s1'), kind: 'expo' as const };
  expect(log.write(1600, 'two', { ...put, details }).outcomes).toEqual(['immutable_field']);
});

test('what has changed since it was checked refuses all of it, and leaves no trace', () => {
  const log = begun();
  log.write(1200, 'one', part('i', 1, { catalogue: [event('e1'), session('s1', 'e2')] }));
  const before = log.live.snapshot().catalogue;
  const applied = log.write(1300, 'one', end('i', 1));
  expect([applied.outcomes, kinds(applied)]).toEqual([['import_conflict'], ['importGone']]);
  expect(log.live.snapshot().catalogue).toEqual(before);
  log.write(1400, 'one', part('j', 1, { catalogue: [event('e1')] }));
  const places = [{ kind: 'session', id: 'gone', slices: true, onDemand: false }] as const;
  expect(log.write(1500, 'one', end('j', 1, { places })).outcomes).toEqual(['import_conflict']);
  expect(log.live.scopeOf('a', 'event', 'e1')).toBeUndefined();
});

test('a tenant has one at a time, which ends with its writer, when it is given up, or with time', () => {
  const log = begun();
  expect(log.write(1200, 'one', part('i', 1)).outcomes).toEqual([null]);
  expect(log.write(1300, 'two', part('j', 1)).outcomes).toEqual(['import_running']);
  const other = { ...ACTOR, org: 'b' };
  expect(log.write(1400, 'two', part('k', 1, { actor: other })).outcomes).toEqual([null]);
  expect(kinds(log.write(1500, 'one', { kind: 'stop', windowMs: 0 }))).toEqual(['importGone']);
  expect(log.write(1600, 'two', part('l', 1), part('l', 3)).outcomes).toEqual([null, 'unavailable']);
  expect(kinds(log.write(1700, 'two', { kind: 'importGone', actor: ACTOR, import: 'l' }))).toEqual([
    'importGone',
  ]);
  expect(log.write(1800, 'two', end('l', 1)).outcomes).toEqual(['unavailable']);
  const late = log.write(1400 + IMPORT_TIMEOUT_MS + 1, 'two');
  expect(late.effects).toMatchObject([{ kind: 'importGone', import: 'k' }]);
});

test('an erasure takes the parts away, and refuses what is still to come', () => {
  const erasure = { kind: 'erase', actor: { ...ACTOR, role: 'admin' }, attendee: 'ann' } as const;
  const erase = { ...erasure, pseudonym: 'erased-1', salt: 'salt' };
  const line = { kind: 'slice', line: 1, id: 'x', session: 's1', attendee: 'ann', mode: 'live' } as const;
  const past = [{ ...line, start: 1, end: 2, country: 'DE', watchedMs: null }];
  const log = begun();
  log.write(1200, 'one', part('i', 1), part('i', 2, { past }));
  expect(log.write(1300, 'two', erase).effects).toContainEqual({
    ...{ kind: 'importGone', tenant: 1, import: 'i' },
  });
  const late = log.write(1400, 'one', part('i', 3, { past }));
  expect([late.outcomes, kinds(late)]).toEqual([['import_conflict'], []]);
  expect(log.write(1500, 'one', end('i', 2)).outcomes).toEqual(['import_conflict']);
  const next = log.write(1600, 'one', part('j', 1), part('j', 2, { past }));
  expect([next.outcomes, kinds(next)]).toEqual([[null, null], ['importPart']]);
});

test('trying changes nothing', () => {
  const log = begun();
  log.write(1200, 'one', { kind: 'putEvent', actor: ACTOR, id: 'e1', details: plainEventDetails('Before') });
  const before = log.live.snapshot();
  const lines = [event('e1'), event('e2'), session('s1', 'e2'), session('s2', 'nowhere')];
  const seen = log.live.tryCatalogue(ACTOR, lines, (outcomes) => {
    return { outcomes, key: session1(log) !== undefined };
  });
  expect(seen).toEqual({ outcomes: [null, null, null, 'not_found'], key: true });
  expect(log.live.snapshot()).toEqual(before);
});
