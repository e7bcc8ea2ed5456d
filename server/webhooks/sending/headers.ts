import type { WebhookEndpoint } from '../../live/endpoints.ts';
import { signedHeaders } from './signature.ts';

const OWN_AGENT = 'headcount-webhooks';
/** Of Sequel's deliveries, verbatim. */
const SEQUEL_AGENT = 'introvoke-web-hook';
const SEQUEL_AUTH = 'x-introvoke-web-hook-auth';

export interface ToSign {
  readonly id: string;
  readonly body: string;
  /** Wall clock, ms. */
  readonly at: number;
  /** Log time, ms: until when an old secret signs, too. */
  readonly logTime: number;
}

/** What is sent with a body; a Sequel subscription has its key as it stands in a header of its own besides. */
export function headersOf(
  { secret, previous, details }: WebhookEndpoint,
  { id, body, at, logTime }: ToSign,
): Readonly<Record<string, string>> {
  const isBoth = previous !== null && logTime < previous.until;
  const secrets = isBoth ? [secret, previous.secret] : [secret];
  const isSequel = details.flavour.kind === 'sequel';
  return {
    'content-type': 'application/json',
    'user-agent': isSequel ? SEQUEL_AGENT : OWN_AGENT,
    ...(isSequel && { [SEQUEL_AUTH]: secret }),
    ...signedHeaders({ id, at, body }, secrets),
  };
}

const SECRET_HEADERS: ReadonlySet<string> = new Set([SEQUEL_AUTH, 'webhook-signature']);

/** As they may be shown. */
export function shownHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.has(name) ? '(secret)' : value]),
  );
}
