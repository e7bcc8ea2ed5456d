import type { Actor, Change } from '../../../server/live/changes.ts';
import type { Command } from './commands.ts';
import { pick } from './pick.ts';
import { ALL_EVENTS, ALL_ORGANIZATIONS, EVENTS, SESSIONS, sessionDetails } from './trace-places.ts';

type Do<K extends Command['do']> = Extract<Command, { do: K }>;

function operator(org: string): Actor {
  return { org, attendee: 'staff', role: 'operator' };
}

function admin(org: string): Actor {
  return { org, attendee: 'boss', role: 'admin' };
}

function organizationNamed(name: string) {
  return { name, timeZone: null, metadata: {} };
}

/** Makes `a.x` and, below it, `a.y`; the event `e2` is that of `a.x`. */
export function parts(): Change[] {
  const make = (id: string, parent: string): Change => {
    const details = organizationNamed(id);
    return { kind: 'putOrganization', actor: admin('a'), id, parent, details, salt: 'salt' };
  };
  return [
    ...[make('a.x', 'a'), make('a.y', 'a.x')],
    { kind: 'putEvent', actor: admin('a'), id: 'e2', organization: 'a.x', details: eventDetails() },
  ];
}

function eventDetails() {
  const times = { startsAt: null, endsAt: null, timeZone: null };
  return { title: 'An event', shortCode: null, ...times, metadata: {} };
}

export function found({ org, by, below, asAdmin, pseudonymous }: Do<'found'>): Change {
  const actor = (asAdmin ? admin : operator)(pick(ALL_ORGANIZATIONS, by));
  const details = {
    ...organizationNamed(`${by}`),
    ...(pseudonymous === undefined ? {} : { pseudonymous }),
  };
  const parent = below === undefined || below === null ? below : pick(ALL_ORGANIZATIONS, below);
  return {
    ...{ kind: 'putOrganization', actor, id: pick(ALL_ORGANIZATIONS, org), parent, details, salt: `${by}` },
  };
}

export function remove({ what, which, by, asAdmin, purge }: Do<'delete'>, sessions: number): Change {
  const actor = (asAdmin ? admin : operator)(pick(ALL_ORGANIZATIONS, by));
  switch (what) {
    case 'session':
      return { kind: 'deleteSession', actor, id: pick(SESSIONS, which % sessions).id, purge };
    case 'event':
      return { kind: 'deleteEvent', actor, id: pick(ALL_EVENTS, which), purge };
    case 'organization':
      return { kind: 'deleteOrganization', actor, id: pick(ALL_ORGANIZATIONS, which), purge };
  }
}

export function finish({ org, event }: Do<'finish'>): Change {
  const actor = operator(pick(ALL_ORGANIZATIONS, org));
  return { kind: 'eventAction', actor, event: pick(ALL_EVENTS, event), action: 'end' };
}

/** Registers the events and the first sessions of an organization. */
export function registration(org: string, sessions: number): Change[] {
  const actor = operator(org);
  const details = eventDetails();
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
  const org = pick(ALL_ORGANIZATIONS, command.org);
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
  return { kind: 'sessionAction', actor: operator(pick(ALL_ORGANIZATIONS, org)), session: id, action };
}

/** A key of few, so that some are made or deleted twice. */
export function changeKey({ org, key, made }: Do<'key'>): Change {
  const actor = admin(pick(ALL_ORGANIZATIONS, org));
  const id = `00000000000${key}`;
  if (!made) return { kind: 'deleteKey', actor, id };
  return { kind: 'putKey', actor, id, hash: '00', name: 'A key', role: 'operator', expiresAt: null };
}
