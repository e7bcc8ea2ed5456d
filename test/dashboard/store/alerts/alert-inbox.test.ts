import { describe, expect, it } from 'vitest';
import { AlertInbox } from '../../../../server/dashboard/store/alerts/alert-inbox.ts';
import { AlertSignals } from '../../../../server/dashboard/store/alerts/signals.ts';
import type { AlertMessage } from '../../../../server/protocol/server-messages.ts';

function alert(parts: Partial<AlertMessage> = {}): AlertMessage {
  return {
    ...{ type: 'alert', scope: 'event:e1', alert: 'a-1', rule: 'a', name: 'full', kind: 'above' },
    ...{ about: 'session:s1', state: 'raised', threshold: 1, value: 2, worst: 2, clearedValue: null },
    ...{ raisedAt: '2030-01-01T12:00:01.000Z', clearedAt: null, acknowledgedAt: null },
    ...parts,
  };
}

const cleared = (parts: Partial<AlertMessage> = {}) => alert({ state: 'cleared', clearedValue: 1, ...parts });

const shownIn = (inbox: AlertInbox) => inbox.shown.value.map((one) => `${one.alert} ${one.state}`);

describe('the inbox of alerts', () => {
  it('has each alert once, whatever subscriptions it came over, with its end in the place of its beginning', () => {
    const inbox = new AlertInbox();
    inbox.take(alert());
    inbox.take(alert({ scope: 'session:s1' }));
    inbox.take(alert({ alert: 'b-1' }));
    expect(shownIn(inbox)).toEqual(['b-1 raised', 'a-1 raised']);
    inbox.take(cleared());
    inbox.take(cleared({ scope: 'session:s1' }));
    inbox.take(alert({ scope: 'organization:o' }));
    expect(shownIn(inbox)).toEqual(['a-1 cleared', 'b-1 raised']);
  });

  it('forgets what was put away or acknowledged, also its end; a peak is there although it is over', () => {
    const inbox = new AlertInbox();
    inbox.take(alert());
    inbox.putAway('a-1');
    inbox.take(cleared());
    inbox.take(alert({ alert: 'b-1' }));
    inbox.take(alert({ alert: 'b-1', acknowledgedAt: '2030-01-01T12:00:02.000Z' }));
    inbox.take(cleared({ alert: 'c-1', kind: 'peak' }));
    expect(shownIn(inbox)).toEqual(['c-1 cleared']);
    inbox.putAllAway();
    expect(shownIn(inbox)).toEqual([]);
  });

  it('says once what was raised and not heard yet, and keeps twenty', () => {
    const inbox = new AlertInbox();
    for (let index = 0; index < 25; index++) inbox.take(alert({ alert: `a-${index}` }));
    expect(inbox.takeUnheard()?.alert).toBe('a-24');
    inbox.take(cleared({ alert: 'a-24' }));
    expect(inbox.takeUnheard()).toBeNull();
    expect(inbox.shown.value).toHaveLength(20);
  });
});

it('nothing is to be heard until the reader has chosen so, and the choice is kept', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const signals = new AlertSignals(storage);
  expect(signals.isOn('sound')).toBe(false);
  signals.set('sound', true);
  expect([new AlertSignals(storage).isOn('sound'), signals.isOn('notification')]).toEqual([true, false]);
  signals.set('sound', false);
  expect(signals.isOn('sound')).toBe(false);
});
