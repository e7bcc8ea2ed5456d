import type { AnnouncementType } from '../../../live/announcements.ts';

/** Their words for what may be subscribed to, verbatim, and ours. */
export const SUBSCRIBED: Readonly<Record<string, AnnouncementType>> = {
  'virtual-stage-event-started': 'stage.started',
  'virtual-stage-event-ended': 'stage.ended',
  'new-attendee-pre-registration': 'attendee.registered',
  'virtual-stage-created': 'catalogue.created',
  'virtual-stage-updated': 'catalogue.updated',
  'virtual-stage-deleted': 'catalogue.deleted',
};
