import { type ReadonlySignal, signal } from '@preact/signals';
import type { TokenStorage } from '../sign-in/token-link.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'headcount.theme';

export interface ThemePorts {
  readonly storage: Pick<TokenStorage, 'getItem' | 'setItem'>;
  /** Makes the page look so; `auto` follows the system. */
  readonly apply: (theme: Theme) => void;
}

/** Dark or light, as the reader chose on this device. */
export class ThemeStore {
  readonly #ports: ThemePorts;
  readonly #theme = signal<Theme>('auto');

  constructor(ports: ThemePorts) {
    this.#ports = ports;
    const kept = ports.storage.getItem(KEY);
    this.#set(THEMES.find((theme) => theme === kept) ?? 'auto');
  }

  get theme(): ReadonlySignal<Theme> {
    return this.#theme;
  }

  next(): void {
    const theme = THEMES[(THEMES.indexOf(this.#theme.value) + 1) % THEMES.length] ?? 'auto';
    this.#ports.storage.setItem(KEY, theme);
    this.#set(theme);
  }

  #set(theme: Theme): void {
    this.#theme.value = theme;
    this.#ports.apply(theme);
  }
}
