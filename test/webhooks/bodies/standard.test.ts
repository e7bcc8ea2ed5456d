import { describe, expect, it } from 'vitest';
import { newPseudonym } from '../../../server/erasure/pseudonym.ts';
import { Registry } from '../../../server/live/registry.ts';
import { standardBodies } from '../../../server/webhooks/bodies/standard.ts';
import type { AlertRow, AttendeeRow, MessageRow, RegistrationRow } from '../../../storage/types.ts';
import { EVENT, event, ORG, organization, ROOM, session, T0 } from '../../storage/history/batches.ts';
import { endpointRow, messageRow } from '../fake-outbox.ts';

const registry = new Registry({
  organizations: [organization()],
  events: [event()],
  sessions: [session()],
  lastKey: 9,
});

const ann: AttendeeRow = {
  ...{ attendeeKey: 5, attendee: 'ann', name: 'Ann', firstName: null, lastName: null },
  ...{ email: 'ann@example.com', phone: '1', country: 'DE' },
};

const registered: RegistrationRow = {
  ...{ scope: EVENT, kind: 'registration', attendee: 'ann', attendeeKey: 5, name: 'Ann' },
  ...{ email: null, version: 1, at: T0, ticketId: 'T-1', answers: { team: 'blue' }, metadata: { secret: 1 } },
};

const alert: AlertRow = {
  ...{
    rule: 'aaaaaaaaaaaa',
    tenant: ORG,
    organization: ORG,
    event: EVENT,
    session: ROOM,
    scope: ROOM,
    name: 'full',
  },
  ...{ condition: { kind: 'above', threshold: 40, clearAt: 40 }, raisedAt: T0 - 9, value: 41, threshold: 40 },
  ...{
    isMuted: false,
    worst: 45,
    clearedAt: T0,
    clearedValue: 39,
    acknowledgedAt: null,
    acknowledgedBy: null,
  },
};

function bodies(
  people: readonly AttendeeRow[] = [ann],
  registrations: readonly RegistrationRow[] = [registered],
) {
  return standardBodies({
    registry,
    history: {
      attendees: () => Promise.resolve([...people]),
      registrationsOf: () => Promise.resolve([...registrations]),
      alert: ({ rule }) => Promise.resolve(rule === alert.rule ? alert : null),
    },
  });
}

async function bodyOf(parts: Partial<MessageRow>, compose = bodies()) {
  const message = messageRow({ organization: ORG, sequence: 3, at: T0, value: null, ...parts });
  const body = await compose({ endpoint: endpointRow('e1'), message, page: 1 });
  return { ...body, json: JSON.parse(body?.text ?? '') };
}

const inRoom = { event: EVENT, session: ROOM };
const title = session().details.title;
const AT = new Date(T0).toISOString();

describe('a body of our own', () => {
  it('says what happened, when, where and in which order', async () => {
    const { json, ...body } = await bodyOf({ type: 'session.live', ...inRoom });
    expect(json).toEqual({
      ...{ type: 'session.live', timestamp: AT, sequence: 3 },
      ...{ organization: 'acme', event: 'conf', session: session().id },
      data: { title, kind: session().details.kind, wentLiveAt: AT, endedAt: null },
    });
    expect(body).toMatchObject({ id: 'msg_3', hasMore: false, attendee: null, hasPeople: false });
  });

  it.each<[MessageRow['type'], Partial<MessageRow>, Record<string, unknown>]>([
    ['session.ended', inRoom, { title, endedAt: null }],
    ['session.silent', { ...inRoom, since: T0 }, { title, since: AT }],
    ['event.ended', { event: EVENT }, { title: event().details.title, at: AT }],
    ['event.report', { event: EVENT }, { path: '/v1/events/conf/report' }],
    ['peak.reached', { ...inRoom, value: 42 }, { title, peak: { value: 42, at: AT } }],
    [
      'threshold.crossed',
      { ...inRoom, value: 50, subject: { kind: 'alert', id: 'a1' } },
      { title, alert: 'a1', concurrent: 50, state: 'raised', rule: null, name: null, threshold: null },
    ],
    [
      'threshold.crossed',
      { ...inRoom, value: 39, since: T0 - 9, subject: { kind: 'alert', id: `${alert.rule}-${T0 - 9}` } },
      { concurrent: 39, state: 'cleared', rule: alert.rule, name: 'full', kind: 'above', threshold: 40 },
    ],
    ['report.ready', { subject: { kind: 'report', id: 'r1' } }, { report: 'r1', path: '/v1/reports/r1' }],
    ['webhook.test', { subject: { kind: 'webhook', id: 'e1' } }, { endpoint: 'e1' }],
    [
      'catalogue.updated',
      { event: EVENT, subject: { kind: 'event', id: 'conf' } },
      { kind: 'event', id: 'conf', object: { id: 'conf', title: event().details.title, version: 1 } },
    ],
    [
      'catalogue.created',
      { subject: { kind: 'organization', id: 'acme' } },
      { kind: 'organization', object: { id: 'acme', name: organization().details.name } },
    ],
    [
      'catalogue.deleted',
      { subject: { kind: 'session', id: 'gone' } },
      { kind: 'session', id: 'gone', object: null },
    ],
  ])('of %s has its data', async (type, parts, data) => {
    const { json } = await bodyOf({ type, ...parts });
    expect(json).toMatchObject({ type, data });
    expect(JSON.stringify(json)).not.toContain('metadata');
  });

  it('of a registration names who registered, and their answers', async () => {
    const { json, attendee, hasPeople } = await bodyOf({
      type: 'attendee.registered',
      event: EVENT,
      attendee: 5,
    });
    const { attendeeKey: _, attendee: id, phone: __, ...person } = ann;
    expect(json.data).toEqual({
      attendee: { id, ...person },
      registration: { at: AT, ticketId: 'T-1', answers: { team: 'blue' } },
    });
    expect([attendee, hasPeople]).toEqual([5, true]);
  });

  it.each<[string, readonly AttendeeRow[], readonly RegistrationRow[], unknown]>([
    ['taken back', [ann], [], { attendee: { id: 'ann' }, registration: null }],
    ['of another event', [ann], [{ ...registered, scope: 99 }], { registration: null }],
    [
      'of somebody erased',
      [{ ...ann, attendee: newPseudonym() }],
      [registered],
      { attendee: null, registration: null },
    ],
    ['of nobody who is known', [], [], { attendee: null, registration: null }],
  ])('of a registration %s says no more than is true', async (_, people, registrations, data) => {
    const parts = { type: 'attendee.registered', event: EVENT, attendee: 5 } as const;
    expect((await bodyOf(parts, bodies(people, registrations))).json).toMatchObject({ data });
  });
});
