import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { StoredEngagement } from './engagements.ts';

export interface PollRow {
  readonly session: ScopeKey;
  readonly poll: string;
  readonly question: string;
  readonly type: 'single' | 'multiple' | 'text';
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly anonymous: boolean;
  readonly open: boolean;
}

/** Who is in which bubble of a session. */
export interface BubbleMember {
  readonly tenant: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly bubble: string;
}

/** An engagement with the name of its author. */
export interface TalkRow extends StoredEngagement {
  readonly attendeeKey: number;
  readonly name: string | null;
}

/** What was done in any of the sessions, in order of time and key; `from` inclusive, `to` exclusive, ms. */
export interface TalkFilter {
  readonly sessions: readonly ScopeKey[];
  readonly actions: readonly string[];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: { readonly at: number; readonly key: number } | undefined;
  readonly limit: number;
}

/** What refers to messages or questions (`data.message`, `data.question`) by these ids. */
export interface TalkReferenceFilter {
  readonly sessions: readonly ScopeKey[];
  readonly actions: readonly string[];
  readonly ids: readonly string[];
}

/** How often something was referred to, by how many attendees; reactions apart by their kind. */
export interface TalkCount {
  readonly action: string;
  readonly reference: string;
  readonly reaction: string | null;
  readonly count: number;
  readonly attendees: number;
}

/** Messages or questions (`action`) of some sessions, and what refers to them (`by`). */
export interface TalkTopFilter {
  readonly sessions: readonly ScopeKey[];
  readonly action: 'chat.message' | 'question.ask';
  readonly by: 'chat.reaction' | 'question.upvote';
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** With how much refers to it until now. */
export interface TalkTopRow extends TalkRow {
  readonly references: number;
}

/** The last answer of each attendee to a poll within `[from, to)`, in order of time and key. */
export interface PollAnswersFilter extends Omit<TalkFilter, 'sessions' | 'actions'> {
  readonly session: ScopeKey;
  readonly poll: string;
}
