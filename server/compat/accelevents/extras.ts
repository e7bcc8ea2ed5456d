import { z } from 'zod';
import type { Session } from '../../live/catalogue.ts';
import { Flag, Text, Whole } from './lenient.ts';

const Asset = z.object({
  id: Whole,
  assetId: Text,
  createdAt: Text,
  createdBy: z.union([z.string(), z.number()]).nullable().catch(null),
  defaultPlayback: Flag,
  duration: z.number().nullable().catch(null),
  fileName: Text,
  playBackId: Text,
});

/**
 * Fields of the vendor's sessions that we have no place for: kept in `metadata.accelevents` under the vendor's names and in its
 * sense, `enableAttendeeList` and `qandAPrivate` with theirs turned round, too. What is missing, or no such value, is null.
 */
const Extras = z.object({
  purchaserUserRegisteredEventTicketId: z.array(z.number().int()).nullable().catch(null),
  hideSessionFromAttendees: Flag,
  enableQuesAndAns: Flag,
  enableChat: Flag,
  enablePoll: Flag,
  streamKey: Text,
  streamUrl: Text,
  subStreamProvider: Text,
  rtmpUrl: Text,
  directVideoAutoStart: Flag,
  assetList: z.array(Asset).catch([]),
  displayDonation: Flag,
  meetingPassword: Text,
  closedCaptionHeight: Whole,
  closedCaptionUrl: Text,
  recordSession: Flag,
  hideVideoControls: Flag,
  subTitleFileUrl: Text,
  sessionVisibilityType: z.enum(['PUBLIC', 'PRIVATE']).nullable().catch(null),
  enableAttendeeList: Flag,
  allowedMinutesToJoinLate: Whole,
  qandAPrivate: Flag,
});

export type SessionExtras = z.infer<typeof Extras>;

const Metadata = z
  .object({ accelevents: z.record(z.string(), z.unknown()).catch({}) })
  .catch({ accelevents: {} });

export function extrasOf({ details }: Session): SessionExtras {
  return Extras.parse(Metadata.parse(details.more.metadata).accelevents);
}
