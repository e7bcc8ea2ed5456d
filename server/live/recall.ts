import { MINUTE_MS } from '../durations.ts';
import type { Mode } from '../protocol/client-messages.ts';
import type { ScopeKey } from './catalogue.ts';
import type { Effect } from './effects.ts';
import { closeInstant, turnMinute } from './instants.ts';
import type { LiveState } from './live-state.ts';
import type { Presence } from './presence.ts';
import { newPresence, withItem, without } from './presence.ts';
import type { SessionState } from './registry.ts';
import { beginSilences } from './silence.ts';

export interface PastSlice {
  readonly slice: number;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly mode: Mode;
  readonly start: number;
  readonly countedUntil: number;
  readonly country: string;
}

/** The last minute of an earlier run: who was counted when, and when the log was alive. Times in ms. */
export interface Past {
  /** Start of the minute. */
  readonly minute: number;
  readonly slices: readonly PastSlice[];
  /** Spans without a standstill, in order. */
  readonly runs: readonly { readonly start: number; readonly end: number }[];
  /** When it ended: the time of the last entry, or the millisecond after, in which a crash ended slices. */
  readonly end: number;
}

const RECALLED: ReadonlySet<Effect['kind']> = new Set(['minute', 'announced', 'told']);

interface Turn {
  readonly starts: PastSlice[];
  readonly ends: PastSlice[];
}

/**
 * Counts the minute of `end` again from slices, by the same code that counted it then. What stood when the minute began is
 * put in place in the millisecond before, so that it is no join of this minute. Gives the minutes that closed meanwhile, and what
 * was to be told with their end.
 */
export function recall(state: LiveState, { minute, slices, runs }: Past): Effect[] {
  const turns = turnsOf(slices, minute);
  const open = new Map<number, Presence>();
  const at = (time: number) => {
    const next = Math.floor(time / MINUTE_MS) * MINUTE_MS;
    if (next !== state.minuteTime) turnMinute(state, next, next - state.gaps);
    state.time = time;
    const turn = turns.get(time);
    for (const slice of turn?.ends ?? []) close(state, open, slice);
    for (const slice of turn?.starts ?? [])
      begin(state, open, state.registry.sessionByKey(slice.session), slice);
    closeInstant(state);
  };
  state.isRecalled = true;
  state.time = minute - 1;
  state.minuteTime = minute - MINUTE_MS;
  state.minuteCovered = state.covered;
  at(minute - 1);
  turnMinute(state, minute, state.covered + 1);
  state.effects = [];
  let last = minute;
  const times = [...turns.keys()].filter((time) => time >= minute).sort((a, b) => a - b);
  for (const run of runs) {
    const from = Math.max(run.start, minute);
    if (run.end < from) continue;
    state.gaps += from - last;
    for (const time of times) if (time >= from && time <= run.end) at(time);
    state.time = run.end;
    last = run.end;
  }
  beginSilences(state);
  return state.effects.filter(({ kind }) => RECALLED.has(kind));
}

function turnsOf(slices: readonly PastSlice[], minute: number): Map<number, Turn> {
  const turns = new Map<number, Turn>();
  const turnAt = (time: number): Turn => {
    const turn = turns.get(time) ?? { starts: [], ends: [] };
    turns.set(time, turn);
    return turn;
  };
  for (const slice of slices) {
    if (slice.countedUntil <= slice.start || slice.countedUntil < minute) continue;
    turnAt(Math.max(slice.start, minute - 1)).starts.push(slice);
    turnAt(slice.countedUntil).ends.push(slice);
  }
  return turns;
}

function begin(
  state: LiveState,
  open: Map<number, Presence>,
  session: SessionState | undefined,
  past: PastSlice,
): void {
  if (session === undefined) return;
  const tenant = session.row.tenant;
  const attendee = state.attendee(tenant, past.attendee) ?? state.addAttendee(tenant, past.attendee);
  state.touch(attendee);
  const { slice, mode, start, country } = past;
  const presence = newPresence({ slice, attendee, session, mode, start, country });
  attendee.presences = withItem(attendee.presences, presence);
  open.set(slice, presence);
}

function close(state: LiveState, open: Map<number, Presence>, { slice }: PastSlice): void {
  const presence = open.get(slice);
  if (presence === undefined) return;
  state.touch(presence.attendee);
  presence.attendee.presences = without(presence.attendee.presences, presence);
  open.delete(slice);
}
