import { expect, it } from 'vitest';
import type { PutEventChange } from '../../server/live/changes.ts';
import { Live } from '../../server/live/live.ts';
import { START } from './oracle/entries.ts';

const NOON = Date.UTC(2026, 0, 1, 12);

function put(org: string, id: string, shortCode: string | null): PutEventChange {
  const details = { title: id, shortCode, startsAt: null, endsAt: null, timeZone: null, metadata: {} };
  return { kind: 'putEvent', actor: { org, attendee: 'desk', role: 'operator' }, id, details };
}

it('gives a short code to one event of a tenant only', () => {
  const live = new Live();
  const changes = [
    put('a', 'one', 'summit'),
    put('a', 'two', 'summit'),
    put('a', 'two', null),
    put('a', 'three', null),
    put('a', 'one', 'summit'),
    put('b', 'one', 'summit'),
  ];
  const entry = { position: '1', time: NOON, incarnation: 'x', number: 1, changes: [START, ...changes] };
  const { outcomes } = live.apply(entry);
  expect(outcomes).toEqual([null, null, 'id_taken', null, null, null, null]);
});
