import { type Paths, vendorFigure } from './endpoints.ts';

const ofSessions =
  (what: string): Paths =>
  ({ sessions }) =>
    sessions.map((id) => `/session/${id}/${what}`);

const ofEvents =
  (what: string): Paths =>
  ({ events }) =>
    events.map((id) => `/session/analytics${what}eventId=${id}`);

export const accelevents = vendorFigure({
  name: 'vendors-accelevents',
  base: '/compat/accelevents/rest/host',
  headers: (key) => ({ key }),
  endpoints: {
    analytics: ofEvents('?expand=Duration,Watch%20Time&'),
    overview: ofEvents('/csv?'),
    session: ofSessions('analytics?expand=Stats,Duration,registerdHolderUsers,Speaker'),
    attendees: ofSessions('attendee?page=0&size=100'),
    video: ofSessions('video/analytics'),
  },
});
