import { type Paths, vendorFigure } from './endpoints.ts';

const ofEvents =
  (path: (event: string) => string): Paths =>
  ({ events }) =>
    events.map(path);

/** The participants of a hub and the registrants have no pages: their lists are of everybody. */
export const sequelEvents = vendorFigure({
  name: 'vendors-sequel-events',
  base: '/compat/sequel/api',
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  endpoints: {
    topParticipants: ofEvents((id) => `/analytics/user-engagement/events/${id}/top-participants?limit=100`),
    watchOverTime: ofEvents((id) => `/analytics/getVideoWatchOverTime/${id}`),
    liveAttendance: ofEvents((id) => `/analytics/events/${id}/live-attendance`),
    userActivity: ofEvents((id) => `/analytics/events/${id}/user-activity?count=100`),
    statistics: ofEvents((id) => `/analytics/events/${id}/statistics`),
    minutes: ofEvents((id) => `/analytics/user-engagement/events/${id}/minutes?from=0&to=99`),
    minutesOfUser: ({ people }) =>
      people.map(({ event, attendee }) => {
        return `/analytics/user-engagement/events/${event}/users/${attendee}/minutes`;
      }),
    polls: ofEvents((id) => `/v1/events/${id}/polls`),
    chat: ofEvents((id) => `/v1/events/${id}/chat?limit=100`),
    questions: ofEvents((id) => `/v1/events/${id}/questions`),
    registrants: ofEvents((id) => `/v1/event/${id}/registrants`),
    hub: ({ hubs }) => hubs.map((id) => `/v1/networking/${id}`),
    hubParticipants: ({ hubs }) => hubs.map((id) => `/v1/networking/${id}/participantsList`),
    sentiment: ofEvents((id) => `/analytics/events/${id}/chat/sentiment`),
    wordCloud: ofEvents((id) => `/analytics/events/${id}/word-cloud`),
    reactions: ofEvents((id) => `/analytics/events/${id}/reactions`),
    topMoments: ofEvents((id) => `/analytics/events/${id}/top-moments`),
  },
});
