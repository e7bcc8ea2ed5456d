import { SignJWT } from 'jose';
import { Hs256, TokenHeaders } from '../gateway/hs256.ts';

const ROLE = 'node';
const LIFETIME_SECONDS = 120;
/** Nobody's token may be good for longer, clocks a little apart included. */
const LONGEST_SECONDS = 300;

/** Tokens by which nodes of one cluster know each other: signed with the common secret, for a moment, and good for nothing else. */
export class NodeTokens {
  readonly #secrets: readonly string[];
  readonly #hs256: Hs256;

  /** The first signs, all verify. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
    this.#hs256 = new Hs256(secrets, new TokenHeaders());
  }

  /** @throws Error when there is no secret. */
  sign(): Promise<string> {
    const [secret] = this.#secrets;
    if (secret === undefined) throw new Error('nodes know each other by JWT_SECRET');
    return new SignJWT({ role: ROLE })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + LIFETIME_SECONDS)
      .sign(new TextEncoder().encode(secret));
  }

  isGood(token: string): boolean {
    const payload = this.#hs256.verify(token);
    if (payload?.role !== ROLE || typeof payload.exp !== 'number') return false;
    const left = payload.exp - Date.now() / 1000;
    return left > 0 && left <= LONGEST_SECONDS;
  }
}
