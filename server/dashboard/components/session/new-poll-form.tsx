import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { PollAnswer } from '../../rest/session-rest.ts';
import type { NewPoll } from '../../store/session/polls-store.ts';
import { sessionTexts } from '../../texts/session.ts';
import { Check } from '../field.tsx';
import { usePage } from '../page-context.ts';
import { LONGEST_TEXT, TalkForm } from './talk-form.tsx';

const { polls: texts } = sessionTexts;
const TYPES = ['single', 'multiple', 'text'] as const;
const MAX_OPTIONS = 50;

interface OptionsProps {
  readonly options: readonly string[];
  readonly change: (options: readonly string[]) => void;
}

function Options({ options, change }: OptionsProps) {
  const { numbers } = usePage().formats;
  return (
    <div class="field option-fields">
      {options.map((option, index) => (
        <input
          key={index}
          type="text"
          value={option}
          maxLength={LONGEST_TEXT}
          aria-label={texts.option(numbers.count(index + 1))}
          placeholder={texts.option(numbers.count(index + 1))}
          onInput={({ currentTarget }) => change(options.with(index, currentTarget.value))}
        />
      ))}
      {options.length < MAX_OPTIONS && (
        <button type="button" class="quiet-button" onClick={() => change([...options, ''])}>
          {texts.addOption}
        </button>
      )}
    </div>
  );
}

function TypeSwitch({
  type,
  change,
}: {
  type: PollAnswer['type'];
  change: (type: PollAnswer['type']) => void;
}) {
  const name = useId();
  return (
    <fieldset class="switch">
      <legend class="unseen">{texts.type}</legend>
      {TYPES.map((each) => (
        <label key={each} class="switch-choice">
          <input type="radio" name={name} checked={type === each} onChange={() => change(each)} />
          <span>{texts.types[each]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Why a poll cannot be opened as it is; null when it can. */
function problemOf({ question, type, options }: NewPoll): string | null {
  if (question === '') return texts.questionMissing;
  return type !== 'text' && options.length < 2 ? texts.optionsMissing : null;
}

export interface NewPollFormProps {
  readonly isBusy: boolean;
  readonly open: (poll: NewPoll) => void;
  readonly cancel: () => void;
}

/** Where a moderator writes a poll. */
export function NewPollForm({ isBusy, open, cancel }: NewPollFormProps) {
  const question = useSignal('');
  const type = useSignal<PollAnswer['type']>('single');
  const options = useSignal<readonly string[]>(['', '']);
  const anonymous = useSignal(false);
  const wrong = useSignal<string | null>(null);

  function send(): void {
    const written = options.value.map((option) => option.trim()).filter((option) => option !== '');
    const poll: NewPoll = {
      question: question.value.trim(),
      type: type.value,
      options: type.value === 'text' ? [] : written,
      anonymous: anonymous.value,
    };
    wrong.value = problemOf(poll);
    if (wrong.value === null) open(poll);
  }

  const write = (text: string) => {
    question.value = text;
  };
  return (
    <TalkForm
      label={texts.make}
      first={{ label: texts.question, value: question.value, change: write }}
      wrong={wrong.value}
      buttons={{ send: texts.submit, cancel: texts.cancel }}
      {...{ isBusy, send, cancel }}
    >
      <TypeSwitch
        type={type.value}
        change={(changed) => {
          type.value = changed;
        }}
      />
      {type.value !== 'text' && (
        <Options
          options={options.value}
          change={(changed) => {
            options.value = changed;
          }}
        />
      )}
      <Check
        label={texts.isAnonymous}
        checked={anonymous.value}
        change={(checked) => {
          anonymous.value = checked;
        }}
      />
    </TalkForm>
  );
}
