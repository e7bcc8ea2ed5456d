/** The key of the attendee with id `?2` in the tenant of session `?1`; no session, no attendee. */
export const ATTENDEE_OF_SESSION = `
(SELECT key FROM attendees WHERE tenant = (SELECT tenant FROM sessions WHERE key = ?1) AND id = ?2)`;
