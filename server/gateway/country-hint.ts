import { countryOf, UNKNOWN_COUNTRY } from '../protocol/country.ts';

const COUNTRY_HEADERS = ['cf-ipcountry', 'cloudfront-viewer-country', 'x-vercel-ip-country'];

/** The country that the CDN in front of us found; to be asked only where the proxy is trusted. */
export function countryHint(header: (name: string) => string | undefined): string | undefined {
  const value = COUNTRY_HEADERS.map(header).find((found) => found !== undefined && found !== '');
  const country = countryOf(value);
  return country === UNKNOWN_COUNTRY ? undefined : country;
}
