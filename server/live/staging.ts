import { announce, inEvent, inSession, tellOnce } from './announcing.ts';
import type { LiveState } from './live-state.ts';
import type { EventState, SessionState } from './registry.ts';
import { endSilence } from './silence.ts';

/** An event that nobody ended has ended so long after its `endsAt`, ms. */
export const ENDED_AFTER_MS = 15 * 60_000;

/** The stage of an event: all of its sessions but networking and the lobby. */
function isOnStage({ row }: SessionState): boolean {
  return row.details.kind !== 'networking' && row.details.kind !== 'lobby';
}

/** By action. An event's stage starts once, with the first of its sessions. */
export function wentLive(state: LiveState, session: SessionState): void {
  const { event } = session;
  const at = state.time;
  announce(state, { type: 'session.live', at, ...inSession(session) });
  if (isOnStage(session) && tellOnce(state, { scope: event.row.key, once: 'stage.started' }))
    announce(state, { type: 'stage.started', at, ...inSession(session) });
}

/**
 * By action. With it the stage ends when no session of it is still to be live: one that was not live yet keeps it open, so that
 * a pause between two talks is no end.
 */
export function sessionEnded(state: LiveState, session: SessionState): void {
  endSilence(state, session.row.key);
  announce(state, { type: 'session.ended', at: state.time, ...inSession(session) });
  const stage = [...session.event.sessions].filter(isOnStage);
  if (isOnStage(session) && stage.every(({ row }) => row.ended)) stageEnded(state, session.event, state.time);
}

/** By action or, where nobody did it, a while after `endsAt`; whichever comes first, and once for ever. */
function eventEnded(state: LiveState, event: EventState, at: number): void {
  if (tellOnce(state, { scope: event.row.key, once: 'event.ended' }))
    announce(state, { type: 'event.ended', at, ...inEvent(event) });
  stageEnded(state, event, at);
}

function stageEnded(state: LiveState, event: EventState, at: number): void {
  if (tellOnce(state, { scope: event.row.key, once: 'stage.ended' }))
    announce(state, { type: 'stage.ended', at, ...inEvent(event) });
}

export function endedByAction(state: LiveState, event: EventState): void {
  eventEnded(state, event, state.time);
}

/**
 * Events whose time is over since the last turn of a minute. One that got its `endsAt` when that time was over already, as from
 * an import, is none of them.
 */
export function endByTime(state: LiveState, from: number, through: number): void {
  for (const event of state.registry.events()) {
    const { details, endedAt } = event.row;
    if (details.endsAt === null || endedAt !== null) continue;
    const due = details.endsAt + ENDED_AFTER_MS;
    if (due > from && due <= through) eventEnded(state, event, due);
  }
}
