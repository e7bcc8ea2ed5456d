import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { RestPort } from '../rest/rest-client.ts';
import type { ScopeParts } from '../router/route.ts';
import { askFacts } from './history/scope-facts.ts';
import type { Clock, ZoneChoice } from './zone-choice.ts';

export interface ScopeZoneOptions {
  readonly rest: Pick<RestPort, 'get'>;
  readonly parts: ScopeParts;
  readonly zones: ZoneChoice;
}

/** The time zone in which the figures of a scope are read: the reader's, unless that of the scope was chosen. */
export class ScopeZone {
  readonly reader: string;
  readonly clock: ReadonlySignal<Clock>;
  readonly zone: ReadonlySignal<string>;
  readonly #options: ScopeZoneOptions;
  readonly #own = signal<string | null>(null);
  #asked = false;

  constructor(options: ScopeZoneOptions) {
    const { zones } = options;
    this.#options = options;
    this.reader = zones.reader;
    this.clock = computed(() => zones.chosen.value ?? 'reader');
    this.zone = computed(() =>
      this.clock.value === 'scope' ? (this.#own.value ?? zones.reader) : zones.reader,
    );
  }

  /** That of the scope; null while it is not known, and where the token may not know it. */
  get own(): ReadonlySignal<string | null> {
    return this.#own;
  }

  choose(clock: Clock): void {
    this.#options.zones.choose(clock);
  }

  /** Asks for the scope's zone, once. */
  async tick(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const { rest, parts } = this.#options;
    const facts = await askFacts(rest, parts).catch(() => null);
    this.#own.value = facts?.zone ?? null;
  }
}
