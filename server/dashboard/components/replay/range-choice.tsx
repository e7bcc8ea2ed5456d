import { useSignal } from '@preact/signals';
import { instantOf, localText } from '../../format/zoned.ts';
import type { Span } from '../../rest/rest-client.ts';
import { writeRange } from '../../store/history/history-ask.ts';
import type { ReplayStore } from '../../store/replay/replay-store.ts';
import { replayTexts } from '../../texts/replay.ts';
import { texts } from '../../texts.ts';
import { usePage } from '../page-context.ts';
import { TimeField } from '../time-field.tsx';

const own = replayTexts.range;

/** Which part of it is replayed; it stands in the address. */
export function RangeChoice({ store, span }: { store: ReplayStore; span: Span }) {
  const { page, formats } = usePage();
  const { zone } = formats.times;
  const written = useSignal<{ readonly from?: string; readonly to?: string }>({});
  const isWrong = useSignal(false);
  const from = written.value.from ?? localText(zone, span.from);
  const to = written.value.to ?? localText(zone, span.to);

  async function submit(submitted: Event): Promise<void> {
    submitted.preventDefault();
    const first = instantOf(zone, from);
    const last = instantOf(zone, to);
    const isRange = first !== null && last !== null && first < last;
    const chosen = isRange ? store.within({ from: first, to: last }) : null;
    isWrong.value = chosen === null;
    if (chosen === null) return;
    page.note({ ...store.place, query: writeRange(chosen) });
    await store.choose(chosen);
    written.value = {};
  }

  return (
    <details class="replay-range">
      <summary>{own.open}</summary>
      <form class="own-range" aria-label={own.label} noValidate onSubmit={(event) => void submit(event)}>
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
        <button
          type="button"
          class="small-button"
          onClick={() => {
            page.note({ ...store.place, query: {} });
            written.value = {};
            void store.showWhole();
          }}
        >
          {own.whole}
        </button>
        <span class="soft small">{texts.zone.times(zone)}</span>
        {isWrong.value && (
          <span class="field-wrong" role="alert">
            {own.wrong}
          </span>
        )}
      </form>
    </details>
  );
}
