import { z } from '@hono/zod-openapi';
import { ANNOUNCEMENT_TYPES, STAGE_TYPES } from '../../live/announcements.ts';
import type { WebhookEndpoint } from '../../live/endpoints.ts';
import { organizationByKey } from '../../live/organization-by-key.ts';
import type { Registry } from '../../live/registry.ts';
import { Id } from '../../protocol/ids.ts';
import { iso, isoOrNull } from '../../protocol/iso-time.ts';
import { IsoTime } from '../answers.ts';
import { Time } from '../parameters.ts';

const Types = z
  .array(z.enum(ANNOUNCEMENT_TYPES))
  .min(1)
  .max(ANNOUNCEMENT_TYPES.length)
  .transform((types) => [...new Set(types)])
  .openapi({ description: 'Of what it is told; null: of everything' });

/** What may be said of a webhook. Where nothing is said in a PUT, it is as in a new one. */
export const WebhookBody = z.strictObject({
  url: z.string().min(1).max(2048),
  types: Types.nullish(),
  description: z.string().trim().max(256).optional(),
  active: z.boolean().optional(),
  expiresAt: Time.nullish(),
});

export const NewWebhookBody = WebhookBody.extend({
  organization: Id.optional(),
  event: Id.optional(),
});

export const WebhookPatch = WebhookBody.partial();

export const WebhookSchema = z
  .object({
    id: z.string(),
    organization: z.string(),
    event: z.string().nullable(),
    url: z.string(),
    types: z.array(z.enum([...ANNOUNCEMENT_TYPES, ...STAGE_TYPES, 'webhook.test'])).nullable(),
    description: z.string(),
    active: z.boolean(),
    disabled: z.enum(['gone', 'failing']).nullable().openapi({
      description: 'Why it is not active although nobody put it so: it answered 410, or nothing came through',
    }),
    expiresAt: IsoTime.nullable(),
    flavour: z.enum(['standard', 'sequel']),
    previousSecretUntil: IsoTime.nullable().openapi({
      description: 'Until then the secret before signs, too',
    }),
    createdAt: IsoTime,
    createdBy: z.string(),
  })
  .openapi('Webhook');

export const NewWebhookSchema = WebhookSchema.extend({
  secret: z.string().openapi({ description: 'What it signs with, shown this once' }),
}).openapi('NewWebhook');

export const CountedWebhookSchema = WebhookSchema.extend({
  deliveries: z.object({
    pending: z.number().int(),
    delivered: z.number().int(),
    exhausted: z.number().int(),
    dropped: z.number().int(),
  }),
}).openapi('CountedWebhook');

export function webhookObject(registry: Registry, endpoint: WebhookEndpoint): z.infer<typeof WebhookSchema> {
  const { id, organization, event, details, disabled, previous, createdAt, createdBy } = endpoint;
  const { url, types, description, active, expiresAt, flavour } = details;
  return {
    ...{ id, organization: organizationByKey(registry, organization)?.row.id ?? '' },
    event: event === null ? null : (registry.byKey(event)?.row.id ?? null),
    ...{ url, types: types && [...types], description, active, disabled },
    ...{ expiresAt: isoOrNull(expiresAt), flavour: flavour.kind },
    previousSecretUntil: isoOrNull(previous?.until ?? null),
    ...{ createdAt: iso(createdAt), createdBy },
  };
}
