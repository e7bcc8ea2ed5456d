import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { sessionTexts } from '../../texts/session.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

const { people: texts } = sessionTexts;

export interface KickDialogProps {
  readonly attendee: string;
  readonly kick: (minutes: number) => void;
  readonly cancel: () => void;
}

/** Asks whether somebody is to be put out, and for how long. */
export function KickDialog({ attendee, kick, cancel }: KickDialogProps) {
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
