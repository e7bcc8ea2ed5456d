import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { QuestionAnswer } from '../../rest/session-rest.ts';
import { MAX_QUESTIONS, type QuestionsStore } from '../../store/session/questions-store.ts';
import { sessionTexts } from '../../texts/session.ts';
import { usePage } from '../page-context.ts';
import { Panel } from './panel.tsx';
import { TalkForm } from './talk-form.tsx';
import { useAct } from './use-act.ts';

const { questions: texts } = sessionTexts;

interface AnswerFormProps {
  readonly isBusy: boolean;
  readonly send: (text: string) => void;
  readonly cancel: () => void;
}

function AnswerForm({ isBusy, send, cancel }: AnswerFormProps) {
  const text = useSignal('');
  const change = (written: string) => {
    text.value = written;
  };
  return (
    <TalkForm
      first={{ label: texts.yourAnswer, value: text.value, change }}
      buttons={texts}
      isBusy={isBusy}
      send={() => {
        const written = text.value.trim();
        if (written !== '') send(written);
      }}
      cancel={cancel}
    />
  );
}

interface QuestionItemProps {
  readonly question: QuestionAnswer;
  /** False where it did not work: what was written stays. */
  readonly answer: (text: string) => Promise<boolean>;
  readonly isBusy: boolean;
}

function QuestionItem({ question, answer, isBusy }: QuestionItemProps) {
  const { numbers } = usePage().formats;
  const isAnswering = useSignal(false);
  const name = question.name || question.attendee;
  const opener = useRef<HTMLButtonElement>(null);
  const stop = () => {
    isAnswering.value = false;
    opener.current?.focus();
  };
  return (
    <li class="talk-item">
      <h3 class="talk-title">{question.text}</h3>
      <p class="talk-facts">
        <strong>{texts.votes(numbers.count(question.upvotes))}</strong>
        <span class="soft talk-author">{name}</span>
        {question.answers.length > 0 && <span class="pill">{texts.answered}</span>}
        <button
          ref={opener}
          type="button"
          class="small-button at-end"
          aria-label={texts.answerOf(name)}
          aria-expanded={isAnswering.value}
          onClick={() => {
            isAnswering.value = !isAnswering.value;
          }}
        >
          {texts.answer}
        </button>
      </p>
      {question.answers.map(({ id, attendee, name: by, text }) => (
        <p key={id} class="talk-answer">
          <span class="soft">{by || attendee}:</span> {text}
        </p>
      ))}
      {isAnswering.value && (
        <AnswerForm
          isBusy={isBusy}
          cancel={stop}
          send={(text) => void answer(text).then((worked) => worked && stop())}
        />
      )}
    </li>
  );
}

/** What people ask, most votes first. */
export function QuestionsPanel({ store }: { store: QuestionsStore }) {
  const { numbers } = usePage().formats;
  const act = useAct();
  const list = store.list.value;
  const more = list !== null && list.nextCursor !== null;
  return (
    <Panel
      title={texts.title}
      tools={more && <span class="soft small">{texts.top(numbers.count(MAX_QUESTIONS))}</span>}
      problem={store.problem.value}
      failed={act.problem.value}
    >
      {(list === null || list.items.length === 0) && <p class="quiet">{texts.empty}</p>}
      <ol class="talk-list talk-scroll">
        {list?.items.map((question) => (
          <QuestionItem
            key={question.id}
            question={question}
            isBusy={act.isBusy.value}
            answer={(text) => act.run(() => store.answer(question.id, text))}
          />
        ))}
      </ol>
    </Panel>
  );
}
