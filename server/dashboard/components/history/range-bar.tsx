import { useSignal } from '@preact/signals';
import { instantOf, localText } from '../../format/zoned.ts';
import type { HistoryStore } from '../../store/history/history-store.ts';
import { PRESETS, type Preset, stepsFor } from '../../store/history/range.ts';
import { historyTexts } from '../../texts/history.ts';
import { usePage } from '../page-context.ts';
import { SelectField } from '../select-field.tsx';
import { TimeField } from '../time-field.tsx';
import { ZoneField } from '../zone-field.tsx';

const own = historyTexts.range;

function Presets({ store }: { store: HistoryStore }) {
  const chosen = store.ask.value.range;
  const offered = PRESETS.filter((preset) => preset !== 'whole' || store.facts.value?.whole);
  return (
    <fieldset class="switch">
      <legend class="unseen">{own.label}</legend>
      {offered.map((preset: Preset) => (
        <label key={preset} class="switch-choice">
          <input
            type="radio"
            name="range"
            checked={chosen === preset}
            onClick={() => void store.choose({ range: preset })}
          />
          <span>{own.presets[preset]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** From and to by hand, in the zone that the page reads times in. */
function OwnRange({ store }: { store: HistoryStore }) {
  const zone = store.zone.value;
  const span = store.answer.value?.a ?? store.span();
  const written = useSignal<{ readonly from?: string; readonly to?: string }>({});
  const tried = useSignal(false);
  const from = written.value.from ?? localText(zone, span.from);
  const to = written.value.to ?? localText(zone, span.to);

  function submit(event: Event): void {
    event.preventDefault();
    const range = { from: instantOf(zone, from), to: instantOf(zone, to) };
    tried.value = range.from === null || range.to === null || range.from >= range.to;
    if (range.from === null || range.to === null || range.from >= range.to) return;
    written.value = {};
    void store.choose({ range: { from: range.from, to: range.to } });
  }

  return (
    <form class="own-range" onSubmit={submit} noValidate>
      <TimeField
        label={own.from}
        value={from}
        change={(text) => {
          written.value = { ...written.value, from: text };
        }}
      />
      <TimeField
        label={own.to}
        value={to}
        change={(text) => {
          written.value = { ...written.value, to: text };
        }}
      />
      <button type="submit" class="small-button">
        {own.show}
      </button>
      {tried.value && (
        <span class="field-wrong" role="alert">
          {own.wrong}
        </span>
      )}
    </form>
  );
}

/** In whose zone times are read and written, where it is not the same. */
export function ClockField({ store }: { store: HistoryStore }) {
  const { page } = usePage();
  const own = store.facts.value?.zone;
  const { reader } = page.zones;
  if (!own || own === reader) return null;
  return (
    <ZoneField
      own={own}
      reader={reader}
      clock={store.clock.value}
      change={(clock) => void store.choose({ clock })}
    />
  );
}

export function StepField({ store }: { store: HistoryStore }) {
  const span = store.answer.value?.a;
  if (!span) return null;
  const steps = stepsFor(span);
  const texts = historyTexts.steps;
  return (
    <SelectField
      label={texts.label}
      value={store.ask.value.step ?? ''}
      options={[
        { value: '', label: texts.auto },
        ...steps.map((step) => ({ value: step, label: texts[step] })),
      ]}
      change={(value) => void store.choose({ step: steps.find((step) => step === value) ?? null })}
    />
  );
}

/** Which range is looked at. */
export function RangeBar({ store }: { store: HistoryStore }) {
  return (
    <div class="range-bar">
      <Presets store={store} />
      <OwnRange key={store.zone.value} store={store} />
    </div>
  );
}
