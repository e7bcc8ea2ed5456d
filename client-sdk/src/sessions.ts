import { HEARTBEAT_FRAME, type Mode, type VisibilityState } from '../../server/protocol/client-messages.ts';
import type { JoinedMessage } from '../../server/protocol/server-messages.ts';
import { HeadcountError } from './errors.ts';
import type { JoinOptions, JoinResult, Position } from './options.ts';
import type { Request, Requests } from './requests.ts';
import type { Transport } from './transport.ts';

/** The server takes positions of up to a week. */
const MAX_POSITION_SECONDS = 604_800;

/** A session that the attendee wants to be in. */
interface Presence {
  readonly session: string;
  mode?: Mode | undefined;
  position?: Position;
  /** The caller's last request to join. */
  joinId?: string;
  /** The server has let us in once: from then on reconnects join again. */
  accepted?: boolean;
  /** Joined over the socket of now. */
  here?: boolean;
  /** What the server believes; it takes whoever joins for active. */
  told: VisibilityState;
}

export interface SessionsOptions {
  readonly transport: Pick<Transport, 'send'>;
  readonly requests: Pick<Requests, 'ask' | 'mention' | 'nextId' | 'settle'>;
  onError(error: unknown): void;
}

export interface Sessions {
  join(session: string, options: JoinOptions): Promise<JoinResult>;
  leave(session: string): Promise<void>;
  setPosition(session: string, seconds: number): void;
  /** Says that we are still here, in whatever we are in. */
  beat(): void;
  tell(state: VisibilityState): void;
  /** Leaves everything at once, without waiting for answers; what is wanted stays wanted. */
  leaveAll(): void;
  /** Out of a session by a moderator: it is wanted no more. */
  onRefused(error: HeadcountError): void;
  onOpen(): void;
  onLost(): void;
}

export function createSessions({ transport, requests, onError }: SessionsOptions): Sessions {
  const presences = new Map<string, Presence>();
  let visibility: VisibilityState = 'active';

  /** A position as the server takes it; a player that is not ready has none. */
  function read({ position }: Presence): number | undefined {
    try {
      const seconds = typeof position === 'function' ? position() : position;
      return seconds !== undefined && seconds >= 0 && seconds <= MAX_POSITION_SECONDS ? seconds : undefined;
    } catch (error) {
      onError(error);
      return undefined;
    }
  }

  /** Sends the positions that are known; false when there are none. */
  function sendPositions(sessions: Iterable<Presence>, now: boolean): boolean {
    const all = [...sessions].map((presence) => [presence.session, presence.here && read(presence)]);
    const known = all.filter(([, seconds]) => typeof seconds === 'number');
    return (
      known.length > 0 && transport.send({ type: 'heartbeat', positions: Object.fromEntries(known) }, now)
    );
  }

  function tellAll(): void {
    for (const presence of presences.values()) {
      if (!presence.here || presence.told === visibility) continue;
      presence.told = visibility;
      const data = { state: visibility };
      const { session } = presence;
      // Refused, it does not matter: the session has been left meanwhile.
      requests.mention({ type: 'engage', id: requests.nextId(), session, action: 'visibility', data });
    }
  }

  /** Resolves when the server has let us in. */
  async function enter(presence: Presence, mode: Mode | undefined, keep: boolean): Promise<JoinedMessage> {
    const { session } = presence;
    const id = requests.nextId();
    if (keep) presence.joinId = id;
    const request: Request = {
      type: 'join',
      session,
      mode,
      // Read each time it is sent.
      get position() {
        return read(presence);
      },
      id,
    };
    // A join has no other answer.
    const joined = (await requests.ask(request, keep)) as JoinedMessage;
    presence.mode = mode;
    presence.accepted = true;
    if (!presence.here) presence.told = 'active';
    presence.here = true;
    tellAll();
    return joined;
  }

  function want(session: string): Presence {
    const known = presences.get(session);
    if (known) return known;
    const wanted: Presence = { session, told: 'active' };
    presences.set(session, wanted);
    return wanted;
  }

  return {
    beat() {
      const all = [...presences.values()];
      if (!sendPositions(all, true) && all.some(({ here }) => here)) transport.send(HEARTBEAT_FRAME, true);
    },
    async join(session, { mode, position }) {
      const presence = want(session);
      if (position !== undefined) presence.position = position;
      try {
        const { concurrent, degraded } = await enter(presence, mode, true);
        return degraded ? { concurrent, degraded } : { concurrent };
      } catch (error) {
        if (!presence.accepted && presences.get(session) === presence) presences.delete(session);
        throw error;
      }
    },
    async leave(session) {
      const presence = presences.get(session);
      if (presence) {
        presences.delete(session);
        sendPositions([presence], false);
        requests.settle(presence.joinId, new HeadcountError('left', 'left before the join was answered'));
      }
      try {
        await requests.ask({ type: 'leave', session, id: requests.nextId() }, true);
      } catch (error) {
        // Closed for good or not in it: either way nothing is left to leave.
        if (!/closed|not_joined/.test((error as HeadcountError).code)) throw error;
      }
    },
    setPosition(session, seconds) {
      const presence = presences.get(session);
      if (presence) presence.position = seconds;
    },
    tell(state) {
      visibility = state;
      tellAll();
    },
    leaveAll() {
      sendPositions(presences.values(), true);
      for (const session of presences.keys()) transport.send({ type: 'leave', session }, true);
    },
    onRefused({ session = '' }) {
      presences.delete(session);
    },
    onOpen() {
      for (const presence of presences.values()) {
        // Refused, it is still wanted: the next reconnect tries again, unless a moderator has said no.
        if (presence.accepted)
          enter(presence, presence.mode, false).catch((error: HeadcountError) => {
            if (error.code === 'kicked') presences.delete(presence.session);
            onError(error);
          });
      }
    },
    onLost() {
      for (const presence of presences.values()) presence.here = false;
    },
  };
}
