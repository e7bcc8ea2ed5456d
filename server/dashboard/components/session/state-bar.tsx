import { useSignal } from '@preact/signals';
import type { SessionAction, SessionStateAnswer } from '../../rest/session-rest.ts';
import type { StateStore } from '../../store/session/state-store.ts';
import { sessionTexts } from '../../texts/session.ts';
import { problemText } from '../../texts.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useAct } from './use-act.ts';

const { state: texts } = sessionTexts;

function describe({ live, ended }: SessionStateAnswer): { look: string; text: string } {
  if (live) return { look: 'open', text: texts.live };
  if (ended) return { look: 'closed', text: texts.ended };
  return { look: 'closed', text: texts.waiting };
}

function possible({ live, replay }: SessionStateAnswer): SessionAction[] {
  return [live ? 'end' : 'goLive', replay ? 'replayOff' : 'replayOn'];
}

/** Whether the session is live, and what a moderator can do about it. */
export function StateBar({ store }: { store: StateStore }) {
  const act = useAct();
  const isEnding = useSignal(false);
  const state = store.state.value;
  const problem = store.problem.value;
  if (!state) {
    const missing = problem?.status === 404;
    const trouble = problem && !missing ? problemText(problem.code) : null;
    return (
      <section class="panel state-bar" aria-label={texts.title}>
        <p class="soft">{trouble ?? (missing ? texts.missing : texts.unknown)}</p>
      </section>
    );
  }
  const { look, text } = describe(state);
  const run = (action: SessionAction) => void act.run(() => store.act(action));
  return (
    <section class="panel state-bar" aria-label={texts.title}>
      <p class="state-words" role="status">
        <span class={`pill pill-${look}`}>
          <span class="pill-dot" aria-hidden="true" />
          {text}
        </span>
        {state.replay && <span class="pill">{texts.replayOn}</span>}
      </p>
      {act.problem.value !== null && (
        <p class="quiet-problem" role="alert">
          {sessionTexts.problems.action} {act.problem.value}
        </p>
      )}
      <div class="state-buttons">
        {possible(state).map((action) => (
          <button
            key={action}
            type="button"
            class={action === 'end' ? 'small-button danger' : 'small-button'}
            disabled={act.isBusy.value}
            onClick={() => {
              if (action === 'end') isEnding.value = true;
              else run(action);
            }}
          >
            {texts.actions[action]}
          </button>
        ))}
      </div>
      {isEnding.value && (
        <ConfirmDialog
          title={texts.endTitle}
          text={texts.endText}
          action={texts.actions.end}
          cancel={() => {
            isEnding.value = false;
          }}
          confirm={() => {
            isEnding.value = false;
            run('end');
          }}
        />
      )}
    </section>
  );
}
