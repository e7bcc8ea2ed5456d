import { createHmac } from 'node:crypto';

/** Only servers of the bench know it, for minutes. */
export const BENCH_SECRET = 'a secret of the bench and of nothing else';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEAD = encode({ alg: 'HS256', typ: 'JWT' });
const HOUR = 3600;

/** An HS256 token of the organization `bench`. */
export function tokenFor(attendee: string, role = 'attendee'): string {
  const exp = Math.floor(Date.now() / 1000) + HOUR;
  const body = encode({
    sub: attendee,
    org: 'bench',
    role,
    name: `Attendee ${attendee}`,
    country: 'DE',
    exp,
  });
  const signature = createHmac('sha256', BENCH_SECRET).update(`${HEAD}.${body}`).digest('base64url');
  return `${HEAD}.${body}.${signature}`;
}
