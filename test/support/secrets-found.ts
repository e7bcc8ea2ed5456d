import { SECRET } from './tokens.ts';

/** What tokens, API keys and webhook secrets look like, and the secret of the servers that tests start. */
const SECRETS = [/\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/, /\bhc_[0-9a-f]{12}_[\w-]{20,}/, /\bwhsec_[\w+/-]{16,}/];

/** The lines of a log in which something stands that nobody may read there. */
export function linesWithSecrets(logged: readonly string[], others: readonly string[] = []): string[] {
  const texts = [SECRET, ...others];
  return logged.filter(
    (line) => SECRETS.some((secret) => secret.test(line)) || texts.some((text) => line.includes(text)),
  );
}
