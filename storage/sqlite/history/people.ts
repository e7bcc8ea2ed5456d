import type { HistoryPeople } from '../../ports/history/people.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readAttendee, readAttendeeList } from '../read/attendee-list.ts';
import { readAttendeeIds, readAttendees } from '../read/attendees.ts';
import { readIsAmong, readPeople } from '../read/people.ts';

export function peopleIn(file: OpenedFile): HistoryPeople {
  return {
    attendees: file.reads(readAttendees),
    attendeeIds: file.reads(readAttendeeIds),
    attendee: file.reads(readAttendee),
    attendeeList: file.reads(readAttendeeList),
    people: file.reads(readPeople),
    isAmong: file.reads(readIsAmong),
  };
}
