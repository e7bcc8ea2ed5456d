import { computed, effect, type ReadonlySignal, untracked } from '@preact/signals';
import type { Scope } from '../../protocol/client-messages.ts';
import type { Counters } from '../../protocol/server-messages.ts';
import { startOfDayIn } from '../format/zoned.ts';
import type { RestPort } from '../rest/rest-client.ts';
import { type Route, type ScopeParts, splitScope } from '../router/route.ts';
import { CurveStore } from './curve-store.ts';
import { type Change, changeOf } from './day-curve.ts';
import { InsightStore } from './insight-store.ts';
import type { LiveScopes, LiveView } from './live-scopes.ts';
import { ScopeZone } from './scope-zone.ts';
import type { ServerClock } from './server-clock.ts';
import { SessionsStore } from './sessions-store.ts';
import { TitleStore } from './title-store.ts';
import type { ZoneChoice } from './zone-choice.ts';

export interface DeskPorts {
  readonly live: LiveScopes;
  readonly rest: RestPort;
  readonly clock: ServerClock;
  readonly random: () => number;
  readonly zones: ZoneChoice;
}

/** History is asked for by the server's time, which the first counters bring; without any it is asked for anyway. */
const TICKS_WITHOUT_FIGURES = 3;

/** All that the page knows of the scope it shows. */
export class ScopeDesk {
  readonly scope: Scope;
  readonly parent: Scope | null;
  readonly parts: ScopeParts;
  readonly view: ReadonlySignal<LiveView>;
  /** Null while nothing is known. */
  readonly counters: ReadonlySignal<Counters | null>;
  readonly curve: CurveStore;
  /** Of an event only. */
  readonly sessions: SessionsStore | null;
  /** Of the sessions of an event. */
  readonly insight: InsightStore | null;
  readonly titles: TitleStore;
  readonly zone: ScopeZone;
  /** Null while it cannot be told. */
  readonly change: ReadonlySignal<Change | null>;
  readonly #disposables: (() => void)[] = [];
  #followed = 0;
  #ticks = 0;

  constructor(route: Route & { readonly scope: Scope }, ports: DeskPorts) {
    const { scope, parent } = route;
    const { live, rest, clock, random } = ports;
    this.scope = scope;
    this.parent = parent;
    this.parts = splitScope(scope) ?? { kind: 'event', id: scope };
    this.zone = new ScopeZone({ rest, parts: this.parts, zones: ports.zones });
    this.curve = new CurveStore({ scope, rest, clock, random, startOfDay: (at) => this.startOfDay(at) });
    const event = this.parts.kind === 'event' ? { event: this.parts.id, rest, clock, random } : null;
    this.sessions = event && new SessionsStore(event);
    this.insight = event && new InsightStore(event);
    this.titles = new TitleStore(route, rest);
    const { view, release } = live.watch(scope);
    this.view = view;
    this.counters = computed(() => (view.value.kind === 'figures' ? view.value.counters : null));
    this.change = computed(() => this.#change());
    this.#disposables.push(release, this.#followView(), this.#followZone());
  }

  /** Called about once a second. */
  async tick(): Promise<void> {
    this.#ticks += 1;
    if (this.view.value.kind === 'waiting' && this.#ticks <= TICKS_WITHOUT_FIGURES) return;
    await Promise.all([
      ...[this.curve.tick(), this.sessions?.tick()],
      ...[this.titles.tick(), this.insight?.tick(), this.zone.tick()],
    ]);
  }

  /** Start of the day that a time lies in, in the zone in which this desk is read; ms. */
  startOfDay(at: number): number {
    return startOfDayIn(this.zone.zone.value, at);
  }

  close(): void {
    for (const dispose of this.#disposables) dispose();
  }

  #followView(): () => void {
    return effect(() => {
      const view = this.view.value;
      // What is written here must not call this effect again.
      untracked(() => this.#follow(view));
    });
  }

  /** Another zone has another today. */
  #followZone(): () => void {
    let before = this.zone.zone.peek();
    return effect(() => {
      const zone = this.zone.zone.value;
      if (zone === before) return;
      before = zone;
      untracked(() => {
        this.curve.hurry();
        void this.tick();
      });
    });
  }

  #follow(view: LiveView): void {
    if (view.kind !== 'figures') return;
    this.curve.grow(view.counters.minute);
    if (view.opening === this.#followed) return;
    this.#followed = view.opening;
    this.curve.hurry();
    this.sessions?.hurry();
    this.insight?.hurry();
    void this.tick();
  }

  #change(): Change | null {
    const counters = this.counters.value;
    const curve = this.curve.curve.value;
    return counters && curve && changeOf(curve, Date.parse(counters.minute.start), counters.concurrent);
  }
}
