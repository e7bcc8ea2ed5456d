import { z } from '@hono/zod-openapi';
import type { OrganizationWish } from '../live/changes.ts';
import {
  DEFAULT_TIME_ZONE,
  isPseudonymous,
  retentionOf,
  timeZoneOf,
  UNLIMITED,
} from '../live/inheritance.ts';
import { plainOrganizationDetails } from '../live/plain.ts';
import type { OrganizationState } from '../live/registry.ts';
import { Id } from '../protocol/ids.ts';
import { columnsOf } from './csv.ts';
import { MetadataOfReported, TimeZone } from './parameters.ts';

const RetentionSchema = z.strictObject({
  days: z.number().int().min(1).max(36_500).nullable(),
  scope: z.enum(['personal', 'chat', 'everything']).default('personal'),
  keepAggregates: z.boolean().default(true),
});

/** Body of `PUT /v1/organizations/{id}`; null: as the parent has it. */
export const OrganizationBody = z.strictObject({
  name: z.string().min(1).max(512).optional(),
  parentId: Id.nullish().openapi({ description: 'At creation only; null for a root' }),
  timeZone: TimeZone.nullish(),
  retention: RetentionSchema.nullish().openapi({ description: 'For admins; stays as it is when absent' }),
  pseudonymous: z.boolean().nullish().openapi({ description: 'For admins; stays as it is when absent' }),
  metadata: MetadataOfReported.optional().openapi({
    description: '`reportEmails`: as of an event, for all that name none themselves',
  }),
});

export const OrganizationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    parentId: z.string().nullable(),
    timeZone: z.string().nullable(),
    retention: RetentionSchema.nullable(),
    pseudonymous: z.boolean().nullable(),
    metadata: z.record(z.string(), z.unknown()),
    effective: z
      .object({ timeZone: z.string(), retention: RetentionSchema, pseudonymous: z.boolean() })
      .openapi({ description: 'What holds: its own, else that of the nearest parent which says something' }),
    version: z.number().int().min(1),
  })
  .openapi('Organization');

export const ORGANIZATION_COLUMNS = columnsOf(OrganizationSchema);

export function organizationDetails(id: string, body: z.infer<typeof OrganizationBody>): OrganizationWish {
  const { name = id, timeZone = null, retention, pseudonymous, metadata = {} } = body;
  return {
    ...{ name, timeZone, metadata },
    ...(retention === undefined ? {} : { retention }),
    ...(pseudonymous === undefined ? {} : { pseudonymous }),
  };
}

export function organizationObject(organization: OrganizationState) {
  const { row, parent } = organization;
  return {
    id: row.id,
    parentId: parent?.row.id ?? null,
    ...row.details,
    effective: {
      timeZone: timeZoneOf(organization),
      retention: retentionOf(organization),
      pseudonymous: isPseudonymous(organization),
    },
    version: row.version,
  };
}

/** One that a valid token names exists, though nothing has been done in it yet. */
export function untouchedOrganization(id: string): ReturnType<typeof organizationObject> {
  const effective = { timeZone: DEFAULT_TIME_ZONE, retention: UNLIMITED, pseudonymous: false };
  return { id, parentId: null, ...plainOrganizationDetails(id), effective, version: 1 };
}
