import { type Signal, useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { sessionTexts } from '../../texts/session.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

const { people: texts } = sessionTexts;

interface QuestionProps {
  readonly attendee: string;
  readonly kick: (minutes: number) => void;
  readonly cancel: () => void;
}

function Question({ attendee, kick, cancel }: QuestionProps) {
  const id = useId();
  const minutes = useSignal(0);
  return (
    <ConfirmDialog
      title={texts.kickTitle}
      text={texts.kickText(attendee)}
      action={texts.kick}
      confirm={() => kick(minutes.value)}
      cancel={cancel}
    >
      <div class="field">
        <label for={id}>{texts.keepOut}</label>
        <select
          id={id}
          value={minutes.value}
          onChange={({ currentTarget }) => {
            minutes.value = Number(currentTarget.value);
          }}
        >
          {Object.entries(texts.minutes).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </div>
    </ConfirmDialog>
  );
}

export interface KickDialogProps {
  /** Whom it asks about; null: nobody, and there is no dialog. */
  readonly kicked: Signal<string | null>;
  readonly kick: (attendee: string, minutes: number) => void;
}

/** Asks whether somebody is to be put out, and for how long. */
export function KickDialog({ kicked, kick }: KickDialogProps) {
  const attendee = kicked.value;
  if (attendee === null) return null;
  const cancel = () => {
    kicked.value = null;
  };
  return (
    <Question
      attendee={attendee}
      cancel={cancel}
      kick={(minutes) => {
        cancel();
        kick(attendee, minutes);
      }}
    />
  );
}
