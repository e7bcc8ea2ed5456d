import { expect, test } from 'vitest';
import type { Change } from '../../server/live/changes.ts';
import { Live } from '../../server/live/live.ts';
import { auditOfAct, auditOfKept } from '../../server/recorder/audit.ts';
import { START } from '../live/oracle/entries.ts';
import { sessionDetails } from '../live/oracle/trace-places.ts';

const T0 = Date.UTC(2026, 4, 4);
const actor = { org: 'acme', attendee: 'desk', role: 'operator' } as const;
const eventDetails = {
  ...{ title: 'A', shortCode: null, startsAt: null, endsAt: null, timeZone: null },
  metadata: { secret: 'of the customer' },
};

/** Gives what is known afterwards of changes, one entry each. */
function told(...changes: Change[]) {
  const live = new Live();
  return changes.flatMap((change, index) => {
    const number = index + 1;
    const entry = { position: String(number), time: T0 + number, incarnation: 'one', number };
    const all = index === 0 ? [START, change] : [change];
    const { effects } = live.apply({ ...entry, changes: all });
    return effects.flatMap((effect) => {
      const row =
        effect.kind === 'acted' ? auditOfAct(effect) : effect.kind === 'kept' ? auditOfKept(effect) : null;
      return row === null ? [] : [[row.action, row.target, row.details]];
    });
  });
}

test('a put says what it made, or which fields it changed, and never what they hold', () => {
  const putEvent = (more: object): Change => {
    return { kind: 'putEvent', actor, id: 'e1', details: { ...eventDetails, ...more } };
  };
  const putSession = (more: object): Change => {
    const details = { ...sessionDetails('mainStage'), ...more };
    return { kind: 'putSession', actor, id: 's1', event: 'e1', details };
  };
  const rows = told(
    putEvent({}),
    putEvent({ title: 'B', metadata: { secret: 'another' } }),
    putEvent({ title: 'B', metadata: { secret: 'another' } }),
    putSession({ more: { streamKey: 'hush' } }),
    putSession({ capacity: 5, more: { streamKey: 'hush, hush', tags: ['a'] } }),
  );
  expect(rows).toEqual([
    ['event.put', 'event:e1', { created: true }],
    ['event.put', 'event:e1', { fields: ['metadata', 'title'] }],
    ['event.put', 'event:e1', { fields: [] }],
    ['session.put', 'session:s1', { created: true }],
    ['session.put', 'session:s1', { fields: ['capacity', 'streamKey', 'tags'] }],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/hush|secret|customer/);
});

test('what was refused is no act, nor is what people do in a session', () => {
  const join = { kind: 'join', connection: 1, actor, session: 's1', mode: 'live', country: 'DE' } as const;
  expect(
    told(
      { kind: 'sessionAction', actor, session: 'none', action: 'end' },
      { kind: 'deleteKey', actor, id: 'none' },
      { ...join, strict: false },
      { kind: 'engage', actor, session: 's1', id: '1', action: 'reaction', data: {} },
      { kind: 'kick', actor, session: 's1', attendee: 'nobody', blockMs: 0 },
      { kind: 'keep', actor, keep: { type: 'keysUsed', uses: [] } },
      { kind: 'leave', connection: 1, actor, session: 's1' },
    ),
  ).toEqual([]);
});

test('a deletion is told with its purge', () => {
  const admin = { ...actor, role: 'admin' } as const;
  const details = { name: 'Sub', timeZone: null, metadata: {} };
  const rows = told(
    { kind: 'putEvent', actor, id: 'e1', details: eventDetails },
    { kind: 'eventAction', actor, event: 'e1', action: 'end' },
    { kind: 'putOrganization', actor: admin, id: 'sub', parent: 'acme', details, salt: 'salt' },
    { kind: 'deleteEvent', actor: admin, id: 'e1', purge: true },
    { kind: 'deleteOrganization', actor: admin, id: 'sub', purge: false },
  );
  expect(rows.slice(1)).toEqual([
    ['event.end', 'event:e1', {}],
    ['organization.put', 'organization:sub', { created: true }],
    ['event.delete', 'event:e1', { purge: true }],
    ['organization.delete', 'organization:sub', { purge: false }],
  ]);
});

test('keys, kicks, actions and people are told without secrets', () => {
  const none = { firstName: null, lastName: null, email: null, phone: null, country: null, metadata: {} };
  const key = {
    id: '0123456789ab',
    hash: 'ff00ff',
    name: 'Desk',
    role: 'operator',
    expiresAt: null,
  } as const;
  const rows = told(
    { kind: 'putKey', actor, ...key },
    { kind: 'putSession', actor, id: 's1', details: sessionDetails('mainStage') },
    { kind: 'sessionAction', actor, session: 's1', action: 'goLive' },
    { kind: 'kick', actor, session: 's1', attendee: 'ann', blockMs: 90_000 },
    { kind: 'disconnect', actor, attendee: 'ann', blockMs: 0 },
    { kind: 'deleteKey', actor, id: '0123456789ab' },
    { kind: 'keep', actor, keep: { type: 'attendee', id: 'ann', details: { ...none, name: 'Ann Onym' } } },
    { kind: 'keep', actor, keep: { type: 'audit', action: 'export', target: '/v1/x', details: { a: 1 } } },
  );
  expect(rows).toEqual([
    ['key.create', 'key:0123456789ab', { name: 'Desk', role: 'operator' }],
    ['session.put', 'session:s1', { created: true }],
    ['session.goLive', 'session:s1', {}],
    ['attendee.kick', 'attendee:ann', { session: 's1', minutes: 1.5 }],
    ['attendee.disconnect', 'attendee:ann', { minutes: 0 }],
    ['key.delete', 'key:0123456789ab', {}],
    ['attendee.put', 'attendee:ann', { fields: ['name'] }],
    ['export', '/v1/x', { a: 1 }],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/ff00ff|Onym/);
});
