import type { DeliveryOutcome } from '../../../server/live/changes.ts';
import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor } from './fields.ts';

/** Words stand in a row by their places here, which are for ever. */
const RESULTS = ['delivered', 'failed', 'exhausted'] as const;

const encodeOutcome = ({ endpoint, sequence, attempt, result, nextAt }: DeliveryOutcome) =>
  [endpoint, sequence, attempt, RESULTS.indexOf(result), nextAt] as const;

function decodeOutcome([endpoint, sequence, attempt, result, nextAt]: ReturnType<
  typeof encodeOutcome
>): DeliveryOutcome {
  return { endpoint, sequence, attempt, result: RESULTS[result] ?? 'failed', nextAt: nextAt ?? null };
}

/** Where organizations want to be told of what happens, and what came of it. */
export const WEBHOOK_CODECS = {
  putWebhook: codec('putWebhook', {
    code: 29,
    encode: ({ actor, id, secret, organization, event, details, ifMatch }) => [
      encodeActor(actor),
      id,
      secret,
      organization,
      event,
      details,
      ifMatch,
    ],
    decode: ([actor, id, secret, organization, event, details, ifMatch]) => ({
      actor: decodeActor(actor),
      id,
      secret,
      organization: organization ?? undefined,
      event: event ?? undefined,
      details,
      ifMatch: ifMatch ?? undefined,
    }),
  }),
  deleteWebhook: codec('deleteWebhook', {
    code: 30,
    encode: ({ actor, id, ifMatch }) => [encodeActor(actor), id, ifMatch],
    decode: ([actor, id, ifMatch]) => ({ actor: decodeActor(actor), id, ifMatch: ifMatch ?? undefined }),
  }),
  rotateWebhook: codec('rotateWebhook', {
    code: 31,
    // To expire never (0) is another wish than to leave the end as it is (null).
    encode: ({ actor, id, secret, keepMs, expiresAt }) => [
      encodeActor(actor),
      id,
      secret,
      keepMs,
      expiresAt === null ? 0 : expiresAt,
    ],
    decode: ([actor, id, secret, keepMs, expiresAt]) => ({
      actor: decodeActor(actor),
      id,
      secret,
      keepMs,
      expiresAt: expiresAt === 0 ? null : (expiresAt ?? undefined),
    }),
  }),
  disableWebhook: codec('disableWebhook', {
    code: 32,
    encode: ({ id, reason }) => [id, reason],
    decode: ([id, reason]) => ({ id, reason }),
  }),
  announce: codec('announce', {
    code: 33,
    encode: ({ actor, id, type, event, session, subject, value, endpoint }) => [
      encodeActor(actor),
      id,
      type,
      event,
      session,
      subject,
      value,
      endpoint,
    ],
    decode: ([actor, id, type, event, session, subject, value, endpoint]) => ({
      actor: decodeActor(actor),
      id,
      type,
      event: event ?? undefined,
      session: session ?? undefined,
      subject: subject ?? null,
      value: value ?? null,
      endpoint: endpoint ?? undefined,
    }),
  }),
  deliveries: codec('deliveries', {
    code: 34,
    encode: ({ outcomes }) => [outcomes.map(encodeOutcome)],
    decode: ([outcomes]) => ({ outcomes: outcomes.map(decodeOutcome) }),
  }),
  redeliver: codec('redeliver', {
    code: 35,
    encode: ({ actor, id, sequence }) => [encodeActor(actor), id, sequence],
    decode: ([actor, id, sequence]) => ({ actor: decodeActor(actor), id, sequence }),
  }),
} satisfies Partial<Codecs>;
