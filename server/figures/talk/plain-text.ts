/** Of fixed length before the sign, so that no text takes long to be searched. */
const E_MAIL = String.raw`[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+`;

/** Web addresses, e-mail addresses and mentions: not words that somebody said. */
const ADDRESSES = new RegExp(
  String.raw`(?:https?://|www\.)[\x21-\x7e]+|${E_MAIL}|@[\p{L}\p{M}\p{Nd}._~:+|/-]+`,
  'giu',
);

/** A text without web addresses, e-mail addresses and mentions. */
export function withoutAddresses(text: string): string {
  return text.replace(ADDRESSES, ' ');
}

const EMOJI = /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*/gu;
const DECORATION = /\ufe0f|\p{Emoji_Modifier}/gu;

/** The emojis of a text, without skin tones and variation selectors; joined ones (ZWJ) are one. */
export function emojisOf(text: string): string[] {
  return [...text.matchAll(EMOJI)].map(([emoji]) => emoji.replace(DECORATION, ''));
}

export function withoutEmojis(text: string): string {
  return text.replace(EMOJI, ' ');
}

/** Which words there are is the same in every locale but for the scripts that need a dictionary, and these have it in each. */
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'word' });

/** The segments of a text that are words, and `null` where a sentence ends. */
export function* segmentsOf(text: string): Generator<string | null> {
  for (const { segment, isWordLike } of SEGMENTER.segment(text)) {
    if (isWordLike) yield segment.replaceAll('\u2019', "'");
    else if (/[.!?;\n\u3002\uff01\uff1f]/.test(segment)) yield null;
  }
}
