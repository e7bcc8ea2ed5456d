import type { LiveWindow, ScopeKey, SessionKind } from '../live/catalogue.ts';
import type { SessionState } from '../live/registry.ts';
import type { Mode } from '../protocol/client-messages.ts';

/** A session that a question is about, with what its figures need to know of it. Times in ms. */
export interface AskedSession {
  readonly key: ScopeKey;
  /** Its event: engaged minutes are distinct within it, and add up over events. */
  readonly event: ScopeKey;
  /** A part of its event over which engaged minutes are distinct by themselves, so that they add up over the parts, too. */
  readonly part?: string | undefined;
  readonly kind: SessionKind;
  readonly windows: readonly LiveWindow[];
  readonly videoDurationSeconds: number | null;
}

export function askedSession({ row }: SessionState): AskedSession {
  const { kind, videoDurationSeconds } = row.details;
  return { key: row.key, event: row.event, kind, windows: row.windows, videoDurationSeconds };
}

/** `[from, to)`, ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is asked of slices: those of some sessions, perhaps in one mode, as far as they lie in `[from, to)`. */
export interface SpanQuestion extends Span {
  readonly sessions: readonly AskedSession[];
  readonly mode?: Mode | undefined;
  /** Id of the one attendee that is asked about. */
  readonly attendee?: string | undefined;
  /** Log time up to which slices are known: open ones last until then. Not before `to`, but for the instant itself. */
  readonly through: number;
}

/** The same question of another span. */
export function within(question: SpanQuestion, { from, to }: Span): SpanQuestion {
  return { ...question, from: Math.max(from, question.from), to: Math.min(to, question.to) };
}

/** Rooms for meeting other attendees, or all others but the lobby. */
export type KindGroup = 'stage' | 'networking';

/** Undefined for the lobby, which is neither. */
export function groupOf(kind: SessionKind): KindGroup | undefined {
  if (kind === 'lobby') return undefined;
  return kind === 'networking' ? 'networking' : 'stage';
}
