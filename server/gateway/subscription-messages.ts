import type { Channel } from '../broadcast/channel.ts';
import type { SubscribeMessage, UnsubscribeMessage } from '../protocol/client-messages.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { formatScope, NO_SCOPE, parseScope } from '../protocol/ids.ts';
import { refuseScope } from './access.ts';
import type { Claims } from './claims.ts';
import type { Subscription } from './connection.ts';
import { errorMessage, type HandlerParts, type Request, refuse, withId } from './requests.ts';

export function subscribe(
  parts: HandlerParts,
  { connection, claims, to }: Request,
  { scope: text, feed = false, id }: SubscribeMessage,
): void {
  const { config, broadcast, live } = parts;
  const scope = parseScope(text);
  if (scope === undefined) {
    refuse(parts, to, errorMessage('invalid_message', id, `scope: ${NO_SCOPE}`));
    return;
  }
  const refusal = refuseScope(live, claims, scope) ?? refuseFeed(claims, scope.kind, feed);
  if (refusal !== null) {
    refuse(parts, to, errorMessage(refusal, id));
    return;
  }
  const name = formatScope(scope);
  const known = connection.subscriptions?.get(name);
  if (known === undefined && (connection.subscriptions?.size ?? 0) >= config.maxSubscriptionsPerConnection) {
    refuse(parts, to, errorMessage('too_many_subscriptions', id));
    return;
  }
  const channel = broadcast.open(claims.org, scope);
  if (known !== undefined) broadcast.close(claims.org, scope);
  const subscription = known ?? subscriptionOf(claims, channel);
  connection.subscriptions ??= new Map();
  connection.subscriptions.set(name, subscription);
  connection.follow(channel.topic);
  if (subscription.alertTopic !== null) connection.follow(subscription.alertTopic);
  if (feed && subscription.feedTopic === null) {
    subscription.feedTopic = channel.feedTopic;
    connection.follow(channel.feedTopic);
  }
  to.answer({ ...channel.snapshot(), ...withId(id) });
}

export function unsubscribe(
  parts: HandlerParts,
  { connection, claims, to }: Request,
  { scope: text, id }: UnsubscribeMessage,
): void {
  const scope = parseScope(text);
  if (scope === undefined) {
    refuse(parts, to, errorMessage('invalid_message', id, `scope: ${NO_SCOPE}`));
    return;
  }
  const name = formatScope(scope);
  const known = connection.subscriptions?.get(name);
  if (known !== undefined) {
    connection.subscriptions?.delete(name);
    connection.unfollow(known.topic);
    if (known.feedTopic !== null) connection.unfollow(known.feedTopic);
    if (known.alertTopic !== null) connection.unfollow(known.alertTopic);
    parts.broadcast.close(claims.org, scope);
  }
  to.answer({ type: 'unsubscribed', scope: name, ...withId(id) });
}

function subscriptionOf({ role }: Claims, { scope, topic, alertTopic }: Channel): Subscription {
  return { scope, topic, feedTopic: null, alertTopic: role === 'attendee' ? null : alertTopic };
}

function refuseFeed(claims: Claims, kind: string, feed: boolean): ErrorCode | null {
  if (!feed) return null;
  if (claims.role === 'attendee') return 'not_allowed';
  return kind === 'session' ? null : 'invalid_message';
}
