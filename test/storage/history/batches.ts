import type { ApiKey } from '../../../server/live/api-keys.ts';
import type { Event, Organization, Session } from '../../../server/live/catalogue.ts';
import type {
  MinuteClosed,
  PeakReached,
  Seen,
  SliceEnded,
  SliceStarted,
} from '../../../server/live/effects.ts';
import { NOTHING_TO_WRITE } from '../../../storage/nothing.ts';
import type {
  AttendeePut,
  AuditRow,
  EngagementRow,
  HistoryBatch,
  PollRow,
  RegistrationPut,
} from '../../../storage/types.ts';

/** 2026-05-04T00:00:00Z: the start of UTC day 20577. */
export const T0 = 1_777_852_800_000;
export const DAY = T0 / 86_400_000;
export const MINUTE = 60_000;

/** Keys of the catalogue that `catalogue()` writes. */
export const ORG = 1;
export const EVENT = 2;
export const ROOM = 3;
export const STREAM = 4;

export function batchAt(time: number, parts: Partial<HistoryBatch> = {}): HistoryBatch {
  return { ...NOTHING_TO_WRITE, position: `p${time}`, time, ...parts };
}

export function organization(parts: Partial<Organization> = {}): Organization {
  const details = {
    name: 'Acme "& Söhne"',
    timeZone: 'Asia/Kathmandu',
    retention: { days: 30, scope: 'chat', keepAggregates: false },
    pseudonymous: null,
    metadata: { nested: [1, null, true] },
  } as const;
  return { key: ORG, id: 'acme', tenant: ORG, parent: null, version: 1, details, salt: null, ...parts };
}

export function event(parts: Partial<Event> = {}): Event {
  const details = {
    title: 'Ünï 🎪 "quoted"',
    shortCode: null,
    startsAt: T0,
    endsAt: null,
    timeZone: 'Europe/Berlin',
    metadata: { nested: { list: [1, 2.5, null, true, 'a\nb'] } },
  };
  return {
    key: EVENT,
    tenant: ORG,
    id: 'conf',
    organization: ORG,
    version: 1,
    details,
    endedAt: null,
    ...parts,
  };
}

export function session(parts: Partial<Session> = {}): Session {
  return {
    key: ROOM,
    tenant: ORG,
    id: 'room',
    event: EVENT,
    version: 1,
    details: {
      title: 'Room',
      kind: 'breakout',
      capacity: 40,
      enforceCapacity: true,
      startsAt: null,
      endsAt: null,
      videoDurationSeconds: 90.5,
      more: { tags: ['a'] },
    },
    windows: [
      [T0, T0 + MINUTE],
      [T0 + 2 * MINUTE, null],
    ],
    ended: false,
    replay: true,
    hasSlices: false,
    hasEngagements: false,
    ...parts,
  };
}

/** An organization with an event of two sessions. */
export function catalogue(): Pick<HistoryBatch, 'organizations' | 'events' | 'sessions'> {
  return {
    organizations: [organization()],
    events: [event()],
    sessions: [session(), session({ key: STREAM, id: 'stream' })],
  };
}

type Needed<T, Keys extends keyof T> = Partial<T> & Pick<T, Keys>;

export function started(parts: Needed<SliceStarted, 'slice' | 'attendee'>): SliceStarted {
  return {
    kind: 'sliceStarted',
    tenant: ORG,
    session: ROOM,
    mode: 'live',
    start: T0,
    country: 'DE',
    name: undefined,
    email: undefined,
    owners: [ORG],
    ...parts,
  };
}

export function ended(parts: Needed<SliceEnded, 'slice' | 'attendee' | 'end'>): SliceEnded {
  return {
    kind: 'sliceEnded',
    tenant: ORG,
    session: ROOM,
    mode: 'live',
    start: T0,
    country: 'DE',
    playedMs: null,
    countedUntil: parts.end,
    endedBy: 'leave',
    gone: true,
    ...parts,
  };
}

export function seen(scope: number, attendee: string, day = 0): Seen {
  return { kind: 'seen', scope, day, tenant: ORG, attendee };
}

export function peak(scope: number, value: number, at: number, day = 0): PeakReached {
  return { kind: 'peak', scope, day, value, at };
}

export function minute(parts: Needed<MinuteClosed, 'minute'>): MinuteClosed {
  return {
    kind: 'minute',
    scope: ROOM,
    track: 0,
    peak: 7,
    peakAt: parts.minute + 1234,
    minimum: 2,
    area: 250_000,
    covered: MINUTE,
    joins: 5,
    leaves: 3,
    uniques: 8,
    connections: parts.track ? null : 9,
    ...parts,
  };
}

export function engagement(parts: Needed<EngagementRow, 'id' | 'at'>): EngagementRow {
  return {
    tenant: ORG,
    organization: ORG,
    session: ROOM,
    attendee: 'ann',
    action: 'chat.message',
    data: { text: 'hi', channel: 'event' },
    anonymous: false,
    ...parts,
  };
}

export function poll(parts: Partial<PollRow> = {}): PollRow {
  return {
    session: ROOM,
    poll: 'p1',
    question: 'Which one?',
    type: 'single',
    options: [
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B "b"' },
    ],
    anonymous: true,
    open: true,
    ...parts,
  };
}

export function apiKey(id: string, parts: Partial<ApiKey> = {}): ApiKey {
  const rest = { event: null, hash: `${id}${id}`, createdAt: T0, createdBy: 'boss', expiresAt: null };
  return { id, tenant: ORG, organization: ORG, name: `Key ${id}`, role: 'operator', ...rest, ...parts };
}

/** Whose name is taken from the id. */
export function attendeePut({
  details,
  ...parts
}: Partial<Omit<AttendeePut, 'details'>> & { details?: Partial<AttendeePut['details']> } = {}): AttendeePut {
  const { id = 'ann' } = parts;
  const none = { firstName: null, lastName: null, email: null, phone: null, country: null, metadata: {} };
  return {
    ...{ tenant: ORG, id, organization: ORG, version: 1, at: T0 },
    ...parts,
    details: { name: id, ...none, ...details },
  };
}

export function registration(parts: Needed<RegistrationPut, 'attendee'>): RegistrationPut {
  const { at = T0 } = parts;
  return {
    ...{ tenant: ORG, scope: ROOM, event: EVENT, kind: 'registration', organization: ORG, version: 1, at },
    details: { at, ticketId: null, answers: {}, metadata: {} },
    ...parts,
  };
}

export function act(parts: Needed<AuditRow, 'at'>): AuditRow {
  const actor = { org: 'acme', attendee: 'boss', role: 'admin' } as const;
  return { tenant: ORG, organization: ORG, actor, action: 'x.do', target: 'x:1', details: {}, ...parts };
}
