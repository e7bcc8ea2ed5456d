/**
 * The reader's own variety of the page's language (24 h clock or not, order of dates), so that a number is never
 * written by the rules of one language inside sentences of another.
 */
export function pickLocale(preferred: readonly string[], language: string): string {
  const own = preferred.find((locale) => locale.toLowerCase().split('-')[0] === language);
  return own ?? FALLBACK[language] ?? language;
}

/** Where the reader's list has the language not at all: the variety most of the world reads. */
const FALLBACK: Readonly<Record<string, string>> = { en: 'en-GB' };
