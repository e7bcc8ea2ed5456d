import { type Finding, ok, problem, warning } from './finding.ts';

/** RFC 8725, 3.5: human-memorizable passwords must not be keys of a MAC. Half of what 32 random bytes have. */
const BITS = 128;

/**
 * Bits of a secret, guessed from above: how often each character comes in it, times its length. A repeated or typed text has few, random ones
 * of 32 bytes have more than 128 in hexadecimal as well as in base64.
 */
export function guessBits(secret: string): number {
  const counts = new Map<string, number>();
  for (const character of secret) counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = [...secret].length;
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  const period = periodOf(secret);
  return bits * Math.min(total, period);
}

/** Length of what the text repeats; its own length when it repeats nothing. */
function periodOf(text: string): number {
  return (text + text).indexOf(text, 1);
}

const WORDS = /secret|password|passw0rd|change.?me|example|headcount|qwerty|12345/i;

/** `secrets` undefined: one is made and kept in the data folder; `mode`: rights of its file, null without one. */
export function judgeSecrets(secrets: readonly string[] | undefined, mode: number | null): Finding[] {
  if (secrets === undefined) return [judgeOwn(mode)];
  return secrets.map((secret, index) => {
    const subject = secrets.length === 1 ? 'JWT_SECRET' : `JWT_SECRET, ${index === 0 ? 'new' : 'old'}`;
    const bits = Math.floor(guessBits(secret));
    const advice = 'take 32 random bytes: openssl rand -base64 32';
    if (bits < BITS) return problem(subject, `at most ${bits} bits: it can be guessed`, advice);
    if (WORDS.test(secret)) return warning(subject, 'has a word in it that is guessed first', advice);
    return ok(subject, 'looks random');
  });
}

function judgeOwn(mode: number | null): Finding {
  if (mode === null) return ok('secret', 'none yet: made in DATA_DIR at the first start');
  const rights = (mode & 0o777).toString(8).padStart(4, '0');
  return (mode & 0o077) === 0
    ? ok('secret', `in DATA_DIR, mode ${rights}`)
    : problem(
        'secret',
        `in DATA_DIR, mode ${rights}: others may read it`,
        'chmod 600 its file, then make a new one',
      );
}
