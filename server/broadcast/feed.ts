import type { EngagementRow } from '../../storage/types.ts';
import { SECOND_MS } from '../durations.ts';
import type { Scope } from '../protocol/client-messages.ts';
import type { EngagementMessage, FeedGapMessage } from '../protocol/server-messages.ts';

/** Engagements a second that a moderator's feed brings at most. */
const MAX_A_SECOND = 50;

function engagementMessage(row: EngagementRow, session: string): EngagementMessage {
  const { id, attendee, action, data, at, anonymous } = row;
  return {
    type: 'engagement',
    id,
    session,
    attendee: anonymous ? null : attendee,
    action,
    data,
    at: new Date(at).toISOString(),
  };
}

/** The feed of one session: at most 50 engagements a second, and how many were left out. */
export class FeedLimiter {
  readonly topic: string;
  readonly #scope: Scope;
  #secondFrom: number;
  #sent = 0;
  #leftOut = 0;

  /** `moment` in monotonic ms. */
  constructor(topic: string, scope: Scope, moment: number) {
    this.topic = topic;
    this.#scope = scope;
    this.#secondFrom = moment;
  }

  /** Nothing came in the last second. */
  get isQuiet(): boolean {
    return this.#sent === 0;
  }

  /** The message to send, or undefined when the second is full. */
  take(row: EngagementRow, session: string): EngagementMessage | undefined {
    if (this.#sent >= MAX_A_SECOND) {
      this.#leftOut++;
      return undefined;
    }
    this.#sent++;
    return engagementMessage(row, session);
  }

  /** Begins a new second when it is time; says what the old one left out. */
  turn(moment: number): FeedGapMessage[] {
    if (moment - this.#secondFrom < SECOND_MS) return [];
    const leftOut = this.#leftOut;
    this.#secondFrom = moment;
    this.#sent = 0;
    this.#leftOut = 0;
    return leftOut > 0 ? [{ type: 'feed', scope: this.#scope, leftOut }] : [];
  }
}
