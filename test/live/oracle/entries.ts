import type { Change, Entry, SessionAction, StartChange } from '../../../server/live/changes.ts';
import { RULES } from '../../../server/live/rules.ts';
import type { Mode, VisibilityState } from '../../../server/protocol/client-messages.ts';
import { sessionDetails } from './trace-places.ts';

const ORGANIZATION = 'a';

export const START: StartChange = { kind: 'start', node: 'n', generation: 1, windowMs: 10_000, rules: RULES };

interface Extras {
  readonly mode?: Mode;
  readonly country?: string;
  readonly org?: string;
  readonly event?: string;
  readonly strict?: boolean;
}

/** The entries of a log by hand: `[time, ...changes]` each. The first begins the node. */
export function log(...entries: readonly (readonly [time: number, ...changes: Change[]])[]): Entry[] {
  return entries.map(([time, ...changes], index) => ({
    position: String(index),
    time,
    incarnation: 'n-1',
    number: index + 1,
    changes: index === 0 ? [START, ...changes] : changes,
  }));
}

/** Signs of life, one a second, after `from` and before `until`. */
export function alive(from: number, until: number): [number][] {
  const count = Math.max(0, Math.ceil((until - from) / 1_000) - 1);
  return Array.from({ length: count }, (_, index) => [from + (index + 1) * 1_000]);
}

function actorOf(attendee: string, { org = ORGANIZATION, event }: Extras) {
  return { org, attendee, role: 'attendee' as const, event };
}

function operator(org: string) {
  return { org, attendee: 'staff', role: 'operator' as const };
}

export function join(connection: number, attendee: string, session: string, extras: Extras = {}): Change {
  const { mode = 'live', country = 'DE', strict = false } = extras;
  return { kind: 'join', connection, actor: actorOf(attendee, extras), session, mode, country, strict };
}

export function leave(connection: number, attendee: string, session: string, extras: Extras = {}): Change {
  return { kind: 'leave', connection, actor: actorOf(attendee, extras), session };
}

export function drop(connection: number, windowMs: number, ageMs = 0): Change {
  return { kind: 'drop', connection, ageMs, windowMs };
}

export function silent(connection: number, ageMs: number): Change {
  return { kind: 'silent', connection, ageMs };
}

export function visibility(connection: number, session: string, state: VisibilityState): Change {
  return { kind: 'visibility', connection, session, state };
}

export function played(connection: number, session: string, advanceMs: number): Change {
  return { kind: 'played', connection, session, advanceMs, spans: [] };
}

export function engage(attendee: string, session: string, id: string): Change {
  return { kind: 'engage', actor: actorOf(attendee, {}), session, id, action: 'x.wave', data: {} };
}

export function act(session: string, action: SessionAction): Change {
  return { kind: 'sessionAction', actor: operator(ORGANIZATION), session, action };
}

export function putEvent(id: string, org = ORGANIZATION): Change {
  const details = { title: id, shortCode: null, startsAt: null, endsAt: null, timeZone: null, metadata: {} };
  return { kind: 'putEvent', actor: operator(org), id, details };
}

interface SessionExtras {
  readonly org?: string;
  readonly event?: string;
  readonly kind?: 'mainStage' | 'networking';
  readonly capacity?: number;
}

export function putSession(
  id: string,
  { org = ORGANIZATION, event, kind, capacity }: SessionExtras = {},
): Change {
  const limits = { capacity: capacity ?? null, enforceCapacity: capacity !== undefined };
  const details = sessionDetails(kind ?? 'mainStage', limits);
  return { kind: 'putSession', actor: operator(org), id, event, details };
}
