import type {
  PollAnswersFilter,
  TalkCount,
  TalkFilter,
  TalkReferenceFilter,
  TalkRow,
  TalkTopFilter,
  TalkTopRow,
} from '../../rows/talk.ts';

/** What was said, asked and answered, with the names of the authors. */
export interface HistoryTalk {
  /** In order of time and key, over all the sessions. */
  talk(filter: TalkFilter): Promise<TalkRow[]>;
  /** What refers to the ids, of every action and id the first `each`, in order of time and key. */
  talkAbout(filter: TalkReferenceFilter & { readonly each: number }): Promise<TalkRow[]>;
  countTalkAbout(filter: TalkReferenceFilter): Promise<TalkCount[]>;
  /**
   * What was said in `[from, to)` and is referred to most, of equals the earliest; neither what was deleted nor what has no text.
   * All of it is gone through, but not here.
   */
  talkTop(filter: TalkTopFilter): Promise<TalkTopRow[]>;
  pollAnswers(filter: PollAnswersFilter): Promise<TalkRow[]>;
}
