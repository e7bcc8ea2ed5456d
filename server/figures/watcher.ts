import type { Mode } from '../protocol/client-messages.ts';
import type { AttendeeInSpan } from './attendee-in-span.ts';
import { seconds } from './span-totals.ts';

type PerMode = Readonly<Record<Mode | 'total', number>>;

/** A participant of a span, without what they did: who does not show it need not count it. */
export interface Watcher {
  readonly attendee: string;
  readonly attendeeKey: number;
  readonly country: string;
  readonly engagedMinutes: PerMode;
  readonly watchSeconds: PerMode;
  /** Sessions in which the attendee was counted. */
  readonly sessions: number;
  readonly events: number;
}

/** Whether somebody is among the participants: all that they have in the span may be slices that counted nowhere. */
export function isParticipant(figures: AttendeeInSpan | undefined): figures is AttendeeInSpan {
  if (figures === undefined) return false;
  const { live, onDemand } = figures.byMode;
  return figures.attended || live.engagedMinutes + onDemand.engagedMinutes > 0;
}

export function watcherOf(figures: AttendeeInSpan): Watcher {
  const { attendee, attendeeKey, country, sessions, byMode } = figures;
  const { live, onDemand } = byMode;
  return {
    attendee,
    attendeeKey,
    country,
    engagedMinutes: {
      live: live.engagedMinutes,
      onDemand: onDemand.engagedMinutes,
      total: live.engagedMinutes + onDemand.engagedMinutes,
    },
    watchSeconds: {
      live: seconds(live.watchMs),
      onDemand: seconds(onDemand.watchMs),
      total: seconds(live.watchMs + onDemand.watchMs),
    },
    sessions: sessions.length,
    events: new Set(sessions.map(({ event }) => event)).size,
  };
}

/** A place in a list: what it is ordered by, and the attendee's id. */
export interface ParticipantPlace {
  readonly value: number;
  readonly attendee: string;
}

/** The highest first, equals by id. */
export function comparePlaces(a: ParticipantPlace, b: ParticipantPlace): number {
  if (a.value !== b.value) return b.value - a.value;
  return a.attendee < b.attendee ? -1 : Number(a.attendee > b.attendee);
}
