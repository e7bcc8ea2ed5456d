import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../server/webhooks/sending/retry-after.ts';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 7);
const DAY_MS = 86_400_000;

describe('Retry-After', () => {
  it.each([
    ['seconds', '120', 120_000],
    ['no time at all', '0', 0],
    ['blanks around', ' 5 ', 5000],
    ['a year in seconds', '31536000', DAY_MS],
    ['more seconds than numbers have', '9'.repeat(400), DAY_MS],
    ['a date', 'Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['a date of RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['a date of asctime', 'Sun Nov  6 08:49:37 1994', 30_000],
    ['a date that has passed', 'Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ['a date far away', 'Wed, 06 Nov 2994 08:49:37 GMT', DAY_MS],
    ['a date that is none', 'Sun, 99 Nov 1994 08:49:37 GMT', null],
    ['an ISO date', '1994-11-06T08:49:37Z', null],
    ['a negative number', '-5', null],
    ['a decimal', '1.5', null],
    ['hexadecimal', '0x10', null],
    ['words', 'later', null],
    ['nothing', '', null],
  ])('of %s', (_, header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});
