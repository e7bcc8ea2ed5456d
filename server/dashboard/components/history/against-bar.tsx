import type { Scope } from '../../../protocol/client-messages.ts';
import { instantOf, localText } from '../../format/zoned.ts';
import type { HistoryStore } from '../../store/history/history-store.ts';
import { historyTexts } from '../../texts/history.ts';
import { type Option, SelectField } from '../select-field.tsx';
import { TimeField } from '../time-field.tsx';
import { ClockField, StepField } from './range-bar.tsx';

const own = historyTexts.against;
const WEEK_MS = 7 * 86_400_000;

function Begins({ store }: { store: HistoryStore }) {
  const { against } = store.ask.value;
  if (against.kind !== 'other') return null;
  const zone = store.zone.value;
  const change = (text: string) => {
    const from = instantOf(zone, text);
    if (from !== null) void store.choose({ against: { ...against, from } });
  };
  return <TimeField label={own.begins} value={localText(zone, against.from)} change={change} />;
}

/** What the range is compared with: other times of the same, or another session or event from its own beginning on. */
export function AgainstBar({ store }: { store: HistoryStore }) {
  const others = store.others.value;
  const { against } = store.ask.value;
  const { from } = store.span();
  const scope = store.place.scope;
  const choices: Option[] = [
    { value: 'none', label: own.none },
    { value: 'before', label: own.before },
    { value: scope, label: own.week },
    ...others.map((other) => ({ value: other.scope, label: other.title })),
  ];
  const isKnown = against.kind !== 'other' || choices.some(({ value }) => value === against.scope);
  if (against.kind === 'other' && !isKnown) choices.push({ value: against.scope, label: against.scope });

  function choose(value: string): void {
    if (value === 'none' || value === 'before') void store.choose({ against: { kind: value } });
    else {
      const begin = value === scope ? from - WEEK_MS : others.find((other) => other.scope === value)?.from;
      void store.choose({ against: { kind: 'other', scope: value as Scope, from: begin ?? from } });
    }
  }

  return (
    <div class="range-bar">
      <SelectField
        label={own.label}
        value={against.kind === 'other' ? against.scope : against.kind}
        options={choices}
        change={choose}
      />
      <Begins store={store} />
      <StepField store={store} />
      <ClockField store={store} />
    </div>
  );
}
