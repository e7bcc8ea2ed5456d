import type { Context } from 'hono';
import type { ApiEnv } from '../../api/context.ts';
import type { Claims } from '../../gateway/claims.ts';
import type { Live } from '../../live/live.ts';
import type { EventState, SessionState } from '../../live/registry.ts';
import { findEvent, findSession } from '../numbers.ts';
import { Refusal } from './refusals.ts';

/** An event by its URL, which is our short code; one without is found by number or id. */
function eventByUrl(live: Live, { org }: Claims, url: string): EventState | undefined {
  const own = live.registry.organization(org);
  const coded = own && live.registry.eventByShortCode(own, url);
  return coded !== undefined && live.registry.reaches({ org }, coded) ? coded : findEvent(live, { org }, url);
}

/** @throws Refusal for an event that there is not in the organization, or that the key is not for. */
function reachable({ registry }: Live, claims: Claims, event: EventState | undefined): EventState {
  if (event === undefined) throw new Refusal('eventNotFound');
  if (!registry.reaches(claims, event)) throw new Refusal('notEventHost');
  return event;
}

/** The event that a request names, in its path or by `eventId` (number or id) or `eventUrl`; undefined where it names none. */
function namedEvent(c: Context<ApiEnv>, live: Live): EventState | undefined {
  const claims = c.get('claims');
  const { eventId, eventUrl } = c.req.query();
  const urls = [c.req.param('eventUrl'), eventUrl].filter((url) => url !== undefined);
  const named = urls.map((url) => eventByUrl(live, claims, url));
  if (eventId !== undefined) named.push(findEvent(live, { org: claims.org }, eventId));
  const events = new Set(named.map((event) => reachable(live, claims, event)));
  if (events.size > 1) throw new Refusal('malformed', 'The request names more than one event.');
  return [...events][0];
}

/** The one event that can be meant when none is named: the key's, or the only one of the organization. @throws Refusal */
function onlyEvent(live: Live, claims: Claims): EventState {
  const { registry } = live;
  const own = registry.organization(claims.org);
  if (claims.event !== undefined) return reachable(live, claims, own && registry.event(own, claims.event));
  const [only, second] = own === undefined ? [] : registry.eventsUnder(own);
  if (only === undefined || second !== undefined)
    throw new Refusal('malformed', 'eventId or eventUrl must say which event is meant.');
  return only;
}

/** @throws Refusal for an event out of reach, and where none is named and there is not exactly one. */
export function eventOf(c: Context<ApiEnv>, live: Live): EventState {
  return namedEvent(c, live) ?? onlyEvent(live, c.get('claims'));
}

/** The session in the path, by number or id. @throws Refusal */
export function sessionOf(c: Context<ApiEnv>, live: Live): SessionState {
  const claims = c.get('claims');
  const event = namedEvent(c, live);
  const session = findSession(live, { org: claims.org }, c.req.param('sessionId') ?? '');
  if (session === undefined || (event !== undefined && session.event !== event))
    throw new Refusal('sessionNotFound');
  reachable(live, claims, session.event);
  return session;
}
