import type { Actor, PutSessionChange, SessionAction } from '../../../server/live/changes.ts';
import type { ErrorCode } from '../../../server/protocol/error-codes.ts';
import type { OracleSession, ScopeName } from './model.ts';

/** Organizations, events and sessions; every organization is a tenant of its own. */
export class OracleCatalogue {
  readonly scopes: ScopeName[] = [];
  readonly sessions: OracleSession[] = [];

  has({ org, kind, id }: ScopeName): boolean {
    return this.scopes.some((scope) => scope.org === org && scope.kind === kind && scope.id === id);
  }

  session(org: string, id: string): OracleSession | undefined {
    return this.sessions.find((session) => session.org === org && session.id === id);
  }

  /** The session as the actor's token reaches it. */
  reach(actor: Actor, id: string): OracleSession | undefined {
    const session = this.session(actor.org, id);
    return actor.event === undefined || session?.event === actor.event ? session : undefined;
  }

  knowOrganization(org: string): void {
    this.#know({ org, kind: 'organization', id: org });
  }

  putEvent(org: string, id: string): void {
    this.#know({ org, kind: 'event', id });
  }

  createSession(org: string, id: string, event: string): OracleSession {
    this.putEvent(org, event);
    this.#know({ org, kind: 'session', id });
    const session: OracleSession = {
      ...{ org, id, event, kind: 'mainStage' as const, capacity: null, enforceCapacity: false },
      ...{ windows: [], ended: false, replay: false },
    };
    this.sessions.push(session);
    return session;
  }

  putSession({ actor, id, event, details }: PutSessionChange): ErrorCode | null {
    const session = this.session(actor.org, id) ?? this.createSession(actor.org, id, event ?? actor.org);
    if (event !== undefined && session.event !== event) return 'immutable_field';
    session.kind = details.kind;
    session.capacity = details.capacity;
    session.enforceCapacity = details.enforceCapacity;
    return null;
  }

  act(session: OracleSession, action: SessionAction, at: number): void {
    if (action === 'replayOn') session.replay = true;
    if (action === 'replayOff') session.replay = false;
    if (action === 'goLive') goLive(session, at);
    if (action === 'end') end(session, at);
  }

  #know(scope: ScopeName): void {
    if (!this.has(scope)) this.scopes.push(scope);
  }
}

function isLive(session: OracleSession): boolean {
  const last = session.windows.at(-1);
  return last !== undefined && last[1] === null;
}

function goLive(session: OracleSession, at: number): void {
  if (!isLive(session)) session.windows.push([at, null]);
  session.ended = false;
}

function end(session: OracleSession, at: number): void {
  if (session.ended) return;
  session.ended = true;
  const open = session.windows.pop();
  session.windows.push([open?.[0] ?? null, at]);
}
