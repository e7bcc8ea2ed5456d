import type { ErrorCode } from '../protocol/error-codes.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { Actor, EraseChange } from './changes.ts';
import { expel } from './expelling.ts';
import { dropDoomedImport } from './importing.ts';
import type { LiveState } from './live-state.ts';
import { takeSalt } from './organizations.ts';
import { isErasedId, pseudonymOf } from './pseudonyms.ts';
import { tombstoneHash } from './tombstones.ts';

/** Somebody becomes nobody: out of every session at once, and what was told of them is a pseudonym's from now on. */
export function erase(state: LiveState, change: EraseChange): ErrorCode | null {
  const { attendee, pseudonym, again } = change;
  const root = state.registry.root(ensureOrganization(state, change.actor.org));
  takeSalt(state, root, change.salt);
  const salt = root.row.salt ?? change.salt;
  // A restored file may have got another salt meanwhile, in which the hash says nothing.
  if (attendee === null && salt !== change.salt) return null;
  const { key: tenant, id: tenantId } = root.row;
  const hash = attendee === null ? (again?.hash ?? '') : tombstoneHash(salt, tenantId, attendee);
  const at = again?.at ?? state.time;
  // Every node that finds the erasure missing says so; what came after the first is a new person's.
  if (again !== undefined && (state.tombstones.erasedAt(tenant, hash) ?? 0) >= at) return null;
  state.tombstones.put({ tenant, hash, at });
  if (attendee !== null) {
    expel(state, { tenant, attendee, scope: tenant, endedBy: 'erased' });
    state.rename(tenant, attendee, pseudonym);
    state.blocks.forget(tenant, attendee);
    state.keys.rename(tenant, attendee, pseudonym);
    state.endpoints.rename(tenant, attendee, pseudonym);
    state.alerts.rename(tenant, attendee, pseudonym);
    state.emit({ kind: 'expelled', tenant, attendee, session: null, organization: tenant, code: 'erased' });
  }
  state.emit({ kind: 'erased', tenant, attendee, pseudonym, hash, at });
  dropDoomedImport(state, tenant);
  return null;
}

/**
 * Whether somebody was erased, by their id or their pseudonym, after their token was issued. Of a token that does not say
 * when, whether they ever were.
 */
export function isErased(
  { registry, tombstones }: LiveState,
  { org, attendee, issuedAt = Number.NEGATIVE_INFINITY }: Pick<Actor, 'org' | 'attendee' | 'issuedAt'>,
): boolean {
  if (isErasedId(attendee)) return true;
  const organization = registry.organization(org);
  if (organization === undefined) return false;
  const { key: tenant, id, salt } = registry.root(organization).row;
  const latest = tombstones.latest(tenant);
  if (salt === null || latest === undefined || issuedAt > latest) return false;
  return [attendee, pseudonymOf(salt, attendee)].some((one) => {
    const erasedAt = tombstones.erasedAt(tenant, tombstoneHash(salt, id, one));
    return erasedAt !== undefined && issuedAt <= erasedAt;
  });
}
