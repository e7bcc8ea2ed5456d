import { createHash } from 'node:crypto';
import type { RegistrationRow } from '../../../../storage/types.ts';
import { actorOf } from '../../../api/auth.ts';
import type { ApiParts } from '../../../api/context.ts';
import { refusePersonal } from '../../../api/personal-fields.ts';
import { ApiError } from '../../../api/problem.ts';
import type { Claims } from '../../../gateway/claims.ts';
import type { EventState } from '../../../live/registry.ts';
import { Id } from '../../../protocol/ids.ts';

/** Their registrants have no ids: ours is the address in small letters, or of an address that is no id, its hash. */
function idOfEmail(email: string): string {
  const id = Id.safeParse(email.toLowerCase());
  return id.success ? id.data : `email:${createHash('sha256').update(email.toLowerCase()).digest('hex')}`;
}

/** More with one address are not looked for. */
const MOST = 100;

/** Registrations for the event of people with an address. */
export async function registeredBy(
  { live, history }: Pick<ApiParts, 'live' | 'history'>,
  { row, organization }: EventState,
  email: string,
): Promise<RegistrationRow[]> {
  const { registry } = live;
  const organizations = [...registry.organizationsUnder(registry.root(organization))].map(
    (one) => one.row.key,
  );
  const of = { kind: 'event', key: row.key } as const;
  const people = await history.attendeeList({ organizations, of, email, limit: MOST });
  const registrations = await Promise.all(
    people.map(({ id: attendee }) =>
      history.registration({ tenant: row.tenant, scope: row.key, kind: 'registration', attendee }),
    ),
  );
  return registrations.filter((one) => one !== null);
}

interface Wanted {
  readonly name: string;
  readonly email: string;
  /** Of the registration. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Gives the id of a registrant: of who is registered for the event by that address, else the address. The person gets the name
 * and address and keeps what else is known. Whom another organization has named keeps these, too.
 */
export async function nameRegistrant(
  parts: ApiParts,
  { claims, event }: { readonly claims: Claims; readonly event: EventState },
  { name, email, metadata }: Wanted,
): Promise<string> {
  const { live, pipeline, history } = parts;
  if (claims.event !== undefined)
    throw new ApiError('not_allowed', 'people belong to a company, and the token to an event');
  refusePersonal(live, claims.org, { name, email, metadata });
  const [registered] = await registeredBy(parts, event, email);
  const id = registered?.attendee ?? live.storedId(claims.org, idOfEmail(email));
  const known = await history.attendee({ tenant: event.row.tenant, id });
  if (known?.name === name && known.email === email) return id;
  const { phone = null, country = null } = known ?? {};
  const { firstName = null, lastName = null } = known?.name === name ? known : {};
  const details = { name, firstName, lastName, email, phone, country, metadata: known?.metadata ?? {} };
  const keep = { type: 'attendee', id, details } as const;
  const refused = await pipeline.write({ kind: 'keep', actor: actorOf(claims), keep });
  if (refused !== null && refused !== 'id_taken') throw new ApiError(refused);
  return id;
}
