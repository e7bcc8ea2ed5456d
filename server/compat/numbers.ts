import type { HistoryRegistrations } from '../../storage/ports/history/registrations.ts';
import type { SliceRow, StoredAttendee } from '../../storage/types.ts';
import type { ApiParts } from '../api/context.ts';
import { ApiError } from '../api/problem.ts';
import { reachAttendee, reachStored } from '../api/reach-attendee.ts';
import type { Claims } from '../gateway/claims.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Live } from '../live/live.ts';
import type { EventState, OrganizationState, SessionState } from '../live/registry.ts';

/**
 * Numbers for ids, as vendors want them: below 2^53 and unique in a tenant for each kind of thing. A canonical decimal below 10^12
 * is its own number; everything else is numbered from 10^12 on, in log order and so alike on every node.
 *
 * A decimal's number goes where its id goes: whoever has the id after a deletion or an erasure has the number. A number that was
 * given is never given again: with what it was given to, it is gone. A person whose id becomes a pseudonym (erasure, retention)
 * has only the given number from then on, and of who was erased not even that is found.
 */
const FIRST_GIVEN = 1e12;

const CANONICAL = /^(0|[1-9]\d{0,15})$/;

/** What stands in a path, where it is a number that something may have. */
function numberIn(text: string): number | undefined {
  const number = CANONICAL.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Key of what was given a number. */
function keyIn(text: string): number | undefined {
  const number = numberIn(text) ?? 0;
  return number > FIRST_GIVEN ? number - FIRST_GIVEN : undefined;
}

/** The number of what has this id, and this key in its table or in the catalogue. */
export function numberOfId(id: string, key: number): number {
  const number = numberIn(id) ?? FIRST_GIVEN;
  return number < FIRST_GIVEN ? number : FIRST_GIVEN + key;
}

/** Of an organization, event or session. */
export function scopeNumber({
  row,
}: {
  readonly row: { readonly id: string; readonly key: ScopeKey };
}): number {
  return numberOfId(row.id, row.key);
}

export function attendeeNumber({ id, key }: Pick<StoredAttendee, 'id' | 'key'>): number {
  return numberOfId(id, key);
}

/** An imported slice has the id that it was imported with. */
export function sliceNumber({ slice, clientId }: Pick<SliceRow, 'slice' | 'clientId'>): number {
  return numberOfId(clientId ?? '', slice);
}

/** In the order of the tickets (ids in a tenant); null for one that no registration has named. */
export async function ticketNumbers(
  history: Pick<HistoryRegistrations, 'ticketKeys'>,
  tenant: ScopeKey,
  tickets: readonly string[],
): Promise<(number | null)[]> {
  const keys = await history.ticketKeys(tickets.map((ticket) => ({ tenant, ticket })));
  return tickets.map((ticket, index) => {
    const key = keys[index] ?? null;
    const number = numberOfId(ticket, key ?? 0);
    return key === null && number === FIRST_GIVEN ? null : number;
  });
}

type Whose = Pick<Claims, 'org' | 'event'>;

/** What has a given number, in any tenant. */
function withNumber(live: Live, text: string) {
  const key = keyIn(text);
  const state = key === undefined ? undefined : live.registry.byKey(key);
  return state !== undefined && String(scopeNumber(state)) === text ? state : undefined;
}

/** An organization by number or id that the token reaches: its own, or one below it. */
export function findOrganization(live: Live, { org }: Whose, text: string): OrganizationState | undefined {
  const { registry } = live;
  const numbered = withNumber(live, text);
  const found = [
    numbered !== undefined && 'children' in numbered ? numbered : undefined,
    registry.organization(text),
  ];
  return found.find((one) => one !== undefined && registry.reachesOrganization(org, one));
}

/** An event by number or id that the token reaches; without `event` in it, as if it were not limited to one. */
export function findEvent(live: Live, whose: Whose, text: string): EventState | undefined {
  const { registry } = live;
  const own = registry.organization(whose.org);
  const numbered = withNumber(live, text);
  const found = [
    numbered !== undefined && 'sessions' in numbered ? numbered : undefined,
    own && registry.event(own, text),
  ];
  return found.find((one) => one !== undefined && registry.reaches(whose, one));
}

/** The same for a session. */
export function findSession(live: Live, whose: Whose, text: string): SessionState | undefined {
  const { registry } = live;
  const own = registry.organization(whose.org);
  const numbered = withNumber(live, text);
  const found = [
    numbered !== undefined && 'presences' in numbered ? numbered : undefined,
    own && registry.session(own, text),
  ];
  return found.find((one) => one !== undefined && registry.reaches(whose, one.event));
}

type Parts = Pick<ApiParts, 'live' | 'history'>;

/** Undefined for `not_found`. */
async function foundOf(
  reaching: Promise<{ readonly row: StoredAttendee }>,
): Promise<StoredAttendee | undefined> {
  try {
    return (await reaching).row;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/**
 * Somebody by number or id whom the token reaches; who was erased is nobody.
 * @throws ApiError `not_allowed` for an attendee's token.
 */
export async function findAttendee(
  parts: Parts,
  claims: Claims,
  text: string,
): Promise<StoredAttendee | undefined> {
  const key = keyIn(text);
  const [named] = key === undefined ? [] : await parts.history.attendees([key]);
  // Of another tenant's person, or one whose id is a number, the number is not this one.
  const numbered = named && (await foundOf(reachStored(parts, claims, named.attendee)));
  if (numbered !== undefined && String(attendeeNumber(numbered)) === text) return numbered;
  return foundOf(reachAttendee(parts, claims, text));
}
