import { type Paths, vendorFigure } from './endpoints.ts';

const ofPeople =
  (list: string): Paths =>
  ({ people }) =>
    people.map(({ event, attendee }) => `/organizations/bench/events/${event}/attendees/${attendee}/${list}`);

export const brella = vendorFigure({
  name: 'vendors-brella',
  base: '/compat/brella/api/integration',
  headers: (token) => ({
    'brella-api-access-token': token,
    accept: 'application/vnd.brella.v4+json',
    'content-type': 'application/json',
  }),
  endpoints: {
    slices: ofPeople('tracking_session_slices?page[size]=100'),
    trackingSessions: ofPeople('tracking_sessions?page[size]=100'),
  },
});
