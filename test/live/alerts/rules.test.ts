import { describe, expect, it } from 'vitest';
import { MAX_RULES } from '../../../server/live/alerts/rule.ts';
import type { Actor, Change } from '../../../server/live/changes.ts';
import { Live } from '../../../server/live/live.ts';
import { namesIn, putWebhook, said } from '../announcements/hearing.ts';
import { act, putSession } from '../oracle/entries.ts';
import { OPERATOR, putAlert, Room, RULE, SECOND, T0 } from './watching.ts';

const OVER_FIVE = { kind: 'above', threshold: 5, clearAt: 3 } as const;
const ADMIN: Actor = { org: 'a', attendee: 'boss', role: 'admin' };
const mute = (until: number | null): Change => ({ kind: 'muteAlert', actor: OPERATOR, id: RULE, until });

describe('a rule', () => {
  it('is made once, of a scope that the actor reaches, and changed of the version that is meant', () => {
    const room = new Room();
    const other = { ...OPERATOR, event: 'other' };
    const organization = { kind: 'organization', id: 'a' } as const;
    expect(
      room.next(
        putAlert('1', OVER_FIVE, { scope: { kind: 'session', id: 'none' } }),
        putAlert('2', OVER_FIVE, { actor: other }),
        putAlert('3', OVER_FIVE, { actor: { ...OPERATOR, event: 'e' }, scope: organization }),
        putAlert('4', OVER_FIVE, { actor: { ...OPERATOR, org: 'b' } }),
        putAlert('5', OVER_FIVE, { scope: organization, ifMatch: 'none' }),
        putAlert('5', OVER_FIVE, { ifMatch: 'none' }),
        putAlert('5', OVER_FIVE, { ifMatch: 1 }),
        putAlert('5', OVER_FIVE, { ifMatch: 1 }),
        putAlert('5', OVER_FIVE, { actor: other }),
      ).outcomes,
    ).toEqual([
      ...['not_found', 'not_found', 'not_found', 'not_found', null],
      ...['version_mismatch', null, 'version_mismatch', 'not_found'],
    ]);
    expect(room.live.alerts.find('5')?.rule).toMatchObject({ version: 2, createdBy: 'staff' });
  });

  it('is one of at most a hundred of an organization', () => {
    const room = new Room();
    const rules = Array.from({ length: MAX_RULES }, (_, index) => putAlert(`r${index}`, OVER_FIVE));
    room.next(...rules);
    expect(room.next(putAlert('more', OVER_FIVE)).outcomes).toEqual(['too_many_alerts']);
    expect(
      room.next({ kind: 'deleteAlert', actor: OPERATOR, id: 'r0' }, putAlert('more', OVER_FIVE)).outcomes,
    ).toEqual([null, null]);
  });

  it('raises at once where it is so already, and ends what it raised when it is changed, off or gone', () => {
    const room = new Room();
    room.hold(6);
    room.next(putAlert(RULE, OVER_FIVE));
    room.next(putAlert(RULE, OVER_FIVE, { name: 'the same by another name' }));
    expect(room.spans).toEqual([[2, null]]);
    room.next(putAlert(RULE, { ...OVER_FIVE, threshold: 4 }));
    expect(room.spans).toEqual([
      [2, 4],
      [4, null],
    ]);
    room.next(putAlert(RULE, { ...OVER_FIVE, threshold: 4 }, { enabled: false }));
    room.next();
    expect(room.spans[1]).toEqual([4, 5]);
    room.next(putAlert(RULE, { ...OVER_FIVE, threshold: 4 }));
    room.next({ kind: 'deleteAlert', actor: OPERATOR, id: RULE });
    expect(room.spans[2]).toEqual([7, 8]);
    room.hold(9);
    expect(room.alerts).toHaveLength(3);
  });

  it('goes with its scope, and who made it is nobody after their erasure', () => {
    const room = new Room(putAlert(RULE, OVER_FIVE));
    const erased = { attendee: 'staff', pseudonym: 'erased-1', salt: 'salt' };
    room.next({ kind: 'erase', actor: ADMIN, ...erased });
    expect(room.live.alerts.find(RULE)?.rule.createdBy).toBe('erased-1');
    room.next({ kind: 'deleteSession', actor: ADMIN, id: 's', purge: false });
    expect(room.live.alerts.list()).toEqual([]);
  });
});

describe('an alert', () => {
  it('is announced with its end, but not of a rule that is muted when it is raised', () => {
    const room = new Room(putWebhook('hears', { types: ['threshold.crossed'] }), putAlert(RULE, OVER_FIVE));
    const told: unknown[] = [];
    const hold = (count: number, ...changes: Change[]) => {
      const before = room.live;
      if (changes.length > 0) room.next(...changes);
      const apply = before.apply.bind(before);
      before.apply = (entry) => {
        const applied = apply(entry);
        for (const one of applied.effects)
          if (one.kind === 'announced') told.push(said(namesIn(before), one));
        return applied;
      };
      room.hold(count);
      before.apply = apply;
    };
    hold(6);
    hold(3);
    const at = (seconds: number) => T0 + seconds * SECOND;
    const about = { type: 'threshold.crossed', where: 'e/s', subject: `alert ${RULE}-${at(1)}`, to: 'hears' };
    const both = [
      { ...about, at: at(1), value: 6 },
      { ...about, at: at(2), value: 3, since: at(1) },
    ];
    expect(told).toEqual(both);
    hold(6, mute(T0 + 60_000));
    hold(3, mute(null));
    expect(room.alerts).toHaveLength(2);
    expect(told).toEqual(both);
  });

  it('warns of nobody who is missing once the session has ended, and of a capacity that was lowered', () => {
    const room = new Room(
      putAlert('1', { kind: 'silence', seconds: 5 }),
      putAlert('2', { kind: 'below', threshold: 3, clearAt: 4 }),
      putAlert('3', { kind: 'drop', percent: 50, minutes: 2, least: 2 }),
    );
    room.hold(5);
    room.next(act('s', 'end'));
    room.stay(0, 20);
    expect(room.alerts).toEqual([]);
    const full = new Room(putAlert(RULE, { kind: 'capacity', percent: 90, clearAt: 80 }));
    full.hold(5);
    full.next(putSession('s', { event: 'e', capacity: 5 }));
    full.next(putSession('s', { event: 'e' }));
    expect(full.spans).toEqual([[2, 3]]);
  });

  it('takes no standstill of the log for a silence', () => {
    const room = new Room(putAlert(RULE, { kind: 'silence', seconds: 60 }));
    room.hold(1);
    room.stay(0, 30);
    room.enter(room.time + 3_600_000);
    const stood = room.time;
    room.stay(0, 40);
    expect(room.alerts.map(({ raisedAt }) => (raisedAt - stood) / SECOND)).toEqual([31]);
  });

  it('goes on after a start from the file, and pauses as long as it would have', () => {
    const room = new Room(putAlert(RULE, OVER_FIVE, { coolDownMs: 60_000 }));
    room.hold(6);
    const snapshot = room.live.snapshot();
    const rule = room.live.alerts.list();
    const last = { rule: RULE, raisedAt: T0 + SECOND, value: 6, worst: 9, isMuted: false };
    const start = (clearedAt: number | null) => {
      const seed = { peaks: [], watched: [], lastSlice: snapshot.lastSlice, ...snapshot.catalogue };
      const known = { tombstones: [], blocks: [], keys: [], endpoints: [], told: [], alertRules: rule };
      return new Live({ ...seed, ...known, lastAlerts: [{ ...last, clearedAt }] });
    };
    expect(start(null).alerts.find(RULE)?.watched.open).toMatchObject({ raisedAt: T0 + SECOND, worst: 9 });
    expect(start(T0 + 5).alerts.find(RULE)?.watched).toMatchObject({ open: null, quietUntil: T0 + 60_005 });
  });
});
