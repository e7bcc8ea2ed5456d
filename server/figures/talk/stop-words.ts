export const STOP_WORD_LIST = { name: 'stopword', version: '3.1.5' } as const;

/** Whether a word of a language, folded, says nothing by itself. */
export type IsStopWord = (folded: string, language: string) => boolean;

/** Our codes (ISO 639-1) and the package's names (ISO 639-3) of its lists. */
const LISTS: ReadonlyMap<string, string> = new Map(
  [
    'af afr, ar ara, bg bul, bn ben, br bre, ca cat, cs ces, da dan, de deu, el ell, en eng, eo epo, es spa, et est',
    'eu eus, fa fas, fi fin, fr fra, ga gle, gl glg, gu guj, he heb, hi hin, hr hrv, hu hun, hy hye, id ind, it ita',
    'ja jpn, ko kor, lt lit, lv lav, mr mar, ms msa, my mya, nl nld, no nob, pl pol, pt por, ro ron, ru rus, sk slk',
    'sl slv, so som, sv swe, sw swa, th tha, tl tgl, tr tur, uk ukr, ur urd, vi vie, yo yor, zh zho, zu zul',
  ]
    .flatMap((line) => line.split(', '))
    .map((pair) => pair.split(' ') as [string, string]),
);

/** Languages (ISO 639-1) that there is a list for. */
export const STOP_WORD_LANGUAGES: readonly string[] = [...LISTS.keys()];

/** What the English list lacks: it has no apostrophes, and keeps what negates. */
const ENGLISH =
  'no not nor don doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn ain mustn re ve ll'.split(
    ' ',
  );

let loading: Promise<IsStopWord> | undefined;

function wordsOf(lists: unknown, language: string): readonly string[] {
  const name = LISTS.get(language);
  if (name === undefined) return [];
  const words = (lists as Readonly<Record<string, readonly string[]>>)[name];
  if (words === undefined) throw new Error(`there are no stop words called ${name}`);
  return words;
}

async function load(fold: (word: string) => string): Promise<IsStopWord> {
  const lists: unknown = await import('stopword');
  const sets = new Map<string, ReadonlySet<string>>();
  const setOf = (language: string) => {
    const known = sets.get(language);
    if (known !== undefined) return known;
    const words = wordsOf(lists, language);
    const set = new Set([...words, ...(language === 'en' ? ENGLISH : [])].map(fold));
    sets.set(language, set);
    return set;
  };
  return (word, language) => setOf(language).has(word);
}

/** Read when it is first wanted; `fold` is how words are made alike. */
export function loadStopWords(fold: (word: string) => string): Promise<IsStopWord> {
  loading ??= load(fold);
  return loading;
}
