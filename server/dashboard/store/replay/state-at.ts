import type { Mode } from '../../../protocol/client-messages.ts';
import { floorMinute } from '../day-curve.ts';
import { type Flow, higher, type Peak } from './flow.ts';
import type { ReplayPast } from './replay-past.ts';
import type { ReplayWindow } from './replay-window.ts';

/** The figures of a scope as they were at an instant; ms. */
export interface ReplayState {
  readonly at: number;
  readonly concurrent: number;
  /** Of the span that is replayed, until then. */
  readonly peak: Peak;
  /** Of the minute so far. */
  readonly joins: number;
  readonly leaves: number;
  readonly byMode: Record<Mode, number>;
  readonly byCountry: Record<string, number>;
  /** Of the span, until then. */
  readonly engagement: Record<string, number>;
}

export interface CardState {
  readonly at: number;
  readonly concurrent: number;
  readonly peak: number;
  readonly joins: number;
  readonly leaves: number;
}

function minuteOf(flow: Flow, at: number) {
  const minute = floorMinute(at);
  return { joins: flow.joins(minute, at + 1), leaves: flow.leaves(minute, at + 1) };
}

function engagementAt(past: ReplayPast, window: ReplayWindow, at: number): Record<string, number> {
  const sums = past.actionsBefore(window.from);
  for (const [action, count] of window.actionsUntil(at)) sums.set(action, (sums.get(action) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** Null where it is not known who was there. The window holds the instant. */
export function stateAt(past: ReplayPast, window: ReplayWindow, at: number): ReplayState | null {
  if (!window.isKnown(at)) return null;
  const { total } = window;
  return {
    at,
    concurrent: total.at(at),
    peak: higher(past.peakBefore(window.from), total.peakUntil(at)),
    ...minuteOf(total, at),
    byMode: { live: window.inMode('live').at(at), onDemand: window.inMode('onDemand').at(at) },
    byCountry: window.byCountry(at),
    engagement: engagementAt(past, window, at),
  };
}

/** The same of one session of an event, as far as its card shows it. */
export function cardAt(
  past: ReplayPast,
  window: ReplayWindow,
  question: { at: number; session: string },
): CardState | null {
  const { at, session } = question;
  if (!window.isKnown(at)) return null;
  const flow = window.inSession(session);
  const peak = Math.max(past.sessionPeakBefore(session, window.from), flow.peakUntil(at).value);
  return { at, concurrent: flow.at(at), peak, ...minuteOf(flow, at) };
}
