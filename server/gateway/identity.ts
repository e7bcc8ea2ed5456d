import type { Live } from '../live/live.ts';
import type { Claims } from './claims.ts';

/**
 * Who a token speaks for, as the server knows them: in a pseudonymous organization without name and e-mail, by the pseudonym.
 * Whoever was erased stays who they are, so that they are refused. Doing it again changes nothing.
 */
export function identify(
  live: Pick<Live, 'isErased' | 'isPseudonymous' | 'storedId'>,
  claims: Claims,
): Claims {
  if (!live.isPseudonymous(claims.org) || live.isErased(claims)) return claims;
  const attendee = live.storedId(claims.org, claims.attendee);
  return { ...claims, attendee, name: undefined, email: undefined };
}
