import { z } from 'zod';
import type { Actor } from '../live/changes.ts';
import { Id } from '../protocol/ids.ts';

/** ISO 3166-1 alpha-2 as far as this runtime's locale data knows the code; anything else is `unknown`. */
const REGION_NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

export const UNKNOWN_COUNTRY = 'unknown';

/** Two letters give no more than 676 of them. */
const regions = new Map<string, boolean>();

function isRegion(code: string): boolean {
  let known = regions.get(code);
  if (known === undefined) {
    known = REGION_NAMES.of(code) !== undefined;
    regions.set(code, known);
  }
  return known;
}

export function countryOf(text: string | undefined): string {
  const code = text?.toUpperCase();
  return code !== undefined && /^[A-Z]{2}$/.test(code) && isRegion(code) ? code : UNKNOWN_COUNTRY;
}

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
