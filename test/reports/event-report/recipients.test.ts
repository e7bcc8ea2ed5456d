import { expect, test } from 'vitest';
import type { EventState } from '../../../server/live/registry.ts';
import { Registry } from '../../../server/live/registry.ts';
import { recipientsOf, withoutRecipients } from '../../../server/reports/event-report/recipients.ts';

type Metadata = Record<string, unknown>;

/** An event of an organization below another, with the metadata of each. */
function eventWith(event: Metadata, own: Metadata = {}, above: Metadata = {}): EventState {
  const registry = new Registry({ organizations: [], events: [], sessions: [], lastKey: 0 });
  const details = (metadata: Metadata) => {
    return { name: 'o', timeZone: null, retention: null, pseudonymous: null, metadata };
  };
  const root = registry.createOrganization('root');
  root.row = { ...root.row, details: details(above) };
  const child = registry.createSubOrganization(root, 'child', details(own));
  return registry.createEvent(child, 'e', {
    ...{ title: 'e', shortCode: null, startsAt: null, endsAt: null, timeZone: null },
    metadata: event,
  });
}

const [ann, bob] = ['ann@example.org', 'bob@example.org'];

test.each([
  ['those of the event', [{ reportEmails: [ann] }, { reportEmails: [bob] }], [ann]],
  ['each once', [{ reportEmails: [ann, bob, ann] }], [ann, bob]],
  ['nobody, where the event says so', [{ reportEmails: [] }, { reportEmails: [bob] }], []],
  ['those of the organization', [{ other: 1 }, { reportEmails: [bob] }, { reportEmails: [ann] }], [bob]],
  ['those of the organization above', [{}, {}, { reportEmails: [ann] }], [ann]],
  ['nobody', [{}], []],
  ['not what is no list of addresses', [{ reportEmails: 'ann@example.org' }, { reportEmails: ['x'] }], []],
] as const)('recipients are %s', (_, said, expected) => {
  const [event, own, above] = said as readonly Metadata[];
  expect(recipientsOf(eventWith(event ?? {}, own, above))).toEqual(expected);
});

test('the metadata is shown without them', () => {
  expect(withoutRecipients({ reportEmails: [ann], color: 'red' })).toEqual({ color: 'red' });
});
