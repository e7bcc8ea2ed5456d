import { texts } from '../texts.ts';

export interface Names {
  /** The country's name; codes that are none are shown as they came. */
  country(code: string): string;
  action(action: string): string;
  kind(kind: string): string;
}

function known(names: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(names, key) ? (names[key] ?? key) : key;
}

export function createNames(locale: string): Names {
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  return {
    country(code) {
      if (code === 'unknown') return texts.breakdown.unknownCountry;
      if (code === 'other') return texts.breakdown.otherCountries;
      return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
    },
    action: (action) => known(texts.actions, action),
    kind: (kind) => known(texts.kind, kind),
  };
}
