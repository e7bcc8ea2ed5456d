import type { Actor, Change } from '../../../server/live/changes.ts';
import type { Command } from './commands.ts';
import { pick } from './pick.ts';
import { EVENTS, ORGANIZATIONS, SESSIONS, sessionDetails } from './trace-places.ts';

type Do<K extends Command['do']> = Extract<Command, { do: K }>;

function operator(org: string): Actor {
  return { org, attendee: 'staff', role: 'operator' };
}

/** Registers the events and the first sessions of an organization. */
export function registration(org: string, sessions: number): Change[] {
  const actor = operator(org);
  const times = { startsAt: null, endsAt: null, timeZone: null };
  const details = { title: 'An event', shortCode: null, ...times, metadata: {} };
  const registered = SESSIONS.slice(0, sessions).filter((session) => session.registered);
  return [
    ...EVENTS.map((id): Change => ({ kind: 'putEvent', actor, id, details })),
    ...registered.map(({ id, event, kind }): Change => {
      return { kind: 'putSession', actor, id, event: event ?? undefined, details: sessionDetails(kind) };
    }),
  ];
}

export function putSession(command: Do<'put'>, sessions: number): Change {
  const place = pick(SESSIONS, command.session % sessions);
  const org = pick(ORGANIZATIONS, command.org);
  const { capacity, enforce: enforceCapacity } = command;
  const kind = command.wrongKind ? (place.kind === 'networking' ? 'mainStage' : 'networking') : place.kind;
  return {
    ...{ kind: 'putSession', actor: operator(org), id: place.id },
    event: command.wrongEvent ? 'e2' : (place.event ?? undefined),
    details: sessionDetails(kind, { capacity, enforceCapacity }),
  };
}

export function actOnSession({ org, session, action }: Do<'act'>, sessions: number): Change {
  const { id } = pick(SESSIONS, session % sessions);
  return { kind: 'sessionAction', actor: operator(pick(ORGANIZATIONS, org)), session: id, action };
}

/** A key of few, so that some are made or deleted twice. */
export function changeKey({ org, key, made }: Do<'key'>): Change {
  const actor: Actor = { org: pick(ORGANIZATIONS, org), attendee: 'staff', role: 'admin' };
  const id = `00000000000${key}`;
  if (!made) return { kind: 'deleteKey', actor, id };
  return { kind: 'putKey', actor, id, hash: '00', name: 'A key', role: 'operator', expiresAt: null };
}
