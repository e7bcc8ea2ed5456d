import type { HistoryAlerts } from '../../../storage/ports/history/alerts.ts';
import type { HistoryPeople } from '../../../storage/ports/history/people.ts';
import type { HistoryRegistrations } from '../../../storage/ports/history/registrations.ts';
import type { MessageRow } from '../../../storage/types.ts';
import { sessionObject } from '../../api/catalogue-objects.ts';
import { parseAlertId } from '../../live/alerts/alert-id.ts';
import type { Registry, SessionState } from '../../live/registry.ts';
import { iso, isoOrNull } from '../../protocol/iso-time.ts';
import type { Body, Compose } from './body.ts';
import { catalogueData } from './catalogue.ts';
import { type Place, placeOf } from './place.ts';
import { registeredOf } from './registered.ts';

export interface StandardParts {
  readonly registry: Registry;
  readonly history: Pick<HistoryPeople, 'attendees'> &
    Pick<HistoryRegistrations, 'registrationsOf'> &
    Pick<HistoryAlerts, 'alert'>;
}

/** Our own form: `{type, timestamp, data}` of Standard Webhooks, with where it happened and the endpoint's sequence number. */
export function standardBodies(parts: StandardParts): Compose {
  return async ({ message }): Promise<Body> => {
    const { id, type, at, sequence, attendee } = message;
    const place = placeOf(parts.registry, message);
    const body = {
      type,
      timestamp: iso(at),
      sequence,
      organization: place.organization?.row.id ?? null,
      event: place.event?.row.id ?? null,
      session: place.session?.row.id ?? null,
      data: await dataOf(parts, message, place),
    };
    return { id, text: JSON.stringify(body), hasMore: false, attendee, hasPeople: attendee !== null };
  };
}

type Data = Readonly<Record<string, unknown>>;

async function dataOf(parts: StandardParts, message: MessageRow, place: Place): Promise<Data> {
  if (message.type === 'attendee.registered') return registration(parts, message);
  if (message.type === 'threshold.crossed') return crossing(parts, message, place);
  return plainData(parts, message, place);
}

function plainData(parts: StandardParts, message: MessageRow, place: Place): Data {
  const { type, at, value, since, subject } = message;
  switch (type) {
    case 'session.live':
    case 'session.ended':
      return { ...titleOf(place), ...timesOf(place.session) };
    case 'session.silent':
      return { ...titleOf(place), since: isoOrNull(since) };
    case 'event.ended':
    case 'stage.started':
    case 'stage.ended':
      return { ...titleOf(place), at: iso(at) };
    case 'event.report':
      return { ...titleOf(place), path: pathOf(place.event, 'report') };
    case 'peak.reached':
      return { ...titleOf(place), peak: { value, at: iso(at) } };
    case 'report.ready':
      return {
        report: subject?.id ?? null,
        path: subject && `/v1/reports/${encodeURIComponent(subject.id)}`,
      };
    case 'webhook.test':
      return { endpoint: message.endpoint };
    default:
      return catalogueData(parts.registry, { subject, organization: place.organization });
  }
}

/** `state`: whether this tells of the beginning of an alert or of its end. */
async function crossing({ history }: StandardParts, message: MessageRow, place: Place): Promise<Data> {
  const { subject, value, since } = message;
  const name = subject === null ? undefined : parseAlertId(subject.id);
  const alert = name === undefined ? null : await history.alert(name);
  return {
    ...titleOf(place),
    ...{ alert: subject?.id ?? null, concurrent: value, state: since === null ? 'raised' : 'cleared' },
    ...{ rule: alert?.rule ?? null, name: alert?.name ?? null, kind: alert?.condition.kind ?? null },
    ...{ threshold: alert?.threshold ?? null, raisedAt: isoOrNull(alert?.raisedAt ?? null) },
  };
}

const titleOf = ({ session, event }: Place) => ({
  title: (session ?? event)?.row.details.title ?? null,
});

function timesOf(session: SessionState | undefined): Data {
  if (session === undefined) return { kind: null, wentLiveAt: null, endedAt: null };
  const { kind, wentLiveAt, endedAt } = sessionObject(session);
  return { kind, wentLiveAt, endedAt };
}

function pathOf(event: Place['event'], what: string): string | null {
  return event === undefined ? null : `/v1/events/${encodeURIComponent(event.row.id)}/${what}`;
}

async function registration({ history }: StandardParts, message: MessageRow): Promise<Data> {
  const { attendee, registration: own } = await registeredOf(history, message);
  if (attendee === null) return { attendee: null, registration: null };
  const { attendee: id, name, firstName, lastName, email, country } = attendee;
  return {
    attendee: { id, name, firstName, lastName, email, country },
    registration: own && { at: iso(own.at), ticketId: own.ticketId, answers: { ...own.answers } },
  };
}
