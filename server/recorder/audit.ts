import type { AuditRow } from '../../storage/types.ts';
import type { Act, Acted } from '../live/acts.ts';
import type { Kept } from '../live/effects.ts';
import type { Keep } from '../live/keeping.ts';

type Description = Pick<AuditRow, 'action' | 'target' | 'details'>;
type Fields = Acted['fields'];

/** A put of something that was there names the fields it changed, never what they hold. */
const put = (thing: string, id: string, fields: Fields): Description => ({
  action: `${thing}.put`,
  target: `${thing}:${id}`,
  details: fields === null ? { created: true } : { fields },
});

const deletion = (thing: string, { id, purge }: { id: string; purge: boolean }): Description => ({
  action: `${thing}.delete`,
  target: `${thing}:${id}`,
  details: { purge },
});

const MINUTE_MS = 60_000;

/** How each act is told; null: it is no new one. An act without a row here does not compile. */
const ACTS: {
  readonly [K in Act['kind']]: (act: Extract<Act, { kind: K }>, fields: Fields) => Description | null;
} = {
  putOrganization: ({ id }, fields) => put('organization', id, fields),
  putEvent: ({ id }, fields) => put('event', id, fields),
  putSession: ({ id }, fields) => put('session', id, fields),
  sessionAction: ({ session, action }) => ({
    action: `session.${action}`,
    target: `session:${session}`,
    details: {},
  }),
  deleteOrganization: (act) => deletion('organization', act),
  deleteEvent: (act) => deletion('event', act),
  deleteSession: (act) => deletion('session', act),
  eventAction: ({ event, action }) => ({
    action: `event.${action}`,
    target: `event:${event}`,
    details: {},
  }),
  putKey: ({ id, name, role }) => ({ action: 'key.create', target: `key:${id}`, details: { name, role } }),
  deleteKey: ({ id }) => ({ action: 'key.delete', target: `key:${id}`, details: {} }),
  putWebhook: ({ id }, fields) => put('webhook', id, fields),
  deleteWebhook: ({ id }) => ({ action: 'webhook.delete', target: `webhook:${id}`, details: {} }),
  rotateWebhook: ({ id }) => ({ action: 'webhook.rotate', target: `webhook:${id}`, details: {} }),
  redeliver: ({ id, sequence }) => ({
    action: 'webhook.redeliver',
    target: `webhook:${id}`,
    details: { sequence },
  }),
  kick: ({ attendee, session, blockMs }) => ({
    action: 'attendee.kick',
    target: `attendee:${attendee}`,
    details: { session, minutes: blockMs / MINUTE_MS },
  }),
  disconnect: ({ attendee, blockMs }) => ({
    action: 'attendee.disconnect',
    target: `attendee:${attendee}`,
    details: { minutes: blockMs / MINUTE_MS },
  }),
  putAlert: ({ id }, fields) => put('alert', id, fields),
  deleteAlert: ({ id }) => ({ action: 'alert.delete', target: `alert:${id}`, details: {} }),
  muteAlert: ({ id, until }) => ({
    action: 'alert.mute',
    target: `alert:${id}`,
    details: { until: until === null ? null : new Date(until).toISOString() },
  }),
  acknowledgeAlert: ({ rule, raisedAt }) => ({
    action: 'alert.acknowledge',
    target: `alert:${rule}`,
    details: { raisedAt: new Date(raisedAt).toISOString() },
  }),
  putReport: ({ id, event, from, to }) => ({
    action: 'report.create',
    target: `report:${id}`,
    details: { event, from, to },
  }),
  deleteReport: ({ id }) => ({ action: 'report.delete', target: `report:${id}`, details: {} }),
  // That it was asked for: whether every line was good is decided after it.
  importEnd: ({ import: id, lines }) => ({ action: 'import', target: `import:${id}`, details: { lines } }),
  // Who it was is not to be known any more.
  erase: ({ pseudonym, again }) =>
    again === undefined ? { action: 'attendee.erase', target: `attendee:${pseudonym}`, details: {} } : null,
  purge: ({ organization, before, scope, begins }) =>
    begins
      ? {
          action: 'organization.purge',
          target: `organization:${organization}`,
          details: { scope, before: new Date(before).toISOString() },
        }
      : null,
};

/** The same for what is kept; null: no act of anybody. */
const KEEPS: {
  readonly [K in Keep['type']]: (keep: Extract<Keep, { type: K }>) => Description | null;
} = {
  attendee: ({ id, details }) => ({
    action: 'attendee.put',
    target: `attendee:${id}`,
    details: { fields: given(details) },
  }),
  registration: ({ kind, scope, attendee, details }) => ({
    action: `${kind}.${details === null ? 'delete' : 'put'}`,
    target: `attendee:${attendee}`,
    details: { [scope.kind]: scope.id },
  }),
  audit: ({ action, target, details }) => ({ action, target, details }),
  keysUsed: () => null,
};

/** Names of the fields that hold something. */
function given(details: object): string[] {
  const holds = (value: unknown) => value !== null && JSON.stringify(value) !== '{}';
  return Object.entries(details).flatMap(([name, value]) => (holds(value) ? [name] : []));
}

export function auditOfAct({ tenant, organization, act, fields, at }: Acted): AuditRow | null {
  const describe = ACTS[act.kind] as (act: Act, fields: Fields) => Description | null;
  const description = describe(act, fields);
  return description && { tenant, organization, actor: act.actor, at, ...description };
}

/** Of something that is kept and stands. */
export function auditOfKept({ tenant, owners, actor, keep, at }: Kept): AuditRow | null {
  const describe = KEEPS[keep.type] as (keep: Keep) => Description | null;
  const description = describe(keep);
  return description && { tenant, organization: owners[0] ?? tenant, actor, at, ...description };
}
