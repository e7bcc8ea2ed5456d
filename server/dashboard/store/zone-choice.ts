import { type ReadonlySignal, signal } from '@preact/signals';
import type { TokenStorage } from '../sign-in/token-link.ts';

export const CLOCKS = ['scope', 'reader'] as const;
/** In whose time zone times are read: that of what is shown, or the reader's. */
export type Clock = (typeof CLOCKS)[number];

const KEY = 'headcount.clock';

export interface ZonePorts {
  readonly storage: Pick<TokenStorage, 'getItem' | 'setItem'>;
  /** The reader's time zone, by its IANA name. */
  readonly reader: string;
}

/** Whose time the reader wants, as chosen on this device. */
export class ZoneChoice {
  readonly reader: string;
  readonly #storage: ZonePorts['storage'];
  readonly #chosen;

  constructor({ storage, reader }: ZonePorts) {
    this.reader = reader;
    this.#storage = storage;
    const kept = storage.getItem(KEY);
    this.#chosen = signal<Clock | null>(CLOCKS.find((clock) => clock === kept) ?? null);
  }

  /** Null: nothing was ever chosen. */
  get chosen(): ReadonlySignal<Clock | null> {
    return this.#chosen;
  }

  choose(clock: Clock): void {
    this.#storage.setItem(KEY, clock);
    this.#chosen.value = clock;
  }
}
