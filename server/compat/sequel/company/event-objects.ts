import { timeZoneOf } from '../../../live/inheritance.ts';
import type { EventState, SessionState } from '../../../live/registry.ts';
import { isoOrNull } from '../../../protocol/iso-time.ts';
import { sessionsOfType } from '../question.ts';
import { OWN_FIELDS, ownFields } from './company-objects.ts';

/** The rooms of an event's networking hub, which goes by the id of the event; undefined where there is none. */
export function hubRooms(event: EventState): readonly SessionState[] | undefined {
  const rooms = sessionsOfType([...event.sessions], 'networkingHubEvent');
  return rooms.length === 0 ? undefined : rooms;
}

/** Each once, by name. */
function presentersOf(event: EventState) {
  const byName = new Map<string, object>();
  for (const { row } of event.sessions) {
    const { speakers = [] } = row.details.more;
    for (const speaker of speakers as readonly (string | { readonly name: string })[]) {
      const presenter = typeof speaker === 'string' ? { name: speaker } : speaker;
      byName.set(presenter.name, presenter);
    }
  }
  return [...byName.values()];
}

/** What nobody has said of it is null, or empty. */
export function eventInCompany(event: EventState) {
  const { row, organization } = event;
  const { [OWN_FIELDS]: _, ...metadata } = row.details.metadata;
  const own = ownFields(row.details.metadata);
  return {
    uid: row.id,
    companyUid: organization.row.id,
    creatorUid: own.creatorUid ?? null,
    name: row.details.title,
    picture: own.picture ?? null,
    startDate: isoOrNull(row.details.startsAt),
    endDate: isoOrNull(row.details.endsAt),
    timezone: row.details.timeZone ?? timeZoneOf(organization),
    type: own.type === 'LiveStreamInPerson' ? own.type : 'Virtual',
    metadata,
    networkingHub: hubRooms(event) === undefined ? null : row.id,
    presenters: presentersOf(event),
    organizers: own.organizers ?? [],
    isRegistrationModeEnabled: own.isRegistrationModeEnabled ?? false,
    isAttendeeRegistrationModeEnabled: own.isAttendeeRegistrationModeEnabled ?? false,
    privateEventInfo: own.privateEventInfo ?? null,
    closeCaptioningSettings: own.closeCaptioningSettings ?? null,
  };
}

export function hubObject(event: EventState, rooms: readonly SessionState[]) {
  const { row, organization } = event;
  const own = ownFields(row.details.metadata);
  return {
    uid: row.id,
    friendlyName: row.details.title,
    company: organization.row.id,
    organizers: own.organizers ?? [],
    networkingHubRooms: rooms.map(({ row: { details } }) => {
      return { name: details.title, maxSlots: details.capacity };
    }),
    whitelabel: { hidePagination: false, hideChat: false, hideRandomUserMingle: false },
  };
}
