import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ParticipantAnswer } from '../../rest/history-answers.ts';
import { askParticipants, type Side } from '../../rest/history-questions.ts';
import { RestError, type RestPort } from '../../rest/rest-client.ts';

export const SORTS = ['engagedMinutes', 'watchSeconds', 'engagement'] as const;
export type Sort = (typeof SORTS)[number];

const ROWS = 25;
/** The server finds no names: what is searched is read, up to this. */
const MAX_SEARCHED = 20_000;
const CHUNK = 1000;

export interface ParticipantsPage {
  readonly rows: readonly ParticipantAnswer[];
  /** Index of the first row, from 0. */
  readonly first: number;
  /** How many there are: all, or all that were found. */
  readonly all: number;
}

interface Known {
  readonly rows: readonly ParticipantAnswer[];
  readonly cursor: string | null;
  readonly all: number;
  readonly complete: boolean;
}

const NOBODY: Known = { rows: [], cursor: null, all: 0, complete: false };

function matches({ name, email, attendee }: ParticipantAnswer, words: string): boolean {
  return `${name ?? ''} ${email ?? ''} ${attendee}`.toLowerCase().includes(words);
}

/** Who was there in a span, the highest first; read page by page as they are looked at. */
export class ParticipantsStore {
  readonly page: ReadonlySignal<ParticipantsPage>;
  readonly #rest: RestPort;
  readonly #side: Side;
  readonly #known = signal<Known>(NOBODY);
  readonly #words = signal('');
  readonly #first = signal(0);
  readonly #sort = signal<Sort>('engagedMinutes');
  readonly #problem = signal<RestError | null>(null);
  readonly #loading = signal(false);
  #reading: Promise<void> = Promise.resolve();
  #version = 0;

  constructor(rest: RestPort, side: Side) {
    this.#rest = rest;
    this.#side = side;
    this.page = computed(() => this.#page());
  }

  get words(): ReadonlySignal<string> {
    return this.#words;
  }

  get sort(): ReadonlySignal<Sort> {
    return this.#sort;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#problem;
  }

  get loading(): ReadonlySignal<boolean> {
    return this.#loading;
  }

  /** More were there than are searched. */
  get isCut(): boolean {
    const { rows, complete } = this.#known.value;
    return this.#words.value !== '' && !complete && rows.length >= MAX_SEARCHED;
  }

  turn(by: 1 | -1): Promise<void> {
    this.#first.value = Math.max(0, this.#first.value + by * ROWS);
    return this.load();
  }

  search(words: string): Promise<void> {
    this.#words.value = words.trim().toLowerCase();
    this.#first.value = 0;
    return this.load();
  }

  order(sort: Sort): Promise<void> {
    this.#sort.value = sort;
    this.#known.value = NOBODY;
    this.#first.value = 0;
    this.#version += 1;
    return this.load();
  }

  get pageLength(): number {
    return ROWS;
  }

  /** Reads what the page that is looked at still lacks. */
  load(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  async #read(): Promise<void> {
    this.#loading.value = true;
    try {
      while (this.#lacks()) await this.#readMore();
      this.#problem.value = null;
    } catch (error) {
      this.#problem.value =
        error instanceof RestError ? error : new RestError(0, 'unreadable', String(error));
    } finally {
      this.#loading.value = false;
    }
  }

  #lacks(): boolean {
    const { rows, complete } = this.#known.value;
    if (complete) return false;
    const wanted = this.#words.value === '' ? this.#first.value + ROWS : MAX_SEARCHED;
    return rows.length < wanted;
  }

  async #readMore(): Promise<void> {
    const { rows, cursor, all } = this.#known.value;
    const version = this.#version;
    const limit = this.#words.value === '' ? 4 * ROWS : CHUNK;
    const question = { side: this.#side, sort: this.#sort.value, limit, cursor };
    const answer = await askParticipants(this.#rest, question);
    // Meanwhile another order was chosen.
    if (version !== this.#version) return;
    this.#known.value = {
      rows: [...rows, ...answer.items],
      cursor: answer.nextCursor,
      all: Math.max(all, answer.totals.attendees),
      complete: answer.nextCursor === null,
    };
  }

  #page(): ParticipantsPage {
    const { rows, all } = this.#known.value;
    const words = this.#words.value;
    const first = this.#first.value;
    const found = words === '' ? rows : rows.filter((row) => matches(row, words));
    return { rows: found.slice(first, first + ROWS), first, all: words === '' ? all : found.length };
  }
}
