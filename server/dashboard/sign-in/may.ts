import type { ScopeKind } from '../../protocol/client-messages.ts';
import type { Account } from '../store/page.ts';

// What an API key may do, only the server knows: there the doors are shown.

/** Whether somebody may look at lists and at the past: attendees may not. */
export function mayLookBack({ claims }: Pick<Account, 'claims'>): boolean {
  return claims === null || claims.role !== 'attendee';
}

/** Whether somebody may have reports made, and make rules of alerts. */
export function mayOrder({ claims }: Pick<Account, 'claims'>): boolean {
  return claims === null || claims.role === 'operator' || claims.role === 'admin';
}

/** Whether somebody may see how the server fares: known admins alone, it is no place to be turned away from. */
export function mayOperate({ claims }: Pick<Account, 'claims'>): boolean {
  return claims?.role === 'admin';
}

/** Whether somebody may act in a session; a key is nobody who could, since sockets take none. */
export function mayModerate({ claims }: Account): boolean {
  return claims !== null && ['moderator', 'operator', 'admin'].includes(claims.role ?? '');
}

/** Whether somebody may see a past desk played; of a whole organization there is none. */
export function mayReplay(account: Account, kind: ScopeKind): boolean {
  return kind !== 'organization' && mayLookBack(account);
}
