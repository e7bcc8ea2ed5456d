import type { HistoryOfAttendee } from '../../ports/history/of-attendee.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  readActionsOfAttendee,
  readEngagementsOfAttendee,
  readSlicesOfAttendee,
} from '../read/of-attendee.ts';

export function ofAttendeeIn(file: OpenedFile): HistoryOfAttendee {
  return {
    slicesOfAttendee: file.reads(readSlicesOfAttendee),
    engagementsOfAttendee: file.reads(readEngagementsOfAttendee),
    actionsOfAttendee: file.reads(readActionsOfAttendee),
  };
}
