import { useSignal } from '@preact/signals';
import type { Span } from '../../rest/rest-client.ts';
import { writeRange } from '../../store/history/history-ask.ts';
import type { ReplayStore } from '../../store/replay/replay-store.ts';
import { replayTexts } from '../../texts/replay.ts';
import { texts } from '../../texts.ts';
import { usePage } from '../page-context.ts';
import { RangeFields, useWrittenRange } from '../range-fields.tsx';

const own = replayTexts.range;

/** Which part of it is replayed; it stands in the address. */
export function RangeChoice({ store, span }: { store: ReplayStore; span: Span }) {
  const { page, formats } = usePage();
  const { zone } = formats.times;
  const range = useWrittenRange(zone, span);
  const isWrong = useSignal(false);

  async function submit(submitted: Event): Promise<void> {
    submitted.preventDefault();
    const asked = range.read();
    const chosen = asked && store.within(asked);
    isWrong.value = chosen === null;
    if (chosen === null) return;
    page.note({ ...store.place, query: writeRange(chosen) });
    await store.choose(chosen);
    range.forget();
  }

  return (
    <details class="replay-range">
      <summary>{own.open}</summary>
      <form class="own-range" aria-label={own.label} noValidate onSubmit={(event) => void submit(event)}>
        <RangeFields range={range} labels={own} />
        <button
          type="button"
          class="small-button"
          onClick={() => {
            page.note({ ...store.place, query: {} });
            range.forget();
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
