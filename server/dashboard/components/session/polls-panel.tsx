import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { PollAnswer } from '../../rest/session-rest.ts';
import type { PollsStore } from '../../store/session/polls-store.ts';
import { sessionTexts } from '../../texts/session.ts';
import { usePage } from '../page-context.ts';
import { NewPollForm } from './new-poll-form.tsx';
import { Panel } from './panel.tsx';
import { PollResults } from './poll-results.tsx';
import { useAct } from './use-act.ts';

const { polls: texts } = sessionTexts;

/** So many are shown at first: the newest. */
const FEW = 5;

interface PollCardProps {
  readonly poll: PollAnswer;
  readonly isBusy: boolean;
  readonly turn: (poll: PollAnswer) => void;
}

function PollCard({ poll, isBusy, turn }: PollCardProps) {
  const { numbers } = usePage().formats;
  const { question, open, anonymous, respondents } = poll;
  return (
    <li class="talk-item">
      <h3 class="talk-title">{question}</h3>
      <p class="talk-facts">
        <span class={open ? 'pill pill-open' : 'pill'}>
          <span class="pill-dot" aria-hidden="true" />
          {open ? texts.open : texts.closed}
        </span>
        <span class="soft">{texts.respondents(numbers.count(respondents))}</span>
        {anonymous && <span class="soft">{texts.anonymous}</span>}
        <button
          type="button"
          class="small-button at-end"
          disabled={isBusy}
          aria-label={open ? texts.closeOf(question) : texts.openAgainOf(question)}
          onClick={() => turn(poll)}
        >
          {open ? texts.close : texts.openAgain}
        </button>
      </p>
      <PollResults poll={poll} />
    </li>
  );
}

/** The polls with their results, and a way to make another. */
export function PollsPanel({ store }: { store: PollsStore }) {
  const act = useAct();
  const isMaking = useSignal(false);
  const isWhole = useSignal(false);
  const maker = useRef<HTMLButtonElement>(null);
  const stop = () => {
    isMaking.value = false;
    maker.current?.focus();
  };
  const polls = store.polls.value ?? [];
  // Open ones first: they are what there is to do.
  const ordered = [...polls.filter(({ open }) => open), ...polls.filter(({ open }) => !open)];
  const shown = isWhole.value ? ordered : ordered.slice(0, FEW);
  const turn = (poll: PollAnswer) =>
    void act.run(() => (poll.open ? store.close(poll.poll) : store.openAgain(poll)));
  return (
    <Panel
      title={texts.title}
      tools={
        <button
          ref={maker}
          type="button"
          class="small-button"
          aria-expanded={isMaking.value}
          onClick={() => {
            isMaking.value = !isMaking.value;
          }}
        >
          {texts.make}
        </button>
      }
      problem={store.problem.value}
      failed={act.problem.value}
    >
      {isMaking.value && (
        <NewPollForm
          isBusy={act.isBusy.value}
          cancel={stop}
          open={(poll) =>
            void act
              .run(() => store.open(poll))
              .then((worked) => {
                if (worked) stop();
              })
          }
        />
      )}
      {polls.length === 0 && !isMaking.value && <p class="quiet">{texts.empty}</p>}
      <ul class="talk-list">
        {shown.map((poll) => (
          <PollCard key={poll.poll} poll={poll} isBusy={act.isBusy.value} turn={turn} />
        ))}
      </ul>
      {shown.length < ordered.length && (
        <button
          type="button"
          class="quiet-button"
          onClick={() => {
            isWhole.value = true;
          }}
        >
          {texts.older}
        </button>
      )}
    </Panel>
  );
}
