import { Random } from '../../../server/demo/random.ts';
import type { Event, Organization, Session, SessionKind } from '../../../server/live/catalogue.ts';
import { plainOrganization } from '../../../server/live/plain.ts';

/** How much the file holds. */
export interface Sizes {
  readonly slices: number;
  readonly engagements: number;
  readonly attendees: number;
  /** Of one event. */
  readonly registrations: number;
  readonly events: number;
  readonly sessionsAnEvent: number;
  readonly days: number;
}

/** A platform's two months. */
export const FULL: Sizes = {
  slices: 10_000_000,
  engagements: 5_000_000,
  attendees: 400_000,
  registrations: 500_000,
  events: 40,
  sessionsAnEvent: 20,
  days: 60,
};

/** A tenth of a percent of it, to try the way there. */
export const SMALL: Sizes = {
  slices: 10_000,
  engagements: 5000,
  attendees: 2000,
  registrations: 500,
  events: 4,
  sessionsAnEvent: 20,
  days: 60,
};

/** Three tenants and their parts of the events and people. */
const TENANTS = [
  { id: 'bench', part: 0.6 },
  { id: 'second', part: 0.3 },
  { id: 'third', part: 0.1 },
] as const;

/** 2026-05-04T00:00:00Z */
export const FIRST_DAY = 1_777_852_800_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_HOUR = 8;
/** So many sessions of an event run at the same time. */
const TRACKS = 4;
/** Attendance falls with the rank to this power: few sessions are crowded, most are small. */
const ZIPF = 0.7;
/** Of the sessions, those that are watched later. */
const ON_DEMAND_EVERY = 10;
/** Mean of a room; people come to the lobby, which is open all day, more often. */
const ROOM_VISITS = 2.5;
const LOBBY_VISITS = 4.5;

export interface Pool {
  /** Key of the first attendee; the others follow. */
  readonly first: number;
  readonly size: number;
}

export interface PlannedSession {
  readonly key: number;
  readonly event: number;
  readonly tenant: number;
  readonly mode: 'live' | 'onDemand';
  readonly start: number;
  readonly end: number;
  /** From whom its attendees come. */
  readonly pool: Pool;
  readonly attendees: number;
  /** Mean of slices an attendee. */
  readonly visits: number;
  readonly engagements: number;
}

export interface Programme {
  readonly organizations: readonly Organization[];
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  /** In order of their start. */
  readonly planned: readonly PlannedSession[];
  /** Attendees of each tenant, by key from 1 on. */
  readonly pools: ReadonlyMap<number, Pool>;
}

function shares(count: number, random: Random): number[] {
  const weights = Array.from({ length: count }, (_, rank) => (rank + 1) ** -ZIPF);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // The largest is the lobby of the first event; the others lie anywhere.
  const [largest = 0, ...others] = weights;
  const places = others.map((weight) => ({ weight, at: random.next() })).sort((a, b) => a.at - b.at);
  return [largest, ...places.map(({ weight }) => weight)].map((weight) => weight / sum);
}

const eventRow = (key: number, index: number, organization: number): Event => ({
  key,
  tenant: organization,
  id: `conference-${index}`,
  organization,
  version: 1,
  endedAt: null,
  details: {
    title: `Conference ${index}`,
    shortCode: `conf${index}`,
    startsAt: null,
    endsAt: null,
    timeZone: 'Europe/Berlin',
    metadata: {},
  },
});

interface SessionPlace {
  readonly id: string;
  readonly event: Event;
  readonly kind: SessionKind;
}

const sessionRow = (key: number, { id, event, kind }: SessionPlace): Session => ({
  key,
  tenant: event.tenant,
  id,
  event: event.key,
  version: 1,
  details: {
    title: id,
    kind,
    capacity: null,
    enforceCapacity: false,
    startsAt: null,
    endsAt: null,
    videoDurationSeconds: null,
    more: {},
  },
  windows: [],
  ended: false,
  replay: true,
  hasSlices: true,
  hasEngagements: true,
});

/** The lobby is open all day, the rooms an hour each. */
function hoursOf(day: number, number: number): { start: number; end: number } {
  if (number === 0) return { start: day, end: day + DAY_MS };
  const start = day + (FIRST_HOUR + Math.floor(number / TRACKS)) * HOUR_MS;
  return { start, end: start + HOUR_MS };
}

/** Which tenant the event of a number belongs to: the parts are about those of `TENANTS`. */
function tenantOf(index: number, events: number): number {
  const place = (index + 0.5) / events;
  if (place < TENANTS[0].part) return 0;
  return place < TENANTS[0].part + TENANTS[1].part ? 1 : 2;
}

function poolsOf(attendees: number): Map<number, Pool> {
  const pools = new Map<number, Pool>();
  let first = 1;
  for (const [index, { part }] of TENANTS.entries()) {
    const size = Math.round(attendees * part);
    pools.set(index + 1, { first, size });
    first += size;
  }
  return pools;
}

/** The same for the same seed. Keys: organizations first, then each event before its sessions. */
export function programme(sizes: Sizes, seed: number): Programme {
  const random = new Random(seed);
  const organizations = TENANTS.map(({ id }, index) =>
    plainOrganization({ key: index + 1, id, tenant: index + 1, parent: null }),
  );
  const pools = poolsOf(sizes.attendees);
  const parts = shares(sizes.events * sizes.sessionsAnEvent, random);
  const events: Event[] = [];
  const sessions: Session[] = [];
  const planned: PlannedSession[] = [];
  let key = organizations.length;
  for (let index = 0; index < sizes.events; index++) {
    const organization = tenantOf(index, sizes.events) + 1;
    const event = eventRow(++key, index, organization);
    events.push(event);
    const day = Math.floor((index * (sizes.days - 1)) / Math.max(1, sizes.events - 1));
    const pool = pools.get(organization) ?? { first: 1, size: 1 };
    for (let number = 0; number < sizes.sessionsAnEvent; number++) {
      const share = parts[sessions.length] ?? 0;
      const kind = number === 0 ? 'lobby' : number % 7 === 0 ? 'networking' : 'mainStage';
      const row = sessionRow(++key, { id: `conference-${index}-room-${number}`, event, kind });
      sessions.push(row);
      const visits = kind === 'lobby' ? LOBBY_VISITS : ROOM_VISITS;
      const isFirst = sessions.length === 1;
      const wanted = isFirst ? pool.size : Math.round((sizes.slices / visits) * share);
      planned.push({
        ...{ key: row.key, event: event.key, tenant: organization, pool, visits },
        ...hoursOf(FIRST_DAY + day * DAY_MS, number),
        mode: sessions.length % ON_DEMAND_EVERY === 0 ? 'onDemand' : 'live',
        attendees: Math.max(1, Math.min(wanted, pool.size)),
        engagements: Math.round(sizes.engagements * share),
      });
    }
  }
  planned.sort((a, b) => a.start - b.start || a.key - b.key);
  return { organizations, events, sessions, planned, pools };
}
