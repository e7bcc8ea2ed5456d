import type { Context, Hono } from 'hono';
import { actorOf, requireRole } from '../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { ApiError, badParameter } from '../../api/problem.ts';
import { write } from '../../api/write.ts';
import { DAY_MS } from '../../durations.ts';
import type { EndpointDetails, WebhookEndpoint } from '../../live/endpoints.ts';
import { reachesEndpoint } from '../../live/webhooks.ts';
import { newId } from '../../new-id.ts';
import { iso } from '../../protocol/iso-time.ts';
import { newSecret } from '../../webhooks/new-secret.ts';
import { readBody } from './parameters.ts';
import { reachCompany, reachSequelEvent } from './reach.ts';
import { SUBSCRIBED } from './subscriptions/event-types.ts';
import { EditBody, RegisterBody, RenewBody, readOptionalBody } from './subscriptions/subscription-bodies.ts';

/** Participants a request where nobody said how many. */
const DEFAULT_BATCH = 100;
const PATH = '/api/integrations/webhooks';

type SubscriptionContext = Context<ApiEnv, '/:webHookSubscriptionId'>;

/** An endpoint that was made here, and how the vendor shows it. */
interface Subscription {
  readonly endpoint: WebhookEndpoint;
  readonly flavour: EndpointDetails['flavour'] & { readonly kind: 'sequel' };
}

/**
 * S21: the five operations on web hook subscriptions, for admins. One that expires ends without a word; it can be renewed for as
 * long as it is kept, a month.
 */
export function serveSubscriptions(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.post(PATH, (c) => register(c, parts));
  app.post(`${PATH}/renew/:webHookSubscriptionId`, (c) => renew(c, parts));
  app.get(`${PATH}/:webHookSubscriptionId`, (c) => c.json(subscriptionObject(parts, reach(c, parts))));
  app.put(`${PATH}/:webHookSubscriptionId`, (c) => edit(c, parts));
  app.delete(`${PATH}/:webHookSubscriptionId`, (c) => unregister(c, parts));
}

async function register(c: Context<ApiEnv>, parts: ApiParts): Promise<Response> {
  const claims = c.get('claims');
  requireRole(claims, 'admin');
  const { eventType, subscriptionInfo } = await readBody(c, RegisterBody);
  const { companyId, eventId, endpoint: url, subscriptionLengthInDays } = subscriptionInfo;
  const organization = reachCompany(parts, claims, companyId).row.id;
  const event = eventId == null ? undefined : reachSequelEvent(parts, claims, eventId).row.id;
  const { batchSize = DEFAULT_BATCH } = subscriptionInfo;
  const [id, secret] = [newId(), newSecret()];
  const expiresAt = parts.pipeline.now() + subscriptionLengthInDays * DAY_MS;
  const details: EndpointDetails = {
    ...{ url: allowedUrl(parts, url), description: '', types: typesOf(eventType), active: true, expiresAt },
    flavour: { kind: 'sequel', eventType, batchSize },
  };
  const put = { kind: 'putWebhook', actor: actorOf(claims), id, secret } as const;
  await write(parts.pipeline, { ...put, organization, event, details, ifMatch: 'none' });
  return c.json({ webHookSubscriptionId: id, clientSecret: secret, expiresOn: iso(expiresAt) }, 201);
}

async function edit(c: SubscriptionContext, parts: ApiParts): Promise<Response> {
  const { endpoint } = reach(c, parts);
  const { subscriptionInfo } = await readBody(c, EditBody);
  const { endpoint: url = endpoint.details.url, extendSubscriptionByDays: days } = subscriptionInfo;
  const { expiresAt } = endpoint.details;
  const details: EndpointDetails = {
    ...endpoint.details,
    url: allowedUrl(parts, url),
    expiresAt: expiresAt === null ? null : expiresAt + days * DAY_MS,
    active: true,
  };
  await putAgain(c, parts, { ...endpoint, details });
  return c.json(subscriptionObject(parts, reach(c, parts)));
}

/** The secret before is invalid from now on. */
async function renew(c: SubscriptionContext, parts: ApiParts): Promise<Response> {
  const { endpoint } = reach(c, parts);
  const { id } = endpoint;
  const { subscriptionInfo } = await readOptionalBody(c, RenewBody);
  const expiresAt = parts.pipeline.now() + subscriptionInfo.subscriptionLengthInDays * DAY_MS;
  const secret = newSecret();
  const actor = actorOf(c.get('claims'));
  await write(parts.pipeline, { kind: 'rotateWebhook', actor, id, secret, keepMs: 0, expiresAt });
  // What the sender had given up is worth another try.
  const { endpoint: now } = reach(c, parts);
  if (!now.details.active) await putAgain(c, parts, { ...now, details: { ...now.details, active: true } });
  return c.json({ webHookSubscriptionId: id, clientSecret: secret, expiresOn: iso(expiresAt) });
}

async function unregister(c: SubscriptionContext, parts: ApiParts): Promise<Response> {
  const { endpoint } = reach(c, parts);
  await write(parts.pipeline, {
    kind: 'deleteWebhook',
    actor: actorOf(c.get('claims')),
    id: endpoint.id,
  });
  return c.json({ webHookSubscriptionId: endpoint.id });
}

async function putAgain(
  c: SubscriptionContext,
  { pipeline }: ApiParts,
  { id, secret, details }: WebhookEndpoint,
): Promise<void> {
  await write(pipeline, { kind: 'putWebhook', actor: actorOf(c.get('claims')), id, secret, details });
}

/** @throws ApiError 404 for what the token does not see, and for what is no subscription. */
function reach(c: SubscriptionContext, { live }: ApiParts): Subscription {
  const claims = c.get('claims');
  requireRole(claims, 'admin');
  const endpoint = live.endpoints.find(c.req.param('webHookSubscriptionId'));
  const flavour = endpoint?.details.flavour;
  const isTheirs = endpoint !== undefined && reachesEndpoint(live.registry, claims, endpoint);
  if (!isTheirs || flavour?.kind !== 'sequel') throw new ApiError('not_found', 'Subscription not found');
  return { endpoint, flavour };
}

function typesOf(eventType: string): EndpointDetails['types'] {
  const type = SUBSCRIBED[eventType];
  return type === undefined ? [] : [type];
}

function allowedUrl({ refuseUrl }: ApiParts, url: string): string {
  const refused = refuseUrl(url);
  if (refused !== null) throw badParameter('subscriptionInfo.endpoint', refused);
  return url;
}

function subscriptionObject({ live }: ApiParts, { endpoint, flavour }: Subscription) {
  const { id, organization, event, details } = endpoint;
  const idOf = (key: number | null) => (key === null ? null : (live.registry.byKey(key)?.row.id ?? null));
  return {
    webHookSubscriptionId: id,
    subscriptionInfo: {
      eventType: flavour.eventType,
      companyId: idOf(organization),
      eventId: idOf(event),
      endpoint: details.url,
      expiresOn: details.expiresAt === null ? null : iso(details.expiresAt),
    },
  };
}
