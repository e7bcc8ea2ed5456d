import type { Context, Hono } from 'hono';
import type { StoredAttendee } from '../../../storage/types.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { ApiError } from '../../api/problem.ts';
import type { EventState } from '../../live/registry.ts';
import { findAttendee, findEvent, findOrganization } from '../numbers.ts';

const ATTENDEE = '/api/integration/organizations/:organization/events/:event/attendees/:attendee';

/** What a question is about: one person in one event. */
export interface Place {
  readonly event: EventState;
  readonly attendee: StoredAttendee;
}

type Answer = (c: Context<ApiEnv>, place: Place) => Promise<Response>;

/**
 * An event is in its own organization only, as the vendor has it; a person need not be registered for it.
 * @throws ApiError `not_found` for what is not there for the token.
 */
async function placeOf(c: Context<ApiEnv>, parts: ApiParts): Promise<Place> {
  const claims = c.get('claims');
  const {
    organization: organizationText = '',
    event: eventText = '',
    attendee: attendeeText = '',
  } = c.req.param();
  const organization = findOrganization(parts.live, claims, organizationText);
  if (organization === undefined)
    throw new ApiError('not_found', `there is no organization ${organizationText}`);
  const event = findEvent(parts.live, claims, eventText);
  if (event?.organization !== organization)
    throw new ApiError('not_found', `event ${eventText} does not belong to organization ${organizationText}`);
  const attendee = await findAttendee(parts, claims, attendeeText);
  if (attendee === undefined) throw new ApiError('not_found', `there is no attendee ${attendeeText}`);
  return { event, attendee };
}

/** A list of an attendee in an event, and nothing else at its path. */
export function serveOfAttendee(app: Hono<ApiEnv>, parts: ApiParts, list: string, answer: Answer): void {
  const path = `${ATTENDEE}/${list}`;
  app.get(path, async (c) => answer(c, await placeOf(c, parts)));
  app.all(path, (c) => {
    c.header('Allow', 'GET, HEAD');
    throw new ApiError('method_not_allowed');
  });
}
