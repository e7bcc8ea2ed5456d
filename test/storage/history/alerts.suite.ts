import { expect, test } from 'vitest';
import type { AlertEffect, RaisedAlert } from '../../../server/live/effects.ts';
import type { AlertFilter, History } from '../../../storage/types.ts';
import { batchAt, catalogue, EVENT, ORG, ROOM, STREAM, T0 } from './batches.ts';
import { type MakeStore, opened } from './opened.ts';

const condition = { kind: 'above', threshold: 5, clearAt: 3 } as const;

export function alertRule(id: string, createdBy = 'ann'): Extract<AlertEffect, { kind: 'alertRule' }> {
  const details = { name: id, enabled: true, mutedUntil: null, condition, coolDownMs: 0, emails: [] };
  const rule = {
    id,
    tenant: ORG,
    organization: ORG,
    scope: ROOM,
    version: 1,
    details,
    createdAt: T0,
    createdBy,
  };
  return { kind: 'alertRule', rule };
}

export function raised(rule: string, parts: Partial<RaisedAlert> = {}): AlertEffect {
  const alert = {
    ...{
      rule,
      tenant: ORG,
      organization: ORG,
      event: EVENT,
      session: ROOM,
      scope: ROOM,
      name: rule,
      condition,
    },
    ...{ raisedAt: T0, value: 6, threshold: 5, isMuted: false, ...parts },
  };
  return { kind: 'alertRaised', alert };
}

export function cleared(rule: string, raisedAt = T0): AlertEffect {
  return { kind: 'alertCleared', rule, raisedAt, at: raisedAt + 5, value: 3, worst: 9 };
}

function acknowledged(rule: string, attendee: string, raisedAt = T0): AlertEffect {
  return { kind: 'alertAcknowledged', tenant: ORG, rule, raisedAt, attendee, at: T0 + 9 };
}

const namesOf = async (history: History, filter: Partial<AlertFilter> = {}) =>
  (await history.alerts({ organizations: [ORG], limit: 10, ...filter })).map(
    ({ rule, raisedAt }) => `${rule} ${raisedAt - T0}`,
  );

export function alertTests(makeStore: MakeStore): void {
  test('rules and their last alerts are there after a restart', async () => {
    const store = makeStore();
    const history = store.create();
    await history.open();
    const alerts = [
      ...[alertRule('a'), alertRule('b'), alertRule('c'), { kind: 'alertRuleGone', rule: 'c' } as const],
      ...[raised('a'), cleared('a'), raised('a', { raisedAt: T0 + 7, isMuted: true })],
    ];
    await history.commit(batchAt(T0, { ...catalogue(), alerts }));
    const rule = alertRule('b').rule;
    await history.commit(batchAt(T0 + 1, { alerts: [{ kind: 'alertRule', rule: { ...rule, version: 2 } }] }));
    const { alertRules, lastAlerts } = await store.create().open();
    expect(alertRules).toEqual([alertRule('a').rule, { ...rule, version: 2 }]);
    expect(lastAlerts).toEqual([
      { rule: 'a', raisedAt: T0 + 7, value: 6, worst: 6, isMuted: true, clearedAt: null },
    ]);
  });

  test('an alert has its end, and the first who acknowledged it', async () => {
    const history = await opened(makeStore);
    await history.commit(batchAt(T0, { ...catalogue(), alerts: [raised('a')] }));
    const open = {
      clearedAt: null,
      clearedValue: null,
      worst: 6,
      acknowledgedAt: null,
      acknowledgedBy: null,
    };
    const { alert } = raised('a') as Extract<AlertEffect, { kind: 'alertRaised' }>;
    expect(await history.alert({ rule: 'a', raisedAt: T0 })).toEqual({ ...alert, ...open });
    expect(await history.alert({ rule: 'a', raisedAt: T0 + 1 })).toBeNull();
    const alerts = [cleared('a'), acknowledged('a', 'ann'), acknowledged('a', 'bob')];
    await history.commit(batchAt(T0 + 1, { alerts }));
    const over = {
      clearedAt: T0 + 5,
      clearedValue: 3,
      worst: 9,
      acknowledgedAt: T0 + 9,
      acknowledgedBy: 'ann',
    };
    expect(await history.alert({ rule: 'a', raisedAt: T0 })).toEqual({ ...alert, ...over });
  });

  test('they are listed from the latest, by what is asked for', async () => {
    const history = await opened(makeStore);
    const alerts = [
      ...[raised('a'), cleared('a'), raised('b'), raised('a', { raisedAt: T0 + 7 })],
      ...[acknowledged('b', 'ann'), raised('c', { organization: 99, event: 98, session: 97, scope: 97 })],
      raised('d', { raisedAt: T0 + 8, scope: EVENT, session: null }),
    ];
    await history.commit(batchAt(T0, { ...catalogue(), alerts }));
    expect(await namesOf(history)).toEqual(['d 8', 'a 7', 'b 0', 'a 0']);
    expect(await namesOf(history, { after: { rule: 'b', raisedAt: T0 } })).toEqual(['a 0']);
    expect(await namesOf(history, { limit: 1, to: T0 + 8 })).toEqual(['a 7']);
    expect(await namesOf(history, { from: T0 + 7 })).toEqual(['d 8', 'a 7']);
    expect(await namesOf(history, { isOpen: false })).toEqual(['a 0']);
    expect(await namesOf(history, { isAcknowledged: true })).toEqual(['b 0']);
    expect(await namesOf(history, { scope: EVENT })).toEqual(['d 8']);
    expect(await namesOf(history, { rule: 'a', isOpen: true })).toEqual(['a 7']);
    expect(await namesOf(history, { organizations: [99], event: 98 })).toEqual(['c 0']);
  });

  test('they go with their scope and what the retention takes; nobody is named who was erased', async () => {
    const store = makeStore();
    const history = store.create();
    await history.open();
    const alerts = [
      ...[alertRule('a', 'zoe'), raised('a'), cleared('a'), acknowledged('a', 'zoe')],
      raised('b', { session: STREAM, scope: STREAM }),
    ];
    await history.commit(batchAt(T0, { ...catalogue(), alerts }));
    const erased = {
      kind: 'erased',
      tenant: ORG,
      attendee: 'zoe',
      pseudonym: 'erased-1',
      hash: 'h',
      at: T0,
    } as const;
    await history.commit(batchAt(T0 + 1, { erasures: [erased] }));
    expect((await history.alert({ rule: 'a', raisedAt: T0 }))?.acknowledgedBy).toBe('erased-1');
    expect((await store.create().open()).alertRules[0]?.createdBy).toBe('erased-1');
    const purged = {
      ...({ kind: 'purged', scope: 'everything', keepAggregates: true, salt: 's' } as const),
      ...{ tenant: ORG, organization: ORG, parents: [], before: T0 + 1, at: T0 + 2 },
    };
    await history.commit(batchAt(T0 + 2, { purges: [purged] }));
    expect(await namesOf(history)).toEqual(['b 0']);
    const gone = {
      kind: 'deleted',
      scopeKind: 'session',
      id: 'stream',
      at: T0,
      tenant: ORG,
      parents: [],
    } as const;
    await history.commit(batchAt(T0 + 3, { deleted: [{ ...gone, scope: STREAM }] }));
    expect(await namesOf(history)).toEqual([]);
  });
}
