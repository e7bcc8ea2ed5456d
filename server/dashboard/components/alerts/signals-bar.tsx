import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { AlertSignals, SIGNALS, type SignalName } from '../../store/alerts/signals.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { playSound } from './sound.ts';

const own = alertTexts.signals;

async function isAllowed(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}

/** How alerts make themselves known on this device. */
export function SignalsBar() {
  const signals = useMemo(() => new AlertSignals(localStorage), []);
  const refused = useSignal(false);
  const on = useSignal(SIGNALS.filter((name) => signals.isOn(name)));
  const set = (name: SignalName, isOn: boolean) => {
    signals.set(name, isOn);
    on.value = SIGNALS.filter((one) => signals.isOn(one));
  };
  const change = async (name: SignalName, isOn: boolean) => {
    set(name, isOn);
    if (!isOn) return;
    if (name === 'sound') playSound();
    else if (!(await isAllowed())) {
      refused.value = true;
      set(name, false);
    }
  };
  return (
    <fieldset class="panel alert-signals">
      <legend class="unseen">{own.label}</legend>
      {SIGNALS.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={on.value.includes(name)}
            onChange={(changed) => void change(name, changed.currentTarget.checked)}
          />
          {own[name]}
        </label>
      ))}
      {refused.value && <span role="status">{own.refused}</span>}
    </fieldset>
  );
}
