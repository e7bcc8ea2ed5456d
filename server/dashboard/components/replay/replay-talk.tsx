import { useMemo } from 'preact/hooks';
import type { ReplayStore } from '../../store/replay/replay-store.ts';
import type { TalkStore } from '../../store/replay/talk-store.ts';
import type { ChatLine } from '../../store/session/chat-lines.ts';
import { replayTexts as own } from '../../texts/replay.ts';
import { texts } from '../../texts.ts';
import { usePage } from '../page-context.ts';
import { Panel } from '../session/panel.tsx';
import { PollResults } from '../session/poll-results.tsx';

const CALM = { problem: null, failed: null };

function Line({ line }: { line: ChatLine }) {
  const { times } = usePage().formats;
  return (
    <li class="chat-line">
      <p class="chat-head">
        <strong class="chat-name">{line.name || line.attendee}</strong>{' '}
        <time class="soft" dateTime={new Date(line.at).toISOString()}>
          {times.second(line.at)}
        </time>
      </p>
      <p class={line.text === null ? 'chat-text soft' : 'chat-text'}>{line.text ?? own.chat.none}</p>
    </li>
  );
}

function Chat({ store }: { store: ReplayStore }) {
  const lines = [...store.chat.value].reverse();
  return (
    <Panel title={own.chat.title} {...CALM}>
      {lines.length === 0 && <p class="quiet">{own.chat.empty}</p>}
      <ol>
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
    </Panel>
  );
}

function Polls({ talk }: { talk: TalkStore }) {
  const polls = talk.polls.value ?? [];
  return (
    <Panel title={own.polls.title} {...CALM}>
      {polls.length === 0 && <p class="quiet">{own.polls.empty}</p>}
      <ul class="talk-list">
        {polls.map((poll) => (
          <li key={poll.poll} class="talk-item">
            <h3 class="talk-title">{poll.question}</h3>
            <p class="talk-facts soft">{poll.open ? own.polls.open : own.polls.closed}</p>
            <PollResults poll={poll} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Questions({ talk, at }: { talk: TalkStore; at: number }) {
  const { numbers } = usePage().formats;
  const questions = useMemo(() => talk.questionsAt(at), [talk, at]);
  return (
    <Panel title={own.questions.title} {...CALM}>
      {questions.length === 0 && <p class="quiet">{own.questions.empty}</p>}
      <ul class="talk-list">
        {questions.map(({ id, text, votesThen, name, attendee }) => (
          <li key={id} class="talk-item">
            <h3 class="talk-title">{text}</h3>
            <p class="talk-facts">
              <strong>
                {votesThen === null ? texts.nothing : own.questions.votes(numbers.count(votesThen))}
              </strong>
              <span class="soft talk-author">{name || attendee}</span>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What was said, asked and voted, as it stood. */
export function ReplayTalk({ store, talk, at }: { store: ReplayStore; talk: TalkStore; at: number }) {
  return (
    <div class="replay-talk">
      <Chat store={store} />
      <Polls talk={talk} />
      <Questions talk={talk} at={at} />
    </div>
  );
}
