export const PROFANITY_LIST = { name: '@2toad/profanity', version: '3.3.0' } as const;

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pt', 'ru', 'zh'];

/** In the list, but also what people calmly say of themselves or of a subject. */
const ALLOWED = ['gay', 'lesbian', 'queer', 'sex'];

/** A word with all letters after the first as asterisks where it is profane in one of the languages. */
export type Mask = (word: string, languages: Iterable<string>) => string;

let loading: Promise<Mask> | undefined;

async function load(): Promise<Mask> {
  const { Profanity } = await import('@2toad/profanity');
  const list = new Profanity({ languages: LANGUAGES, wholeWord: true });
  list.removeWords(ALLOWED);
  return (word, languages) => {
    const known = [...languages].filter((language) => LANGUAGES.includes(language));
    if (known.length === 0 || !list.exists(word, known)) return word;
    const [first = '', ...rest] = word;
    return first + '*'.repeat(rest.length);
  };
}

/** Read when it is first wanted. */
export function loadMask(): Promise<Mask> {
  loading ??= load();
  return loading;
}
