import { useId } from 'preact/hooks';
import { texts } from '../texts.ts';

const own = texts.curve.lines;

export interface LinesSwitchProps {
  readonly isByMode: boolean;
  readonly change: (isByMode: boolean) => void;
}

/** One line of all, or one for each mode. */
export function LinesSwitch({ isByMode, change }: LinesSwitchProps) {
  const name = useId();
  return (
    <fieldset class="switch">
      <legend class="unseen">{own.label}</legend>
      {(['all', 'byMode'] as const).map((lines) => (
        <label key={lines} class="switch-choice">
          <input
            type="radio"
            name={name}
            checked={isByMode === (lines === 'byMode')}
            onChange={() => change(lines === 'byMode')}
          />
          <span>{own[lines]}</span>
        </label>
      ))}
    </fieldset>
  );
}
