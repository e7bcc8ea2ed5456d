import type { SessionDetails } from '../../../server/live/catalogue.ts';

/** The little world in which traces play: two tenants with the same ids. */
export const ORGANIZATIONS = ['a', 'b'] as const;

/** What may become an organization below another one; a token may name it before. */
const PARTS = ['a.x', 'a.y', 'a.z'] as const;

/** Where `a.x` is below `a`, and `a.y` below it. */
export const ALL_ORGANIZATIONS = [...ORGANIZATIONS, ...PARTS] as const;

interface TracePlace {
  readonly id: string;
  /** Null: the organization's default event. */
  readonly event: string | null;
  readonly kind: SessionDetails['kind'];
  /** In the catalogue from the first entry on. */
  readonly registered: boolean;
}

export const SESSIONS: readonly [TracePlace, ...TracePlace[]] = [
  { id: 's1', event: null, kind: 'mainStage', registered: true },
  { id: 's2', event: 'e1', kind: 'breakout', registered: true },
  { id: 's3', event: 'e1', kind: 'workshop', registered: true },
  { id: 'net', event: 'e1', kind: 'networking', registered: true },
  { id: 'x1', event: null, kind: 'mainStage', registered: false },
  { id: 's5', event: 'e2', kind: 'expo', registered: true },
  { id: 'x2', event: null, kind: 'mainStage', registered: false },
];

export const EVENTS = ['e1', 'e2'] as const;

/** With the default events of organizations. */
export const ALL_EVENTS = [...EVENTS, ...ALL_ORGANIZATIONS] as const;

/** Events that tokens may be limited to; nobody registers the last. */
export const TOKEN_EVENTS = ['e1', 'e2', 'e9'] as const;

export const COUNTRIES = [
  ...(['DE', 'FR', 'unknown', 'US', 'GB', 'CH', 'AT', 'IT'] as const),
  ...(['ES', 'PT', 'NL', 'BE', 'PL', 'SE', 'NO'] as const),
] as const;

export function sessionDetails(
  kind: SessionDetails['kind'],
  limits: Pick<SessionDetails, 'capacity' | 'enforceCapacity'> = { capacity: null, enforceCapacity: false },
): SessionDetails {
  return {
    title: 'A session',
    kind,
    ...limits,
    startsAt: null,
    endsAt: null,
    videoDurationSeconds: null,
    more: {},
  };
}
