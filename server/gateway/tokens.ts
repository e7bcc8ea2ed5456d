import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { type Claims, ClaimsSchema, toClaims } from './claims.ts';
import { Hs256, TokenHeaders } from './hs256.ts';

export interface TokenOptions {
  /** Empty: HS256 is not accepted, and no tokens can be signed. The first one signs. */
  readonly secrets: readonly string[];
  readonly jwksUrl?: string | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
}

/** Claims of a token to sign; `event`, `name`, `email`, `country` where given; `apiKey`: see `Claims`. */
export interface NewToken {
  readonly sub: string;
  readonly org: string;
  readonly role: string;
  readonly event?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly country?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly expiresInSeconds: number;
}

const JWKS_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
/** Clocks of issuers may be ahead this far, seconds. Expiry has no leeway. */
export const NOT_BEFORE_LEEWAY_SECONDS = 60;

/** Verifies and signs tokens. Which algorithms count is decided by the configuration, never by the token (RFC 8725). */
export class Tokens {
  readonly #options: TokenOptions;
  readonly #keys: JWTVerifyGetKey | undefined;
  readonly #headers = new TokenHeaders();
  readonly #hs256: Hs256;

  constructor(options: TokenOptions) {
    this.#options = options;
    this.#hs256 = new Hs256(options.secrets, this.#headers);
    this.#keys = options.jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(options.jwksUrl));
  }

  get canSign(): boolean {
    return this.#options.secrets.length > 0;
  }

  /** The claims, at once for HS256, as a promise for a key set; undefined when the token is not good. */
  verify(token: string): Claims | undefined | Promise<Claims | undefined> {
    const algorithm = this.#headers.algorithmOf(token);
    if (algorithm === 'HS256') return this.#accept(this.#hs256.verify(token));
    if (this.#keys === undefined || algorithm === undefined || !JWKS_ALGORITHMS.includes(algorithm))
      return undefined;
    return this.#verifyByKeySet(token, this.#keys);
  }

  /** @throws Error when no secret is configured. */
  sign({ expiresInSeconds, ...claims }: NewToken): Promise<string> {
    const [secret] = this.#options.secrets;
    if (secret === undefined) throw new Error('tokens can be signed only with JWT_SECRET');
    const { issuer, audience } = this.#options;
    const token = new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds);
    if (issuer !== undefined) token.setIssuer(issuer);
    if (audience !== undefined) token.setAudience(audience);
    return token.sign(new TextEncoder().encode(secret));
  }

  async #verifyByKeySet(token: string, keys: JWTVerifyGetKey): Promise<Claims | undefined> {
    try {
      // The expiry is checked again, without the leeway.
      const options = { algorithms: JWKS_ALGORITHMS, clockTolerance: NOT_BEFORE_LEEWAY_SECONDS };
      const { payload } = await jwtVerify(token, keys, options);
      return this.#accept(payload);
    } catch {
      return undefined;
    }
  }

  #accept(payload: Record<string, unknown> | undefined): Claims | undefined {
    const { issuer, audience } = this.#options;
    if (payload === undefined || (issuer !== undefined && payload.iss !== issuer)) return undefined;
    if (audience !== undefined && ![payload.aud].flat().includes(audience)) return undefined;
    const parsed = ClaimsSchema.safeParse(payload);
    if (!parsed.success) return undefined;
    const now = Date.now() / 1000;
    if (parsed.data.exp <= now || (parsed.data.nbf ?? 0) > now + NOT_BEFORE_LEEWAY_SECONDS) return undefined;
    return toClaims(parsed.data);
  }
}
