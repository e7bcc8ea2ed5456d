import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { SeriesAnswer } from '../../rest/answers.ts';
import type { CompareAnswer } from '../../rest/history-answers.ts';
import { askCompare, askSeries, type Side } from '../../rest/history-questions.ts';
import { RestError, type RestPort, type Span } from '../../rest/rest-client.ts';
import { type Route, type ScopeParts, splitScope } from '../../router/route.ts';
import type { ScopePlace } from '../page.ts';
import { TitleStore } from '../title-store.ts';
import type { Clock, ZoneChoice } from '../zone-choice.ts';
import { type HistoryAsk, readAsk, writeAsk } from './history-ask.ts';
import { askOthers, type Other } from './others.ts';
import { before, type Step, spanOfPreset, stepFor, stepsFor } from './range.ts';
import { askFacts, type ScopeFacts } from './scope-facts.ts';

export interface HistoryPorts {
  readonly rest: RestPort;
  /** Server time, ms. */
  readonly now: () => number;
  readonly zones: ZoneChoice;
  /** Keeps what was chosen in the address. */
  readonly note: (route: Route) => void;
}

/** What was asked for, and what came of it. */
export interface HistoryAnswer {
  readonly ask: HistoryAsk;
  readonly a: Side;
  /** What it is compared with: what was chosen, else as long a span before. */
  readonly b: Side;
  readonly step: Step;
  readonly curve: SeriesAnswer;
  /** Null where nothing was chosen to compare with. */
  readonly other: SeriesAnswer | null;
  readonly compared: CompareAnswer;
}

function problemOf(error: unknown): RestError {
  return error instanceof RestError ? error : new RestError(0, 'unreadable', String(error));
}

/** The past of a scope, over whichever range the reader chooses. */
export class HistoryStore {
  readonly place: ScopePlace;
  readonly parts: ScopeParts;
  readonly titles: TitleStore;
  /** In whose zone times are read and written. */
  readonly clock: ReadonlySignal<Clock>;
  /** The zone itself. */
  readonly zone: ReadonlySignal<string>;
  readonly #ports: HistoryPorts;
  readonly #ask;
  readonly #facts = signal<ScopeFacts | null>(null);
  readonly #others = signal<readonly Other[]>([]);
  readonly #answer = signal<HistoryAnswer | null>(null);
  readonly #problem = signal<RestError | null>(null);
  readonly #loading = signal(true);
  #questions = 0;

  constructor(place: ScopePlace, ports: HistoryPorts) {
    this.place = place;
    this.#ports = ports;
    this.parts = splitScope(place.scope) ?? { kind: 'event', id: place.scope };
    this.titles = new TitleStore(place, ports.rest);
    this.#ask = signal(readAsk(place.query ?? {}));
    const { zones } = ports;
    this.clock = computed(() => this.#ask.value.clock ?? zones.chosen.value ?? 'scope');
    this.zone = computed(() =>
      this.clock.value === 'scope' ? (this.#facts.value?.zone ?? zones.reader) : zones.reader,
    );
  }

  get ask(): ReadonlySignal<HistoryAsk> {
    return this.#ask;
  }

  /** Null until they are known. */
  get facts(): ReadonlySignal<ScopeFacts | null> {
    return this.#facts;
  }

  /** Sessions or events that this one can be compared with. */
  get others(): ReadonlySignal<readonly Other[]> {
    return this.#others;
  }

  /** The latest good answer; null until the first. */
  get answer(): ReadonlySignal<HistoryAnswer | null> {
    return this.#answer;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#problem;
  }

  get loading(): ReadonlySignal<boolean> {
    return this.#loading;
  }

  async open(): Promise<void> {
    void this.titles.tick();
    try {
      this.#facts.value = await askFacts(this.#ports.rest, this.parts);
    } catch (error) {
      this.#problem.value = problemOf(error);
      this.#loading.value = false;
      return;
    }
    this.#askOthers(this.#facts.value);
    await this.load();
  }

  /** Without them periods can still be compared. */
  #askOthers(facts: ScopeFacts): void {
    askOthers(this.#ports.rest, this.parts, facts).then(
      (others) => {
        this.#others.value = others;
      },
      () => undefined,
    );
  }

  async choose(change: Partial<HistoryAsk>): Promise<void> {
    // Another range has steps of its own.
    const step = change.range === undefined ? {} : { step: null };
    if (change.clock) this.#ports.zones.choose(change.clock);
    this.#ask.value = { ...this.#ask.value, ...step, ...change };
    const { scope, parent, view } = this.place;
    this.#ports.note({ scope, parent, view, query: writeAsk(this.#ask.value) });
    await this.load();
  }

  /** The span that is chosen now. */
  span(): Span {
    const { range } = this.#ask.value;
    if (typeof range !== 'string') return range;
    const question = {
      zone: this.zone.value,
      now: this.#ports.now(),
      whole: this.#facts.value?.whole ?? null,
    };
    const span = spanOfPreset(range, question) ?? spanOfPreset('today', question);
    return span ?? { from: question.now, to: question.now };
  }

  async load(): Promise<void> {
    const question = ++this.#questions;
    const isCurrent = () => question === this.#questions;
    this.#loading.value = true;
    try {
      const answer = await this.#answerTo(this.#ask.value);
      if (!isCurrent()) return;
      this.#answer.value = answer;
      this.#problem.value = null;
    } catch (error) {
      if (isCurrent()) this.#problem.value = problemOf(error);
    } finally {
      if (isCurrent()) this.#loading.value = false;
    }
  }

  async #answerTo(ask: HistoryAsk): Promise<HistoryAnswer> {
    const { rest } = this.#ports;
    const zone = this.zone.value;
    const a = { scope: this.place.scope, ...this.span() };
    const b = this.#sideB(a, ask);
    const step = ask.step && stepsFor(a).includes(ask.step) ? ask.step : stepFor(a);
    const [curve, other, compared] = await Promise.all([
      askSeries(rest, a, { step, zone }),
      ask.against.kind === 'none' ? null : askSeries(rest, b, { step, zone }),
      askCompare(rest, a, b),
    ]);
    return { ask, a, b, step, curve, other, compared };
  }

  #sideB(a: Side, { against }: HistoryAsk): Side {
    if (against.kind !== 'other') return { scope: a.scope, ...before(a) };
    return { scope: against.scope, from: against.from, to: against.from + (a.to - a.from) };
  }
}
