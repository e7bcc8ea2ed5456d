import { RestError } from '../rest/rest-client.ts';
import { NotMade, type OrderState } from '../store/report-order.ts';
import { problemText, texts } from '../texts.ts';
import { usePage } from './page-context.ts';

const own = texts.smartSessions;

function problemOf(error: unknown): string {
  if (error instanceof NotMade) return error.message;
  return problemText(error instanceof RestError ? error.code : String(error));
}

/** How far a report is that somebody wants. */
export function OrderProgress({ state }: { readonly state: OrderState }) {
  const { numbers } = usePage().formats;
  switch (state.kind) {
    case 'idle':
      return null;
    case 'waiting':
      return <p role="status">{own.waiting}</p>;
    case 'making':
      return (
        <p role="status">
          {own.making(numbers.share(state.progress))} <progress value={state.progress} />
        </p>
      );
    case 'ready':
      return (
        <p role="status">
          {own.ready} <a href={state.url}>{own.again}</a>
        </p>
      );
    case 'failed':
      return (
        <p class="field-wrong" role="alert">
          {own.failed(problemOf(state.error))}
        </p>
      );
    default:
      return state satisfies never;
  }
}
