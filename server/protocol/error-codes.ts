/** One entry of the catalogue: the HTTP status it has in REST, and what it means in one sentence. */
export interface ErrorEntry {
  readonly status: number;
  readonly message: string;
}

/**
 * Every error that a client can see, over WebSocket, Socket.IO or REST. Codes are stable: a retired one is never
 * reused. `docs/errors.md` lists the same codes; a test compares both.
 */
export const ERRORS = {
  malformed: { status: 400, message: 'The frame is not a JSON object in a text frame.' },
  invalid_message: { status: 400, message: 'A field of the message is missing or has the wrong type.' },
  unknown_type: { status: 400, message: 'There is no message of this type.' },
  unknown_action: { status: 400, message: 'There is no engagement action of this name.' },
  invalid_data: { status: 400, message: 'The data does not fit the action.' },
  invalid_request: { status: 400, message: 'A field or parameter of the request is missing or wrong.' },
  invalid_cursor: { status: 400, message: 'The cursor is not one of ours, or not of this list.' },
  unauthorized: { status: 401, message: 'The token is missing, bad or has expired.' },
  auth_timeout: { status: 401, message: 'No auth message came within five seconds.' },
  already_authenticated: { status: 400, message: 'This connection has authenticated already.' },
  not_allowed: { status: 403, message: 'The role or the scope of the token does not allow this.' },
  origin_not_allowed: { status: 403, message: 'The Origin header is not one of the allowed origins.' },
  erased: { status: 403, message: 'The person of this token was erased after it was issued.' },
  pseudonymous: {
    status: 409,
    message: 'The organization is pseudonymous: it stores nothing that says who somebody is.',
  },
  replaced: { status: 403, message: 'A newer connection of the same client took over.' },
  kicked: { status: 403, message: 'A moderator has put this attendee out.' },
  not_found: { status: 404, message: 'There is nothing here that the token may see.' },
  session_not_found: { status: 404, message: 'There is no such session that the token may join.' },
  method_not_allowed: { status: 405, message: 'The resource does not know this method.' },
  not_joined: { status: 409, message: 'The attendee is not in this session.' },
  id_conflict: { status: 409, message: 'Another attendee has used this id.' },
  id_taken: { status: 409, message: 'The id belongs to another organization of the tenant.' },
  immutable_field: { status: 409, message: 'This field cannot be changed any more.' },
  too_many_organizations: {
    status: 409,
    message: 'The tenant has as many organizations, or levels of them, as allowed.',
  },
  in_use: { status: 409, message: 'Somebody is present there, or the token itself belongs to it.' },
  has_history: {
    status: 409,
    message: 'Somebody was there or engaged; with purge=true an admin deletes that, too.',
  },
  already_upvoted: { status: 409, message: 'This attendee has upvoted the question already.' },
  poll_not_open: { status: 409, message: 'The poll is not open.' },
  replay_off: { status: 409, message: 'The session has ended and its replay is off.' },
  session_full: { status: 409, message: 'The session has reached its capacity.' },
  webhook_inactive: { status: 409, message: 'The webhook is not active, or has been disabled.' },
  import_running: { status: 409, message: 'Another import of this tenant is under way.' },
  import_conflict: {
    status: 409,
    message: 'The catalogue has changed since the import was checked; nothing was applied.',
  },
  idempotency_conflict: { status: 409, message: 'The Idempotency-Key came with another body before.' },
  report_not_ready: { status: 409, message: 'The files of the report are being made; ask again later.' },
  report_failed: { status: 409, message: 'The report could not be made.' },
  version_mismatch: { status: 412, message: 'The object has changed since the version in If-Match.' },
  too_large: { status: 413, message: 'The message or body is too large.' },
  unsupported_media_type: { status: 415, message: 'The body has another media type than this route takes.' },
  unsupported_encoding: { status: 415, message: 'The body must come without a Content-Encoding.' },
  import_invalid: { status: 422, message: 'Lines of the import are wrong; nothing was applied.' },
  silent: { status: 408, message: 'No text message came for the whole timeout.' },
  too_many_messages: { status: 429, message: 'More messages a second than allowed.' },
  too_many_sessions: { status: 429, message: 'The connection is in as many sessions as allowed.' },
  too_many_subscriptions: { status: 429, message: 'The connection has as many subscriptions as allowed.' },
  too_many_connections: {
    status: 429,
    message: 'The server or the tenant has as many connections as allowed.',
  },
  too_many_at_once: {
    status: 503,
    message:
      'More sockets are being opened a second than allowed, or memory is nearly full; try again after Retry-After.',
  },
  too_many_blocks: { status: 429, message: 'The tenant keeps out as many attendees as allowed.' },
  too_many_keys: { status: 429, message: 'The tenant has as many API keys as allowed.' },
  too_many_reports: {
    status: 429,
    message: 'As many reports of the organization wait, or are kept, as allowed.',
  },
  too_many_alerts: { status: 429, message: 'The organization has as many rules of alerts as allowed.' },
  too_many_webhooks: { status: 429, message: 'The organization has as many webhooks as allowed.' },
  slow_reader: { status: 429, message: 'The connection does not read fast enough.' },
  internal: { status: 500, message: 'Something went wrong in the server.' },
  unavailable: { status: 503, message: 'The server cannot store this now; try again.' },
  history_incomplete: {
    status: 503,
    message: 'This node has no complete history yet; another one may.',
  },
  shutting_down: { status: 503, message: 'The server is shutting down; reconnect with jitter.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
