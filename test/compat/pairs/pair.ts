import type { SessionState } from '../../../server/live/registry.ts';
import type { AskedEvent, Json } from './asked-event.ts';

/** A figure of a vendor, and the same from our own API. */
export interface Pair {
  readonly figure: string;
  readonly theirs: (asked: AskedEvent) => Promise<unknown>;
  readonly ours: (asked: AskedEvent) => Promise<unknown>;
}

export type Answer = (asked: AskedEvent, id: string, session: SessionState) => Promise<unknown>;

/** A figure of every session of the event. */
export const ofSessions = (figure: string, theirs: Answer, ours: Answer): Pair => ({
  figure,
  theirs: (asked) => asked.bySession((id, session) => theirs(asked, id, session)),
  ours: (asked) => asked.bySession((id, session) => ours(asked, id, session)),
});

/** A figure of some people of the event. */
export const ofPeople = (
  figure: string,
  theirs: (asked: AskedEvent, id: string) => Promise<unknown>,
  ours: (asked: AskedEvent, id: string) => Promise<unknown>,
): Pair => ({
  figure,
  theirs: (asked) => asked.byPerson((id) => theirs(asked, id)),
  ours: (asked) => asked.byPerson((id) => ours(asked, id)),
});

export const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

export const summaryOf = (asked: AskedEvent, session: string): Promise<Json> =>
  asked.own(`/sessions/${session}/summary`);

/** What Sequel calls its virtual stage, and both of its components. */
export const STAGE = 'mainStage,breakout,workshop,expo';
export const BOTH = `${STAGE},networking`;
