import { hash, timingSafeEqual } from 'node:crypto';

const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const MAX_TOKEN_LENGTH = 8192;
const TYPES: ReadonlySet<unknown> = new Set([undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt']);

/** Decoded segments of the token at hand: a buffer for each would be made outside of the heap, and collected from there. */
const decoded = Buffer.alloc(MAX_TOKEN_LENGTH);

function parseSegment(segment: string): Record<string, unknown> | undefined {
  try {
    const length = decoded.write(segment, 'base64url');
    const value: unknown = JSON.parse(decoded.toString('utf8', 0, length));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function readAlgorithm(head: string): string | undefined {
  const header = parseSegment(head);
  if (header === undefined || 'crit' in header || !TYPES.has(header.typ)) return undefined;
  return typeof header.alg === 'string' ? header.alg : undefined;
}

/** Reads the headers of tokens. An issuer gives all of its tokens the same one, so the last is remembered. */
export class TokenHeaders {
  #head = '';
  #algorithm: string | undefined;

  /**
   * The header's algorithm, to choose a verifier that the configuration allows; undefined when it is no JWT at all, or one
   * with `crit` or of another type, which no verifier may accept.
   */
  algorithmOf(token: string): string | undefined {
    if (token.length > MAX_TOKEN_LENGTH) return undefined;
    const head = token.slice(0, Math.max(0, token.indexOf('.')));
    if (head !== this.#head) {
      this.#algorithm = readAlgorithm(head);
      this.#head = head;
    }
    return this.#algorithm;
  }
}

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;

/**
 * HMAC-SHA-256 (RFC 2104) of tokens with one key. Out of one-shot hashes, because an `Hmac` object for each token costs more
 * than its hashes do; and those as strings, because a buffer costs more than its hash does.
 */
class TokenHmac {
  readonly #inner = Buffer.alloc(BLOCK_BYTES + MAX_TOKEN_LENGTH);
  readonly #outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);
  readonly #expected = Buffer.alloc(HASH_BYTES);

  constructor(secret: string) {
    const key = Buffer.from(secret);
    const block = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
    this.#inner.fill(0x36, 0, BLOCK_BYTES);
    this.#outer.fill(0x5c, 0, BLOCK_BYTES);
    for (const [index, byte] of block.entries()) {
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  /** In constant time. */
  matches(signed: string, signature: Buffer): boolean {
    const length = this.#inner.write(signed, BLOCK_BYTES, 'latin1');
    const digest = hash('sha256', this.#inner.subarray(0, BLOCK_BYTES + length), 'binary');
    this.#outer.write(digest, BLOCK_BYTES, 'latin1');
    this.#expected.write(hash('sha256', this.#outer, 'binary'), 'latin1');
    return timingSafeEqual(this.#expected, signature);
  }
}

/**
 * Verifies HS256 tokens synchronously. As RFC 8725 asks: the algorithm is ours and not the token's, `crit` and other token
 * types are refused, key references in the header are never followed, and signatures are compared in constant time.
 */
export class Hs256 {
  readonly #keys: readonly TokenHmac[];
  readonly #headers: TokenHeaders;
  /** One byte more than a signature has, so that a longer one shows. */
  readonly #signature = Buffer.alloc(HASH_BYTES + 1);

  constructor(secrets: readonly string[], headers: TokenHeaders) {
    this.#keys = secrets.map((secret) => new TokenHmac(secret));
    this.#headers = headers;
  }

  /** The payload, or undefined. */
  verify(token: string): Record<string, unknown> | undefined {
    if (this.#headers.algorithmOf(token) !== 'HS256' || !TOKEN.test(token)) return undefined;
    const end = token.lastIndexOf('.');
    if (this.#signature.write(token.slice(end + 1), 'base64url') !== HASH_BYTES) return undefined;
    const signature = this.#signature.subarray(0, HASH_BYTES);
    const signed = token.slice(0, end);
    const isSigned = this.#keys.some((key) => key.matches(signed, signature));
    return isSigned ? parseSegment(signed.slice(signed.indexOf('.') + 1)) : undefined;
  }
}
