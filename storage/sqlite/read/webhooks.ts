import type { EndpointDetails, WebhookEndpoint } from '../../../server/live/endpoints.ts';
import type { ToldOnce } from '../../../server/live/told.ts';
import type { Queryable } from '../database.ts';

interface StoredEndpoint extends Omit<WebhookEndpoint, 'details' | 'previous'> {
  readonly details: string;
  readonly previousSecret: string | null;
  readonly previousUntil: number | null;
}

const ENDPOINTS = `
SELECT id, tenant, organization, event, version, details, disabled, secret, previous_secret AS previousSecret,
  previous_until AS previousUntil, created_at AS createdAt, created_by AS createdBy
FROM webhooks ORDER BY created_at, id`;

export async function readEndpoints(database: Queryable): Promise<WebhookEndpoint[]> {
  const rows = await database.all<StoredEndpoint>(ENDPOINTS);
  return rows.map(({ previousSecret: secret, previousUntil: until, details, ...row }) => ({
    ...row,
    details: JSON.parse(details) as EndpointDetails,
    previous: secret === null || until === null ? null : { secret, until },
  }));
}

export function readTold(database: Queryable): Promise<ToldOnce[]> {
  return database.all<ToldOnce>('SELECT scope, once FROM told ORDER BY scope, once');
}
