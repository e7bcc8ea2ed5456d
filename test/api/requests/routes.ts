/** The least first. */
export const ROLES = ['attendee', 'moderator', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Route {
  readonly operation: `${string} /${string}`;
  readonly least: Role;
  readonly body?: object;
  /** A body of lines, which is tested where it is read. */
  readonly lines?: string;
  readonly query?: string;
  /** Which one it is of, unless the first. */
  readonly session?: string;
  /** Takes away what its PUT makes. */
  readonly takesAway?: true;
}

/** Of an event or session. */
const REGISTRATIONS: readonly Route[] = ['events', 'sessions'].flatMap((scopes) =>
  ['registrations', 'bookmarks'].flatMap((kind): Route[] => {
    const list = `/v1/${scopes}/{id}/${kind}` as const;
    return [
      { operation: `GET ${list}`, least: 'moderator' },
      { operation: `PUT ${list}/{attendee}`, least: 'operator', body: {} },
      { operation: `GET ${list}/{attendee}`, least: 'moderator' },
      { operation: `DELETE ${list}/{attendee}`, least: 'operator', takesAway: true },
    ];
  }),
);

const SPANS: readonly Route[] = [
  ...['sessions', 'events', 'organizations'].flatMap((scopes) =>
    ['participants', 'usage', 'periods', 'countries'].map((figure): Route => {
      return { operation: `GET /v1/${scopes}/{id}/${figure}`, least: 'moderator' };
    }),
  ),
  ...['sessions', 'events'].flatMap((scopes) =>
    ['retention', 'minutes', 'minutes/{start}/attendees'].map((figure): Route => {
      return { operation: `GET /v1/${scopes}/{id}/${figure}`, least: 'moderator' };
    }),
  ),
  { operation: 'GET /v1/events/{id}/comparison', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/report', least: 'moderator' },
  { operation: 'GET /v1/compare', least: 'moderator', query: '?a=session:s1&b=event:e1' },
];

export const HOOK = { url: 'https://hooks.example/x' };

const WEBHOOKS: readonly Route[] = [
  { operation: 'GET /v1/webhooks', least: 'admin' },
  { operation: 'POST /v1/webhooks', least: 'admin', body: HOOK },
  { operation: 'GET /v1/webhooks/{id}', least: 'admin' },
  { operation: 'PUT /v1/webhooks/{id}', least: 'admin', body: HOOK },
  { operation: 'PATCH /v1/webhooks/{id}', least: 'admin', body: {} },
  { operation: 'DELETE /v1/webhooks/{id}', least: 'admin' },
  { operation: 'POST /v1/webhooks/{id}/rotate', least: 'admin', body: {} },
  { operation: 'POST /v1/webhooks/{id}/test', least: 'admin', body: {} },
  { operation: 'GET /v1/webhooks/{id}/deliveries', least: 'admin' },
  { operation: 'GET /v1/webhooks/{id}/deliveries/{delivery}', least: 'admin' },
  { operation: 'POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver', least: 'admin', body: {} },
];

export const RULE = {
  name: 'full',
  scope: 'session:polled',
  condition: { kind: 'above', threshold: 0 },
  coolDownSeconds: 0,
};
const CHANGED = { name: 'full', condition: { kind: 'peak' } };

const ALERTS: readonly Route[] = [
  { operation: 'GET /v1/alerts', least: 'operator' },
  { operation: 'POST /v1/alerts', least: 'operator', body: RULE },
  { operation: 'GET /v1/alerts/{id}', least: 'operator' },
  { operation: 'PUT /v1/alerts/{id}', least: 'operator', body: CHANGED },
  { operation: 'DELETE /v1/alerts/{id}', least: 'operator' },
  { operation: 'POST /v1/alerts/{id}/mute', least: 'operator', body: { until: null } },
  { operation: 'GET /v1/alert-history', least: 'operator' },
  { operation: 'POST /v1/alert-history/{id}/acknowledge', least: 'operator', body: {} },
];

/** Every route and the least role that it needs. */
export const ROUTES: readonly Route[] = [
  { operation: 'GET /v1/counters/{scope}', least: 'attendee' },
  { operation: 'GET /v1/present/{scope}', least: 'moderator' },
  { operation: 'GET /v1/series/{scope}', least: 'moderator' },
  { operation: 'GET /v1/organizations', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}', least: 'moderator' },
  { operation: 'PUT /v1/organizations/{id}', least: 'operator', body: {} },
  { operation: 'GET /v1/organizations/{id}/retention', least: 'moderator' },
  { operation: 'DELETE /v1/organizations/{id}', least: 'admin', takesAway: true },
  { operation: 'GET /v1/events', least: 'moderator' },
  { operation: 'GET /v1/events/{id}', least: 'attendee' },
  { operation: 'DELETE /v1/events/{id}', least: 'operator', takesAway: true },
  { operation: 'POST /v1/events/{id}/actions', least: 'moderator', body: { action: 'end' } },
  { operation: 'PUT /v1/events/{id}', least: 'operator', body: {} },
  { operation: 'GET /v1/events/{id}/series', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/series', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/sessions', least: 'attendee' },
  { operation: 'GET /v1/sessions/{id}', least: 'attendee' },
  { operation: 'DELETE /v1/sessions/{id}', least: 'operator', takesAway: true },
  { operation: 'PUT /v1/sessions/{id}', least: 'operator', body: {} },
  { operation: 'POST /v1/sessions/{id}/actions', least: 'moderator', body: { action: 'goLive' } },
  { operation: 'POST /v1/sessions/{id}/kick', least: 'moderator', body: { attendee: 'x', minutes: 1 } },
  { operation: 'GET /v1/attendees', least: 'moderator' },
  { operation: 'PUT /v1/attendees/{id}', least: 'operator', body: {} },
  { operation: 'GET /v1/attendees/{id}', least: 'moderator' },
  ...['summary', 'slices', 'engagements'].map(
    (what): Route => ({ operation: `GET /v1/attendees/{id}/${what}`, least: 'moderator' }),
  ),
  ...REGISTRATIONS,
  ...SPANS,
  { operation: 'POST /v1/attendees/{id}/disconnect', least: 'admin', body: {} },
  { operation: 'DELETE /v1/attendees/{id}', least: 'admin', takesAway: true },
  { operation: 'GET /v1/audit', least: 'admin' },
  { operation: 'GET /v1/keys', least: 'admin' },
  { operation: 'POST /v1/keys', least: 'admin', body: { name: 'k', role: 'operator' } },
  { operation: 'GET /v1/keys/{id}', least: 'admin' },
  { operation: 'DELETE /v1/keys/{id}', least: 'admin' },
  { operation: 'GET /v1/reports', least: 'operator' },
  {
    ...{ operation: 'POST /v1/reports', least: 'operator' },
    body: { event: 'e1', from: '2026-05-04', to: '2026-05-04' },
  },
  { operation: 'GET /v1/reports/{id}', least: 'operator' },
  { operation: 'GET /v1/reports/{id}/file', least: 'operator' },
  { operation: 'DELETE /v1/reports/{id}', least: 'operator' },
  ...WEBHOOKS,
  ...ALERTS,
  { operation: 'GET /v1/sessions/{id}/summary', least: 'moderator' },
  { operation: 'GET /v1/check/{scope}', least: 'operator' },
  { operation: 'GET /v1/events/{id}/summary', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/summary', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/attendees', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/attendees', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/slices', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/engagements', least: 'moderator' },
  { operation: 'POST /v1/import', least: 'operator', lines: '{"kind":"event","id":"e1"}' },
  { operation: 'GET /v1/sessions/{id}/chat', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/polls', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/questions', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/chat', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/polls', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/questions', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/polls/{poll}/answers', least: 'moderator', session: 'polled' },
  { operation: 'GET /v1/sessions/{id}/sentiment', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/words', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/reactions', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/sentiment', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/words', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/reactions', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/sentiment', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/words', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/reactions', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/moments', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/moments', least: 'moderator' },
  { operation: 'POST /v1/tokens', least: 'operator', body: { sub: 'bob' } },
];
