import { type ReadonlySignal, signal } from '@preact/signals';
import type { Counters } from '../../../protocol/server-messages.ts';
import type { RestError } from '../../rest/rest-client.ts';
import { Refresher } from './refresher.ts';
import {
  concurrentOf,
  emptySeconds,
  grown,
  held,
  isOpen,
  movedTo,
  type SecondCurve,
  type Track,
  withSeconds,
} from './second-curve.ts';
import type { SessionPorts } from './session-ports.ts';

const IDLE_MS = 60_000;
/** What a server that crashed has written anew lies close to the end of what it said was final. */
const OVERLAP_SECONDS = 5;

/**
 * The last fifteen minutes of a session, second by second: whole by REST, then as the counters say, until REST has the
 * exact figures a minute later. Where neither says anything there is a gap.
 */
export class SecondCurveStore {
  readonly track: Track;
  readonly #ports: SessionPorts;
  readonly #refresher: Refresher;
  readonly #curve = signal<SecondCurve | null>(null);
  /** The counters before; null while the figures are not those of this moment. */
  #last: Counters | null = null;

  constructor(ports: SessionPorts, track: Track) {
    this.#ports = ports;
    this.track = track;
    const { now, random } = ports;
    this.#refresher = new Refresher({ ask: () => this.#ask(), now, random, idleMs: IDLE_MS });
  }

  /** Null until the first answer. */
  get curve(): ReadonlySignal<SecondCurve | null> {
    return this.#curve;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#refresher.problem;
  }

  reload(): void {
    this.#refresher.stir();
  }

  /** Takes what the page knows now: counters while they are current, else null. */
  grow(counters: Counters | null): void {
    const before = this.#last;
    this.#last = counters;
    const curve = this.#curve.value;
    if (!curve) return;
    const now = this.#ports.now();
    const moved = movedTo(curve, now);
    this.#curve.value = before && counters ? this.#continued(moved, { before, counters, now }) : moved;
  }

  tick(): Promise<void> {
    return this.#refresher.tick();
  }

  #continued(
    curve: SecondCurve,
    {
      before,
      counters,
      now,
    }: { readonly before: Counters; readonly counters: Counters; readonly now: number },
  ): SecondCurve {
    const { track } = this;
    const from = Math.floor(Date.parse(before.at) / 1000) + 1;
    const to = Math.floor((before === counters ? now : Date.parse(counters.at)) / 1000);
    const still = held(curve, concurrentOf(before, track), { from, to, track });
    return before === counters ? still : grown(still, { before, counters, track });
  }

  async #ask(): Promise<void> {
    const { rest, now } = this.#ports;
    const base = this.#curve.value ?? emptySeconds(now());
    const from = Math.max(base.from, base.through - OVERLAP_SECONDS) * 1000;
    const to = Math.floor(now() / 1000) * 1000;
    const answer = await rest.seconds({ from, to }, this.track === 'all' ? undefined : this.track);
    // The counters may have grown the curve while the answer was on its way.
    const curve = movedTo(withSeconds(this.#curve.value ?? base, answer), now());
    this.#curve.value = curve;
    // The second in which the first counters came is told by neither, until it is final.
    if (this.#last && isOpen(curve, to / 1000)) this.#refresher.stir();
  }
}
