import { z } from 'zod';
import type { Actor } from '../live/changes.ts';
import { countryOf, UNKNOWN_COUNTRY } from '../protocol/country.ts';
import { Id } from '../protocol/ids.ts';

const Label = z
  .string()
  .max(256)
  .overwrite((text) => text.toWellFormed());

/** What a token must and may claim. Wrong types are refused, not repaired. */
export const ClaimsSchema = z.object({
  sub: Id,
  org: Id,
  event: Id.optional(),
  role: z.enum(['attendee', 'moderator', 'operator', 'admin']),
  name: Label.optional(),
  email: Label.optional(),
  country: z.string().optional(),
  apiKey: z.string().optional(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
});

/** RFC 7519 says seconds, but some issuers write milliseconds; seconds that large would be the year 5138. */
const MS_FROM = 1e11;

/** Who a token speaks for. */
export interface Claims extends Actor {
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** Undefined when the token does not say. */
  readonly country: string | undefined;
  /** Seconds since the epoch, wall clock. */
  readonly expiresAt: number;
  /** Id of the API key that the token was given for: it reaches what the key does, and only as long as that is there. */
  readonly apiKey?: string | undefined;
}

export function toClaims(payload: z.infer<typeof ClaimsSchema>): Claims {
  const { sub, org, event, role, name, email, country, apiKey, exp, iat } = payload;
  const known = countryOf(country);
  return {
    attendee: sub,
    org,
    event,
    role,
    name,
    email,
    country: known === UNKNOWN_COUNTRY ? undefined : known,
    expiresAt: exp,
    apiKey,
    issuedAt: iat === undefined ? undefined : Math.floor(iat < MS_FROM ? iat * 1000 : iat),
  };
}

/** Who does what a token's owner does. */
export function actorOf({ attendee, org, event, role, issuedAt }: Claims): Actor {
  return { attendee, org, event, role, issuedAt };
}
