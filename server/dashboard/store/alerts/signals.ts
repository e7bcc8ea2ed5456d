import type { TokenStorage } from '../../sign-in/token-link.ts';

/** How an alert makes itself known besides the banner. */
export const SIGNALS = ['sound', 'notification'] as const;
export type SignalName = (typeof SIGNALS)[number];

const key = (name: SignalName) => `headcount.alerts.${name}`;

/** What the reader chose on this device; nothing of it until then. */
export class AlertSignals {
  readonly #storage: Pick<TokenStorage, 'getItem' | 'setItem'>;

  constructor(storage: Pick<TokenStorage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
  }

  isOn(name: SignalName): boolean {
    return this.#storage.getItem(key(name)) === 'on';
  }

  set(name: SignalName, isOn: boolean): void {
    this.#storage.setItem(key(name), isOn ? 'on' : 'off');
  }
}
