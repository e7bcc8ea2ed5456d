import { type ReadonlySignal, signal } from '@preact/signals';
import type { SessionAnswer } from '../../rest/answers.ts';
import type { SliceAnswer } from '../../rest/replay-answers.ts';
import { askConnections, askSlices } from '../../rest/replay-questions.ts';
import { floorMinute, MINUTE_MS } from '../day-curve.ts';
import { askFacts } from '../history/scope-facts.ts';
import { type OnAir, SpanTotals } from './span-totals.ts';
import type { LoaderScope } from './window-loader.ts';

/** Slices that are read; of more than that, nothing is told. */
const MAX_SLICES = 200_000;

export interface Totals {
  /** All of these are null where they are not known. */
  readonly uniques: number | null;
  readonly watchSeconds: number | null;
  /** At the end of the minute before: that is how they are kept. */
  readonly connections: number | null;
}

type Told = Pick<SessionAnswer, 'id' | 'wentLiveAt' | 'endedAt'>;

function onAirOf({ wentLiveAt, endedAt }: Told): OnAir {
  return { from: wentLiveAt ? Date.parse(wentLiveAt) : null, to: endedAt ? Date.parse(endedAt) : null };
}

/** What only the whole of a span tells: read in the background, session by session. */
export class TotalsStore {
  readonly #scope: LoaderScope;
  readonly #sessions: readonly Told[];
  readonly #totals = signal<SpanTotals | null>(null);
  readonly #connections = signal<ReadonlyMap<number, number | null> | null>(null);
  #isClosed = false;

  constructor(scope: LoaderScope, sessions: readonly Told[]) {
    this.#scope = scope;
    this.#sessions = sessions;
  }

  /** Null until the slices are there. */
  get totals(): ReadonlySignal<SpanTotals | null> {
    return this.#totals;
  }

  at(at: number): Totals {
    const totals = this.#totals.value;
    const connections = this.#connections.value?.get(floorMinute(at) - MINUTE_MS);
    return {
      uniques: totals?.uniques(at) ?? null,
      watchSeconds: totals?.watchSeconds(at) ?? null,
      connections: connections ?? null,
    };
  }

  /** Rejects as the questions do. */
  async open(): Promise<void> {
    await Promise.all([this.#readSlices(), this.#readConnections()]);
  }

  close(): void {
    this.#isClosed = true;
  }

  async #readSlices(): Promise<void> {
    const { rest, sessions, span } = this.#scope;
    const slices: SliceAnswer[] = [];
    for (const session of sessions) {
      for (const slice of await askSlices(rest, session, span)) slices.push(slice);
      if (this.#isClosed || slices.length > MAX_SLICES) return;
    }
    const onAir = new Map(this.#sessions.map((session) => [session.id, onAirOf(session)]));
    this.#totals.value = new SpanTotals({ ...span, slices, onAir });
  }

  /** Curves of connections are kept by session and by event. */
  async #readConnections(): Promise<void> {
    const { rest, parts, span } = this.#scope;
    const { event, organization } = await askFacts(rest, parts);
    const whole = parts.kind === 'event' ? organization : event;
    if (whole === null) return;
    // Who may see an event only is not told of its organization.
    this.#connections.value = await askConnections(rest, { parts, whole, span }).catch(() => null);
  }
}
