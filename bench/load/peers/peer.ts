import type { Stage } from '../../runner/figure.ts';
import type { ServerProcess } from '../../runner/server-process.ts';
import type { LoadSocket } from '../web-socket.ts';

/** As many as Pusher, whose protocol soketi speaks, lets into one presence channel: everybody is told of everybody there. */
const ROOM = 100;

/** The room of an attendee. */
export const roomOf = (index: number): string => `room-${Math.floor(index / ROOM)}`;

/** The one that is watched. */
export const WATCHED = 'watched';

/** One way to do the same work. */
export interface Peer {
  readonly name: string;
  start(stage: Stage): Promise<ServerProcess>;
  /** Somebody who has said who they are, and is present in their room. */
  enter(port: number, index: number): Promise<LoadSocket>;
  /** Says that they are still there. */
  readonly heartbeat: Buffer;
  /** Somebody who is told the counters of `WATCHED` from now on. */
  watch(port: number, index: number): Promise<LoadSocket>;
  /** What, when called, makes the server tell all who watch. */
  publisher(port: number): Promise<(index: number) => Promise<void> | void>;
}
