import type {
  AttendeeFilter,
  AttendeeIds,
  AttendeeName,
  AttendeeRow,
  OneOfPeople,
  PeopleFilter,
  PeopleOf,
  StoredAttendee,
} from '../../rows/people.ts';

/** People as the back office and tokens name them. */
export interface HistoryPeople {
  attendees(keys: readonly number[]): Promise<AttendeeRow[]>;
  /** Ids of the next attendees of a tenant after an id (empty: from the first), in their order. */
  attendeeIds(filter: AttendeeIds): Promise<string[]>;
  /** Null for somebody whom nobody has named. */
  attendee(name: AttendeeName): Promise<StoredAttendee | null>;
  /** In order of organization and key; of an event or session without name or address in order of key alone. */
  attendeeList(filter: AttendeeFilter): Promise<StoredAttendee[]>;
  /** In order of their keys. */
  people(filter: PeopleFilter): Promise<OneOfPeople[]>;
  /** Whether an attendee (key) is one of the people of an event or session. */
  isAmong(of: PeopleOf, attendee: number): Promise<boolean>;
}
