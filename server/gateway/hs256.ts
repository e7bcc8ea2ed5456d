import { createHmac, timingSafeEqual } from 'node:crypto';

const SEGMENT = /^[A-Za-z0-9_-]+$/;
const MAX_TOKEN_LENGTH = 8192;
const TYPES: ReadonlySet<unknown> = new Set([undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt']);

function parseSegment(segment: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The header's algorithm, to choose a verifier that the configuration allows; undefined when it is no JWT at all, or one
 * with `crit` or of another type, which no verifier may accept.
 */
export function algorithmOf(token: string): string | undefined {
  const header = token.length <= MAX_TOKEN_LENGTH ? parseSegment(token.split('.', 1)[0] ?? '') : undefined;
  if (header === undefined || 'crit' in header || !TYPES.has(header.typ)) return undefined;
  return typeof header.alg === 'string' ? header.alg : undefined;
}

/**
 * Verifies an HS256 token synchronously and gives its payload, or undefined. As RFC 8725 asks: the algorithm is ours and not
 * the token's, `crit` and other token types are refused, key references in the header are never followed, and signatures
 * are compared in constant time.
 */
export function verifyHs256(token: string, secrets: readonly string[]): Record<string, unknown> | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return undefined;
  const segments = token.split('.');
  const [head, body, signature] = segments;
  if (segments.length !== 3 || head === undefined || body === undefined || signature === undefined)
    return undefined;
  if (!segments.every((segment) => SEGMENT.test(segment))) return undefined;
  if (algorithmOf(token) !== 'HS256') return undefined;
  const given = Buffer.from(signature, 'base64url');
  const signed = secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest();
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  return signed ? parseSegment(body) : undefined;
}
