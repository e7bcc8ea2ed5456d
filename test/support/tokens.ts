import { createHmac } from 'node:crypto';

export const SECRET = 'a-secret-for-tests-of-32-bytes-or-more';

export type Claims = Record<string, unknown>;

export interface Signing {
  readonly secret?: string;
  readonly header?: Record<string, unknown>;
}

export function segment(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

export function inSeconds(seconds: number): number {
  return Date.now() / 1000 + seconds;
}

/** Signs two segments, whatever they say. */
export function signed(head: string, body: string, secret: string = SECRET): string {
  return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
}

/** An HS256 token with any claims and any header, good or bad. A claim of undefined is left out. */
export function mint(claims: Claims = {}, { secret = SECRET, header = {} }: Signing = {}): string {
  const payload = { sub: 'ann', org: 'acme', role: 'attendee', exp: inSeconds(3600), ...claims };
  return signed(segment({ alg: 'HS256', typ: 'JWT', ...header }), segment(payload), secret);
}
