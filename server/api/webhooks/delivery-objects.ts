import { z } from '@hono/zod-openapi';
import type { MessageRow, StoredAttempt } from '../../../storage/types.ts';
import { ANNOUNCEMENT_TYPES, STAGE_TYPES } from '../../live/announcements.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { Registry } from '../../live/registry.ts';
import { iso, isoOrNull } from '../../protocol/iso-time.ts';
import { IsoTime } from '../answers.ts';

export const DeliveryType = z.enum([...ANNOUNCEMENT_TYPES, ...STAGE_TYPES, 'webhook.test']);

export const DeliveryStatus = z.enum(['pending', 'delivered', 'exhausted', 'dropped']);

export const DeliverySchema = z
  .object({
    id: z.string().openapi({ description: 'The webhook-id of its requests' }),
    sequence: z.number().int(),
    type: DeliveryType,
    at: IsoTime.openapi({ description: 'When it happened' }),
    organization: z.string().nullable(),
    event: z.string().nullable(),
    session: z.string().nullable(),
    subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
    status: DeliveryStatus,
    attempts: z.number().int(),
    queuedAt: IsoTime,
    nextAttemptAt: IsoTime.nullable(),
    finishedAt: IsoTime.nullable(),
  })
  .openapi('Delivery');

const RequestSchema = z.object({
  at: IsoTime,
  tookSeconds: z.number(),
  page: z.number().int(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  status: z.number().int().nullable(),
  failure: z.string().nullable(),
  answer: z.string(),
});

export const DeliveryWithRequestsSchema = DeliverySchema.extend({
  requests: z.array(RequestSchema).openapi({
    description: 'What the node that is asked has sent and got, the latest first; other nodes have their own',
  }),
}).openapi('DeliveryWithRequests');

export function deliveryObject(registry: Registry, row: MessageRow): z.infer<typeof DeliverySchema> {
  const idOf = (key: ScopeKey | null) => (key === null ? null : (registry.byKey(key)?.row.id ?? null));
  const { id, sequence, type, at, organization, event, session, subject, status, attempts } = row;
  return {
    ...{ id, sequence, type, at: iso(at) },
    ...{ organization: idOf(organization), event: idOf(event), session: idOf(session), subject },
    ...{ status, attempts, queuedAt: iso(row.queuedAt) },
    ...{ nextAttemptAt: isoOrNull(row.nextAt), finishedAt: isoOrNull(row.finishedAt) },
  };
}

export function requestObject(attempt: StoredAttempt): z.infer<typeof RequestSchema> {
  const { at, tookMs, page, url, headers, body, status, failure, answer } = attempt;
  return {
    ...{ at: iso(at), tookSeconds: tookMs / 1000, page, url, headers: { ...headers }, body },
    ...{ status, failure, answer },
  };
}
