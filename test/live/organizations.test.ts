import { expect, test } from 'vitest';
import type { Change, PutOrganizationChange } from '../../server/live/changes.ts';
import { isPseudonymous, retentionOf, saltOf, timeZoneOf, UNLIMITED } from '../../server/live/inheritance.ts';
import { Live } from '../../server/live/live.ts';
import { MAX_LEVELS, MAX_ORGANIZATIONS } from '../../server/live/organizations.ts';
import type { OrganizationState } from '../../server/live/registry.ts';
import { START } from './oracle/entries.ts';

type Extras = Partial<Omit<PutOrganizationChange, 'kind'>>;

function put(id: string, extras: Extras = {}): Change {
  const actor = { org: 'root', attendee: 'boss', role: 'admin' as const };
  const details = { name: id, timeZone: null, metadata: {} };
  return { kind: 'putOrganization', actor, id, details, salt: `salt of ${id}`, ...extras };
}

function core() {
  const live = new Live();
  let number = 0;
  const apply = (...changes: Change[]) => {
    number++;
    const entry = { position: `${number}`, time: 1_000 * number, incarnation: 'n', number, changes };
    return live.apply(entry).outcomes;
  };
  apply(START);
  const find = (id: string): OrganizationState => {
    const organization = live.registry.organization(id);
    if (organization === undefined) throw new Error(`no ${id}`);
    return organization;
  };
  return { live, apply, find };
}

test(`organizations are at most ${MAX_LEVELS} levels deep`, () => {
  const { apply } = core();
  const names = Array.from({ length: MAX_LEVELS }, (_, index) => `level ${index + 2}`);
  const outcomes = apply(...names.map((id, index) => put(id, { parent: names[index - 1] ?? 'root' })));
  expect(outcomes).toEqual([...new Array(MAX_LEVELS - 1).fill(null), 'too_many_organizations']);
});

test(`a tenant has at most ${MAX_ORGANIZATIONS} organizations`, () => {
  const { apply, live } = core();
  const outcomes = apply(...Array.from({ length: MAX_ORGANIZATIONS }, (_, index) => put(`o${index}`)));
  expect(outcomes.filter((outcome) => outcome !== null)).toEqual(['too_many_organizations']);
  expect(apply(put('o1'), put('more', { actor: { org: 'other', attendee: 'x', role: 'admin' } }))).toEqual([
    null,
    null,
  ]);
  expect(live.registry.organization(`o${MAX_ORGANIZATIONS - 1}`)).toBeUndefined();
});

test('the first salt that a tenant is given stays with its root', () => {
  const { apply, find } = core();
  apply(put('child'), put('root'));
  expect([saltOf(find('child')), find('root').row.salt, find('child').row.salt]).toEqual([
    'salt of child',
    'salt of child',
    null,
  ]);
});

test('what an organization does not say, the nearest parent that does decides', () => {
  const { apply, find } = core();
  const details = { name: 'x', timeZone: null, metadata: {} };
  apply(put('child'), put('grandchild', { parent: 'child' }));
  const grandchild = find('grandchild');
  expect([timeZoneOf(grandchild), retentionOf(grandchild), isPseudonymous(grandchild)]).toEqual([
    'UTC',
    UNLIMITED,
    false,
  ]);
  const retention = { days: 3, scope: 'everything', keepAggregates: true } as const;
  apply(put('root', { details: { ...details, timeZone: 'Asia/Tokyo', retention, pseudonymous: true } }));
  apply(put('child', { details: { ...details, pseudonymous: false } }));
  expect([timeZoneOf(grandchild), retentionOf(grandchild), isPseudonymous(grandchild)]).toEqual([
    'Asia/Tokyo',
    retention,
    false,
  ]);
});

test('versions are checked when the change is applied', () => {
  const { apply } = core();
  expect(apply(put('child', { ifMatch: 'any' }), put('child', { ifMatch: 'none' }))).toEqual([
    'version_mismatch',
    null,
  ]);
  expect(apply(put('child', { ifMatch: 'none' }), put('child', { ifMatch: [7, 1] }))).toEqual([
    'version_mismatch',
    null,
  ]);
  expect(apply(put('child', { ifMatch: [1] }), put('child', { ifMatch: 2 }))).toEqual([
    'version_mismatch',
    null,
  ]);
});
