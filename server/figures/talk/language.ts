import { withoutAddresses, withoutEmojis } from './plain-text.ts';

export const DETECTOR = { name: 'eld', version: '2.1.0', data: 'small' } as const;

export interface Language {
  /** ISO 639-1; `und` when the text is too short to tell, `none` when it has no words. */
  readonly code: string;
  /** What it looks like when it cannot be told; the same as the code when it can. */
  readonly guess: string;
}

export type Detect = (text: string) => Language;

let detector: Promise<Detect> | undefined;

/** Reads the detector's data (some 45 MB of heap, a third of a second) when it is first wanted. */
export function loadDetector(): Promise<Detect> {
  detector ??= import('eld/small').then(({ eld }) => {
    return (text) => {
      const words = withoutEmojis(withoutAddresses(text));
      if (!/\p{L}/u.test(words)) return { code: 'none', guess: 'none' };
      const result = eld.detect(words);
      const guess = result.language === '' ? 'und' : result.language;
      return { code: result.isReliable() ? guess : 'und', guess };
    };
  });
  return detector;
}
