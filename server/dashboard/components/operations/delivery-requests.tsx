import { useMemo } from 'preact/hooks';
import { createSizes } from '../../format/sizes.ts';
import type { DeliveryWithRequests, RequestAnswer } from '../../rest/webhook-answers.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { usePage } from '../page-context.ts';

const own = operationsTexts.deliveries;

function Body({ title, text }: { title: string; text: string }) {
  if (text === '') return null;
  return (
    <figure class="op-body">
      <figcaption class="soft">{title}</figcaption>
      <pre>{text}</pre>
    </figure>
  );
}

function Attempt({ request }: { request: RequestAnswer }) {
  const { page, formats } = usePage();
  const sizes = useMemo(() => createSizes(formats.locale), [formats]);
  const { at, status, failure, tookSeconds, body, answer } = request;
  return (
    <li>
      <p>
        <strong>{status === null ? (failure ?? own.noAnswer) : own.answered(String(status))}</strong>{' '}
        <span class="soft">
          {own.took(formats.times.moment(Date.parse(at), page.now.peek()), sizes.lag(tookSeconds))}
        </span>
      </p>
      <Body title={own.sent} text={body} />
      <Body title={own.got} text={answer} />
    </li>
  );
}

/** What was sent of a delivery and what was answered, the latest attempt first. */
export function DeliveryRequests({ delivery }: { delivery: DeliveryWithRequests }) {
  const { type, requests } = delivery;
  return (
    <section aria-label={own.requestsOf(type)} data-testid="requests">
      <h4 class="panel-title">{own.requestsOf(type)}</h4>
      {requests.length === 0 && <p class="quiet">{own.noRequests}</p>}
      <ol class="op-requests">
        {requests.map((request) => (
          <Attempt key={request.at} request={request} />
        ))}
      </ol>
    </section>
  );
}
