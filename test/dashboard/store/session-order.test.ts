import { describe, expect, it } from 'vitest';
import {
  orderSessions,
  recentChange,
  type SessionInsight,
  stateOf,
} from '../../../server/dashboard/store/session-order.ts';

function insight(...curve: (number | null)[]): SessionInsight {
  return { curve, engagedPercent: null };
}

const SESSIONS = [
  { id: 'a', title: 'Room 10', capacity: 100 },
  { id: 'b', title: 'Room 9', capacity: null },
  { id: 'c', title: null, capacity: 10 },
];
const INSIGHTS = new Map([
  ['a', insight(1, 1, 1, 1, 1, 20, null)],
  ['b', insight(90, 90, 90, 90, 90, 30, null)],
  ['c', insight(9, 9, 9, 9, 9, 9, null)],
]);

describe('the sessions of an event', () => {
  it.each([
    ['order', ['a', 'b', 'c']],
    ['attendees', ['b', 'a', 'c']],
    ['name', ['c', 'b', 'a']],
    ['fullest', ['c', 'a', 'b']],
    ['change', ['a', 'c', 'b']],
  ] as const)('are put in order by %s', (sort, ids) => {
    expect(orderSessions(SESSIONS, INSIGHTS, sort).map(({ id }) => id)).toEqual(ids);
  });

  it('keep their order while nothing is known', () => {
    expect(orderSessions(SESSIONS, new Map(), 'attendees').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['live', { live: true }, insight(3, null), undefined],
    ['silent', { live: true }, insight(3, 0, null), undefined],
    ['live', { live: true }, insight(3, 0, null), true],
    ['live', { live: true }, undefined, undefined],
    ['live', { live: false }, insight(3), undefined],
    ['waiting', { live: false }, insight(0), undefined],
    ['ended', { live: false, ended: true }, insight(3), true],
    ['replay', { live: false, ended: true, replay: true }, insight(0), undefined],
  ] as const)('are %s', (state, session, known, present) => {
    expect(stateOf({ id: 's', ...session }, known, present)).toBe(state);
  });

  it('have no change where a gap lies', () => {
    expect(recentChange(insight(null, 1, 1, 1, 1, 4))).toBeNull();
    expect(recentChange(insight(2, null, 1, 1, 1, 4, null))).toBe(2);
    expect(recentChange(undefined)).toBeNull();
  });
});
