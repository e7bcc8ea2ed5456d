import type {
  PollAnswersFilter,
  TalkCount,
  TalkFilter,
  TalkReferenceFilter,
  TalkRow,
} from '../../rows/talk.ts';

/** What was said, asked and answered, with the names of the authors. */
export interface HistoryTalk {
  /** In order of time and key, over all the sessions. */
  talk(filter: TalkFilter): Promise<TalkRow[]>;
  /** What refers to the ids, of every action and id the first `each`, in order of time and key. */
  talkAbout(filter: TalkReferenceFilter & { readonly each: number }): Promise<TalkRow[]>;
  countTalkAbout(filter: TalkReferenceFilter): Promise<TalkCount[]>;
  pollAnswers(filter: PollAnswersFilter): Promise<TalkRow[]>;
}
