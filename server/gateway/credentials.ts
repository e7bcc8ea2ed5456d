import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../live/api-keys.ts';
import { organizationByKey } from '../live/keying.ts';
import type { Live } from '../live/live.ts';
import type { Claims } from './claims.ts';
import { identify } from './identity.ts';
import { hashOfKey, idOfKey, looksLikeKey } from './key-text.ts';
import type { KeyUses } from './key-uses.ts';
import type { Tokens } from './tokens.ts';

export interface CredentialsOptions {
  readonly live: Live;
  readonly tokens: Pick<Tokens, 'verify'>;
  readonly uses: Pick<KeyUses, 'note'>;
  /** Wall clock, ms. */
  readonly wall: () => number;
}

/** What REST takes as Bearer: tokens and API keys. Sockets take tokens only, since a key is nobody who could be present. */
export class Credentials {
  readonly #options: CredentialsOptions;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /**
   * The claims; undefined when it is not good. A key is looked up each time, so that one which is gone is refused at once, and
   * with it the tokens that were given for it.
   */
  verify(bearer: string): Claims | undefined | Promise<Claims | undefined> {
    return looksLikeKey(bearer) ? this.#verifyKey(bearer) : this.#verifyToken(bearer);
  }

  #verifyToken(token: string): Claims | undefined | Promise<Claims | undefined> {
    const { live, tokens } = this.#options;
    const verified = tokens.verify(token);
    const known = (claims: Claims | undefined) => {
      if (claims?.apiKey !== undefined) return this.#claimsOfKey(live.keys.find(claims.apiKey), claims);
      return claims && identify(live, claims);
    };
    return verified instanceof Promise ? verified.then(known) : known(verified);
  }

  #verifyKey(text: string): Claims | undefined {
    const id = idOfKey(text);
    const key = id === undefined ? undefined : this.#options.live.keys.find(id);
    if (key === undefined || !timingSafeEqual(hashOfKey(text), Buffer.from(key.hash, 'hex')))
      return undefined;
    return this.#claimsOfKey(key);
  }

  /** Of a key that still stands, or of a token that was given for it. */
  #claimsOfKey(key: ApiKey | undefined, token?: Claims): Claims | undefined {
    const { live, uses, wall } = this.#options;
    if (key === undefined) return undefined;
    if (key.expiresAt !== null && key.expiresAt <= wall()) return undefined;
    const org = organizationByKey(live.registry, key.organization)?.row.id;
    if (org === undefined || (token !== undefined && token.org !== org)) return undefined;
    uses.note(key);
    const claims = claimsOf(key, org);
    return token === undefined ? claims : { ...claims, expiresAt: token.expiresAt, apiKey: key.id };
  }
}

function claimsOf({ id, role, event, expiresAt }: ApiKey, org: string): Claims {
  return {
    attendee: `key:${id}`,
    org,
    event: event ?? undefined,
    role,
    name: undefined,
    email: undefined,
    country: undefined,
    expiresAt: expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt / 1000,
  };
}
