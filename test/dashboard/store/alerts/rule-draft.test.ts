import { describe, expect, it } from 'vitest';
import type { RuleAnswer } from '../../../../server/dashboard/rest/alert-answers.ts';
import { AlertsStore } from '../../../../server/dashboard/store/alerts/alerts-store.ts';
import {
  draftOf,
  newDraft,
  ofKind,
  problemOf,
  wantedOf,
} from '../../../../server/dashboard/store/alerts/rule-draft.ts';
import { FakeRest } from '../../fixtures/fake-rest.ts';

const RULE: RuleAnswer = {
  ...{ id: 'r1', name: 'full', scope: 'session:s1', enabled: false, state: 'off' },
  mutedUntil: '2030-01-01T12:00:00.000Z',
  condition: { kind: 'drop', percent: 30, minutes: 5, least: 10 },
  ...{ coolDownSeconds: 300, emails: ['a@acme.example', 'b@acme.example'] },
};

describe('a rule as it is being written', () => {
  it('begins about what is shown, and asks for nothing but a name', () => {
    const draft = newDraft('event:e1');
    expect(problemOf(draft)).toBe('name');
    expect(problemOf({ ...draft, name: 'crowd' })).toBeNull();
  });

  it('says again what there was, when nothing was changed', () => {
    const { id: _id, state: _state, mutedUntil: _muted, ...said } = RULE;
    expect(wantedOf(draftOf(RULE))).toEqual(said);
  });

  it.each([
    ['above', { threshold: '5', clearAt: '6' }],
    ['below', { threshold: '5', clearAt: '4' }],
    ['capacity', { percent: '80', clearAt: '81' }],
  ] as const)('of the kind %s must not end where it begins', (kind, numbers) => {
    const draft = { ...ofKind(draftOf(RULE), kind), numbers };
    expect(problemOf(draft)).toBe('clearAt');
    expect(problemOf(ofKind(draft, kind))).toBeNull();
  });

  it.each(['', '1.5', '-1', 'many'])('takes no %j for a number', (seconds) => {
    const draft = ofKind(draftOf(RULE), 'silence');
    expect(problemOf({ ...draft, numbers: { seconds } })).toBe('numbers');
    expect(problemOf({ ...draft, coolDown: seconds })).toBe('numbers');
    expect(problemOf({ ...draft, scope: seconds })).toBe('scope');
  });
});

it('a rule is changed in the version that was read; its mute stays', async () => {
  const rest = new FakeRest();
  rest.answers.set('/v1/alerts/r1', RULE);
  rest.answers.set('/v1/alerts', { items: [RULE], nextCursor: null });
  rest.answers.set('/v1/alert-history', { items: [], nextCursor: null });
  const store = new AlertsStore(rest, 'event:e1');
  await store.edit('r1');
  const wanted = wantedOf({ ...draftOf(RULE), name: 'fuller' });
  expect(await store.save(wanted)).toBe(true);
  const { scope: _scope, ...body } = { ...wanted, mutedUntil: RULE.mutedUntil };
  expect(rest.replaced).toEqual([{ path: '/v1/alerts/r1', version: '"7"', body }]);
  expect(store.edited.value).toBeNull();
});
