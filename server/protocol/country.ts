const REGION_NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

export const UNKNOWN_COUNTRY = 'unknown';

/** Two letters give no more than 676 of them. */
const regions = new Map<string, boolean>();

function isRegion(code: string): boolean {
  let known = regions.get(code);
  if (known === undefined) {
    known = REGION_NAMES.of(code) !== undefined;
    regions.set(code, known);
  }
  return known;
}

/** ISO 3166-1 alpha-2 as far as this runtime's locale data knows the code; anything else is `unknown`. */
export function countryOf(text: string | undefined): string {
  const code = text?.toUpperCase();
  return code !== undefined && /^[A-Z]{2}$/.test(code) && isRegion(code) ? code : UNKNOWN_COUNTRY;
}
