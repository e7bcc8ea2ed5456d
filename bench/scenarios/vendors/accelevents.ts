import { type Paths, vendorFigure } from './endpoints.ts';

const ofSessions =
  (what: string): Paths =>
  ({ sessions }) =>
    sessions.map((id) => `/session/${id}/${what}`);

const ofEvents =
  (what: string): Paths =>
  ({ events }) =>
    events.map((id) => `/session/analytics${what}eventId=${id}`);

/** How often one question is asked. */
const TIMES = 100;

const often =
  (path: Paths): Paths =>
  (targets) =>
    Array.from({ length: TIMES }).flatMap(() => path(targets));

export const accelevents = vendorFigure({
  name: 'vendors-accelevents',
  base: '/compat/accelevents/rest/host',
  headers: (key) => ({ key }),
  endpoints: {
    analytics: ofEvents('?expand=Duration,Watch%20Time&'),
    overview: ofEvents('/csv?'),
    session: ofSessions('analytics?expand=Stats,Duration,Speaker'),
    attendees: ofSessions('attendee?page=0&size=100'),
    video: ofSessions('video/analytics'),
    registeredAnalytics: often(({ registered }) => [
      `/session/analytics?expand=Duration,Watch%20Time&eventId=${registered.event}`,
    ]),
    registeredOverview: often(({ registered }) => [`/session/analytics/csv?eventId=${registered.event}`]),
    registeredAttendees: often(({ registered }) => [
      `/session/${registered.session}/attendee?page=0&size=100`,
    ]),
  },
  whole: {
    holders: ofSessions('analytics?expand=Stats,Duration,registerdHolderUsers,Speaker'),
    registeredHolders: often(({ registered }) => [
      `/session/${registered.session}/analytics?expand=registerdHolderUsers`,
    ]),
    registeredTickets: often(({ registered }) => [`/session/${registered.session}/analytics`]),
  },
});
