import { createHmac } from 'node:crypto';

/** What stands before the base64 of a secret. */
export const SECRET_PREFIX = 'whsec_';

export interface Signed {
  /** `webhook-id`: the same for every attempt. */
  readonly id: string;
  /** When this attempt is made, ms. */
  readonly at: number;
  /** As it is sent, to the byte. */
  readonly body: string;
}

/**
 * The headers of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. One signature for each secret, so that a receiver
 * may still know only the old one while it is being replaced.
 */
export function signedHeaders(
  { id, at, body }: Signed,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`);
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(
    secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret,
    'base64',
  );
}
