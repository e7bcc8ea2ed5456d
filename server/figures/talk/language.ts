import { Worker } from 'node:worker_threads';
import { withoutAddresses, withoutEmojis } from './plain-text.ts';

export const DETECTOR = { name: 'eld', version: '2.1.0', data: 'small' } as const;

export interface Language {
  /** ISO 639-1; `und` when the text is too short to tell, `none` when it has no words. */
  readonly code: string;
  /** What it looks like when it cannot be told; the same as the code when it can. */
  readonly guess: string;
}

/** The languages of some texts, in their order. */
export type Detect = (texts: readonly string[]) => Promise<Language[]>;

type Found = readonly (readonly [language: string, isSure: boolean])[];

/** After so long without a text the detector's data, some 45 MB, is given back, ms. */
const IDLE_MS = 60_000;

/** The build bundles it beside the server. */
function startWorker(): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  return new Worker(new URL(isSource ? './language-worker.mjs' : './language-worker.js', import.meta.url), {
    execArgv: [],
  });
}

/** Detects in a thread of its own: to read the data takes a third of a second, in which nobody else shall wait. */
class LanguageThread {
  readonly #worker = startWorker();
  readonly #waiting: { resolve: (found: Found) => void; reject: (error: Error) => void }[] = [];
  readonly #onGone: () => void;
  #idle: NodeJS.Timeout | undefined;

  constructor(onGone: () => void) {
    this.#onGone = onGone;
    this.#worker.on('message', (found: Found) => {
      this.#waiting.shift()?.resolve(found);
      if (this.#waiting.length === 0) this.#rest();
    });
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread that detects languages has ended')));
  }

  detect(texts: readonly string[]): Promise<Found> {
    clearTimeout(this.#idle);
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(texts);
    });
  }

  #rest(): void {
    this.#worker.unref();
    this.#idle = setTimeout(() => {
      this.#onGone();
      void this.#worker.terminate();
    }, IDLE_MS).unref();
  }

  #fail(error: Error): void {
    this.#onGone();
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

let thread: LanguageThread | undefined;

function threadNow(): LanguageThread {
  if (thread !== undefined) return thread;
  const started = new LanguageThread(() => {
    if (thread === started) thread = undefined;
  });
  thread = started;
  return started;
}

function languageOf(words: string, [language, isSure]: Found[number]): Language {
  if (!/\p{L}/u.test(words)) return { code: 'none', guess: 'none' };
  const guess = language === '' ? 'und' : language;
  return { code: isSure ? guess : 'und', guess };
}

export const detectLanguages: Detect = async (texts) => {
  const words = texts.map((text) => withoutEmojis(withoutAddresses(text)));
  const found = await threadNow().detect(words);
  return words.map((text, index) => languageOf(text, found[index] ?? ['', false]));
};
