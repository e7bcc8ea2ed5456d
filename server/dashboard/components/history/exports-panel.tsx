import { useSignal } from '@preact/signals';
import { localDay } from '../../format/zoned.ts';
import { RestError, type RestPort } from '../../rest/rest-client.ts';
import { mayOrder } from '../../sign-in/may.ts';
import { type Export, exportsOf } from '../../store/history/exports.ts';
import type { HistoryAnswer, HistoryStore } from '../../store/history/history-store.ts';
import type { Account } from '../../store/page.ts';
import { historyTexts } from '../../texts/history.ts';
import { problemText } from '../../texts.ts';
import { OrderProgress } from '../order-progress.tsx';
import { useReportOrder } from '../use-report-order.ts';

const own = historyTexts.exports;

/** The token goes in a header and never into an address, so the file is fetched and then handed to the browser. */
async function download(rest: RestPort, { path, fileName }: Export): Promise<void> {
  const url = URL.createObjectURL(await rest.csv(path));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function CsvButton({ rest, file }: { rest: RestPort; file: Export }) {
  const state = useSignal<'idle' | 'loading' | { readonly problem: string }>('idle');
  const load = () => {
    state.value = 'loading';
    download(rest, file).then(
      () => {
        state.value = 'idle';
      },
      (error: unknown) => {
        state.value = { problem: problemText(error instanceof RestError ? error.code : String(error)) };
      },
    );
  };
  const isLoading = state.value === 'loading';
  return (
    <li>
      <button type="button" class="small-button" disabled={isLoading} onClick={load}>
        {isLoading ? own.loading : own.kinds[file.kind]}
      </button>
      {typeof state.value === 'object' && (
        <span class="field-wrong" role="alert">
          {own.failed(state.value.problem)}
        </span>
      )}
    </li>
  );
}

interface WorkbookProps {
  readonly rest: RestPort;
  readonly event: string;
  /** First and last day, `yyyy-mm-dd`. */
  readonly from: string;
  readonly to: string;
}

/** The report of the days that the range touches. */
function Workbook({ rest, event, from, to }: WorkbookProps) {
  const order = useReportOrder(rest, event);
  const { kind } = order.state.value;
  return (
    <>
      <button
        type="button"
        class="small-button"
        disabled={kind === 'waiting' || kind === 'making'}
        onClick={() => void order.orderOf({ event, from, to })}
      >
        {own.workbook}
      </button>
      <OrderProgress state={order.state.value} />
    </>
  );
}

export interface ExportsPanelProps {
  readonly account: Account;
  readonly store: HistoryStore;
  readonly answer: HistoryAnswer;
}

export function ExportsPanel({ account, store, answer }: ExportsPanelProps) {
  const { parts } = store;
  const zone = store.facts.value?.zone ?? store.zone.value;
  const { from, to } = answer.a;
  return (
    <section class="panel" aria-label={own.title}>
      <h2 class="panel-title">{own.title}</h2>
      <p class="soft small">{own.lead}</p>
      <ul class="exports">
        {exportsOf(parts, answer.a).map((file) => (
          <CsvButton key={file.path} rest={account.rest} file={file} />
        ))}
      </ul>
      {parts.kind === 'event' && mayOrder(account) && (
        <Workbook
          rest={account.rest}
          event={parts.id}
          from={localDay(zone, from)}
          to={localDay(zone, to - 1)}
        />
      )}
    </section>
  );
}
