import type { History, MessageRow } from '../../../storage/types.ts';
import { eventInCompany } from '../../compat/sequel/company/event-objects.ts';
import type { EventState, Registry } from '../../live/registry.ts';
import { iso } from '../../protocol/iso-time.ts';
import type { Body, Compose, Told } from './body.ts';
import { ParticipantLists } from './participant-lists.ts';
import { type Place, placeOf } from './place.ts';
import { registeredOf } from './registered.ts';

export interface SequelParts {
  readonly registry: Registry;
  readonly history: History;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
}

type Details = Readonly<Record<string, unknown>>;

/** What goes into the envelope, and who is named in it. */
type Letter = Pick<Body, 'attendee' | 'hasPeople' | 'hasMore'> & { readonly details: Details };

const OF_NOBODY = { attendee: null, hasPeople: false, hasMore: false };

/** S22: deliveries to Sequel subscriptions, in their envelope. Null for what is none of their events. */
export function sequelBodies(parts: SequelParts): Compose {
  const lists = new ParticipantLists(parts);

  const letterOf = async (told: Told, place: Place): Promise<Letter | null> => {
    switch (told.message.type) {
      case 'webhook.test':
      case 'stage.started':
        return { ...OF_NOBODY, details: detailsOf(place, told.message) };
      case 'stage.ended':
        return endedLetter(lists, told, place);
      case 'attendee.registered':
        return registeredLetter(parts, told.message, place);
      default:
        return catalogueLetter(parts, told.message, place);
    }
  };

  return async (told): Promise<Body | null> => {
    const { message, endpoint, page } = told;
    const letter = await letterOf(told, placeOf(parts.registry, message));
    if (letter === null) return null;
    const { details, ...body } = letter;
    const { flavour } = endpoint.details;
    const id = `${message.id}-${endpoint.id}-${page}`;
    const envelope = {
      eventType: flavour.kind === 'sequel' ? flavour.eventType : message.type,
      webHookInvocationId: id,
      correlationId: message.id,
      timestamp: iso(message.at),
      details,
    };
    return { id, text: JSON.stringify(envelope), ...body };
  };
}

/** `event`: its id and name as of a deleted one, of which the id is all that is known. */
function detailsOf({ organization, event }: Place, { subject }: Pick<MessageRow, 'subject'>): Details {
  return {
    companyId: organization?.row.id ?? null,
    companyName: organization?.row.details.name ?? null,
    eventId: event?.row.id ?? (subject?.kind === 'event' ? subject.id : null),
    eventName: event?.row.details.title ?? null,
  };
}

async function endedLetter(lists: ParticipantLists, told: Told, place: Place): Promise<Letter> {
  const details = detailsOf(place, told.message);
  const { users, hasMore, ...counts } = await lists.page(told, place.event);
  return { attendee: null, hasPeople: true, hasMore, details: { ...details, ...counts, users } };
}

/** Of an event only: their attendees register for events. */
async function registeredLetter(
  { history }: SequelParts,
  message: MessageRow,
  place: Place,
): Promise<Letter | null> {
  if (message.session !== null) return null;
  const { attendee, registration } = await registeredOf(history, message);
  const answers = Object.entries(registration?.answers ?? {});
  const registrationInfo = answers.map(([question, answer]) => ({ question, response: textOf(answer) }));
  const { name = null, email = null } = attendee ?? {};
  return {
    ...{ attendee: message.attendee, hasPeople: true, hasMore: false },
    details: { ...detailsOf(place, message), attendee: { name, email, registrationInfo } },
  };
}

function textOf(answer: unknown): string {
  return typeof answer === 'string' ? answer : JSON.stringify(answer);
}

/** Of events only. A deleted one has nothing but its id. */
function catalogueLetter({ registry }: SequelParts, message: MessageRow, place: Place): Letter | null {
  const { subject, type } = message;
  if (subject?.kind !== 'event') return null;
  const event = place.organization && registry.event(place.organization, subject.id);
  const details = detailsOf({ ...place, event }, message);
  if (type === 'catalogue.deleted') return { ...OF_NOBODY, details };
  return { ...OF_NOBODY, details: { ...details, event: event === undefined ? null : eventObject(event) } };
}

/** Without what Accelevents keeps there, stream keys among it. */
function eventObject(event: EventState): Details {
  const { metadata, ...object } = eventInCompany(event);
  const { accelevents: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}
