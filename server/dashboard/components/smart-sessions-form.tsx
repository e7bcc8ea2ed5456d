import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { RestPort } from '../rest/rest-client.ts';
import type { ReportOrder } from '../store/report-order.ts';
import { texts } from '../texts.ts';
import { OrderProgress } from './order-progress.tsx';
import { useReportOrder } from './use-report-order.ts';

const own = texts.smartSessions;

interface FieldProps {
  readonly label: string;
  readonly type: 'text' | 'date';
  readonly value: string;
  readonly wrong: string | null;
  readonly change: (text: string) => void;
}

function Field({ label, type, value, wrong, change }: FieldProps) {
  const id = useId();
  const common = {
    ...{ id, value, autocomplete: 'off', spellcheck: false },
    ...{ 'aria-invalid': wrong !== null, 'aria-describedby': `${id}-wrong` },
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => change(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'date' ? <input type="date" {...common} /> : <input type="text" {...common} />}
      {wrong !== null && (
        <p id={`${id}-wrong`} class="field-wrong">
          {wrong}
        </p>
      )}
    </div>
  );
}

function Range({ order }: { readonly order: ReportOrder }) {
  const from = useSignal('');
  const to = useSignal('');
  const tried = useSignal(false);
  const isGood = from.value !== '' && to.value !== '' && from.value <= to.value;
  const { kind } = order.state.value;

  function submit(event: Event): void {
    event.preventDefault();
    tried.value = true;
    if (isGood) void order.order({ from: from.value, to: to.value });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field
        {...{ label: own.from, type: 'date', value: from.value, wrong: null }}
        change={(text) => {
          from.value = text;
        }}
      />
      <Field
        {...{ label: own.to, type: 'date', value: to.value }}
        wrong={tried.value && !isGood ? own.rangeWrong : null}
        change={(text) => {
          to.value = text;
        }}
      />
      <button type="submit" class="main-button" disabled={kind === 'waiting' || kind === 'making'}>
        {own.download}
      </button>
    </form>
  );
}

/** A short code, then a range of days, then the workbook. */
export function SmartSessionsForm({ rest }: { readonly rest: RestPort }) {
  const order = useReportOrder(rest);
  const code = useSignal('');
  const tried = useSignal(false);
  const event = order.event.value;
  const missing = tried.value && code.value.trim() === '' ? own.codeMissing : null;

  function find(submitted: Event): void {
    submitted.preventDefault();
    tried.value = true;
    if (code.value.trim() !== '') void order.find(code.value.trim());
  }

  return (
    <section class="sheet" aria-label={own.title}>
      <h2>{own.title}</h2>
      <p class="lead">{own.lead}</p>
      <form onSubmit={find} noValidate>
        <Field
          {...{ label: own.code, type: 'text', value: code.value }}
          wrong={missing ?? (event === undefined ? own.codeUnknown : null)}
          change={(text) => {
            code.value = text;
            order.forget();
          }}
        />
        <button type="submit" class="main-button">
          {own.go}
        </button>
      </form>
      {event && (
        <>
          <h3>{event.title ?? event.id}</h3>
          <Range order={order} />
        </>
      )}
      <OrderProgress state={order.state.value} />
    </section>
  );
}
