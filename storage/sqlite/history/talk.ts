import type { HistoryTalk } from '../../ports/history/talk.ts';
import type { OpenedFile } from '../opened-file.ts';
import { countTalkAbout, readPollAnswers, readTalk, readTalkAbout } from '../read/talk.ts';
import { readTalkTop } from '../read/talk-top.ts';

export function talkIn(file: OpenedFile): HistoryTalk {
  return {
    talk: file.reads(readTalk),
    talkAbout: file.reads(readTalkAbout),
    countTalkAbout: file.reads(countTalkAbout),
    talkTop: file.reads(readTalkTop),
    pollAnswers: file.reads(readPollAnswers),
  };
}
