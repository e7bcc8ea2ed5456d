import { type ReadonlySignal, signal } from '@preact/signals';
import type { AlertMessage } from '../../../protocol/server-messages.ts';

/** So many are shown at most; of more, the oldest go. */
const MAX_SHOWN = 20;

/** The alerts that came while the page was open and that the reader has not put away, the latest first. */
export class AlertInbox {
  readonly #shown = signal<readonly AlertMessage[]>([]);
  #unheard: AlertMessage | null = null;

  get shown(): ReadonlySignal<readonly AlertMessage[]> {
    return this.#shown;
  }

  /** The same alert may come over several subscriptions. What somebody has acknowledged is nobody's business any more. */
  take(alert: AlertMessage): void {
    const known = this.#shown.value.find((one) => one.alert === alert.alert);
    if (alert.acknowledgedAt !== null) {
      this.putAway(alert.alert);
      return;
    }
    if (known?.state === alert.state) return;
    const isPeak = alert.kind === 'peak';
    // Its beginning was put away, or was before the page.
    if (known === undefined && alert.state === 'cleared' && !isPeak) return;
    // An end without a beginning that can still be seen would be a second one.
    if (known?.state === 'cleared') return;
    if (known === undefined) this.#unheard = alert;
    const others = this.#shown.value.filter((one) => one !== known);
    this.#shown.value = [alert, ...others].slice(0, MAX_SHOWN);
  }

  /** The latest that was raised since this was last asked. */
  takeUnheard(): AlertMessage | null {
    const unheard = this.#unheard;
    this.#unheard = null;
    return unheard;
  }

  putAway(id: string): void {
    this.#shown.value = this.#shown.value.filter(({ alert }) => alert !== id);
  }

  putAllAway(): void {
    this.#shown.value = [];
  }
}
