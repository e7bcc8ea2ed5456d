import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Mode } from '../../../protocol/client-messages.ts';
import type { SessionAnswer } from '../../rest/answers.ts';
import { askCatalogue } from '../../rest/history-questions.ts';
import { askCurve, askSessionCurves } from '../../rest/replay-questions.ts';
import type { RestError, RestPort, Span } from '../../rest/rest-client.ts';
import { type ScopeParts, splitScope } from '../../router/route.ts';
import { type DayCurve, floorMinute } from '../day-curve.ts';
import { readRange } from '../history/history-ask.ts';
import type { ScopePlace } from '../page.ts';
import type { ChatLine } from '../session/chat-lines.ts';
import { TitleStore } from '../title-store.ts';
import { Playback } from './playback.ts';
import { problemOf, ReplayHours } from './replay-hours.ts';
import { ReplayPast } from './replay-past.ts';
import { askReplaySpan, spanWithin } from './replay-span.ts';
import type { CardState, ReplayState } from './state-at.ts';
import { TalkStore } from './talk-store.ts';
import { TotalsStore } from './totals-store.ts';
import { WindowLoader } from './window-loader.ts';

export interface ReplayPorts {
  readonly rest: RestPort;
  /** Server time, ms. */
  readonly now: () => number;
}

/** Where the replay stands: nothing known yet, nothing to replay, or a span with its playback. */
export type ReplayView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'open';
      readonly playback: Playback;
      readonly hours: ReplayHours;
      readonly talk: TalkStore;
      readonly totals: TotalsStore;
    };

/** The next window is loaded so much of the reader's time before it is wanted, ms. */
const AHEAD_MS = 4000;

/** The past of a scope, played as its desk showed it. */
export class ReplayStore {
  readonly place: ScopePlace;
  readonly parts: ScopeParts;
  readonly titles: TitleStore;
  /** Null while it is loaded, and where it is not known who was there. */
  readonly state: ReadonlySignal<ReplayState | null>;
  /** The minutes that had ended. */
  readonly curve: ReadonlySignal<DayCurve | null>;
  /** The same by mode; null where there was ever only one. */
  readonly modes: ReadonlySignal<Record<Mode, DayCurve> | null>;
  /** The latest messages of the hour. */
  readonly chat: ReadonlySignal<readonly ChatLine[]>;
  readonly #ports: ReplayPorts;
  readonly #view = signal<ReplayView>({ kind: 'loading' });
  readonly #problem = signal<RestError | null>(null);
  readonly #sessions = signal<readonly SessionAnswer[]>([]);
  #stop: () => void = () => undefined;
  /** What was asked for last: an answer to what was asked before comes too late. */
  #asked: Span | null = null;

  constructor(place: ScopePlace, ports: ReplayPorts) {
    this.place = place;
    this.#ports = ports;
    this.parts = splitScope(place.scope) ?? { kind: 'event', id: place.scope };
    this.titles = new TitleStore(place, ports.rest);
    const minute = computed(() => floorMinute(this.#at));
    this.state = computed(() => this.#hours?.state() ?? null);
    this.curve = computed(() => this.#hours?.past.curveBefore(minute.value) ?? null);
    this.modes = computed(() => this.#hours?.past.modesBefore(minute.value) ?? null);
    this.chat = computed(() => this.#hours?.chat() ?? []);
  }

  get view(): ReadonlySignal<ReplayView> {
    return this.#view;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#problem;
  }

  /** Of an event. */
  get sessions(): ReadonlySignal<readonly SessionAnswer[]> {
    return this.#sessions;
  }

  /** Whether the hour that is to be shown is not there yet. */
  get isWaiting(): boolean {
    const hours = this.#hours;
    return hours !== null && hours.shown === null;
  }

  card(session: string): CardState | null {
    return this.#hours?.card(session) ?? null;
  }

  /** Asks for everything that does not depend on the instant: of the span that the address names, else of the whole. */
  async open(): Promise<void> {
    void this.titles.tick();
    const named = readRange(this.place.query ?? {});
    const span = named && this.within(named);
    await (span ? this.choose(span) : this.showWhole());
  }

  /** What of a span can be replayed; null: nothing. */
  within(span: Span): Span | null {
    return spanWithin(span, this.#ports.now());
  }

  /** Replays such a span of it. */
  async choose(span: Span): Promise<void> {
    this.#asked = span;
    await this.#try(() => this.#open(span));
  }

  /** The whole of what there is to replay. */
  async showWhole(): Promise<void> {
    await this.#try(async () => {
      const { rest, now } = this.#ports;
      const span = await askReplaySpan(rest, { ...this.place, parts: this.parts, now: now() });
      this.#asked = span;
      if (span) await this.#open(span);
      else this.#view.value = { kind: 'nothing' };
    });
  }

  /** So many ms of the reader's time have passed; it stands still while an hour is loaded. */
  pass(elapsed: number): void {
    const view = this.#view.value;
    if (view.kind !== 'open') return;
    const { playback, hours } = view;
    if (!this.isWaiting) playback.pass(elapsed);
    const ahead = playback.at.value + AHEAD_MS * playback.speed.value;
    if (playback.playing.value && !this.isWaiting) void hours.want(Math.min(playback.last, ahead));
  }

  /** Called about once a second. */
  async tick(): Promise<void> {
    const view = this.#view.value;
    if (view.kind !== 'open') return;
    if (this.isWaiting) void view.hours.want(this.#at);
    await view.talk.follow(this.#at).catch(() => undefined);
  }

  close(): void {
    this.#stop();
    const view = this.#view.value;
    if (view.kind === 'open') view.totals.close();
  }

  async #try(ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      this.#problem.value = problemOf(error);
    }
  }

  get #hours(): ReplayHours | null {
    const view = this.#view.value;
    return view.kind === 'open' ? view.hours : null;
  }

  get #at(): number {
    const view = this.#view.value;
    return view.kind === 'open' ? view.playback.at.value : 0;
  }

  async #open(span: Span): Promise<void> {
    const { rest } = this.#ports;
    const { parts } = this;
    const { scope } = this.place;
    const isEvent = parts.kind === 'event';
    const minutes = (mode?: Mode) =>
      askCurve(rest, scope, { ...span, step: 'minute', ...(mode && { mode }) });
    const [{ points }, live, onDemand, sessions, curves] = await Promise.all([
      minutes(),
      minutes('live'),
      minutes('onDemand'),
      isEvent ? rest.sessions(parts.id) : this.#session(),
      isEvent ? askSessionCurves(rest, parts.id, span) : { groups: [] },
    ]);
    const modes = { live: live.points, onDemand: onDemand.points };
    const ids = isEvent ? sessions.map(({ id }) => id) : [parts.id];
    const asked = { rest, scope, parts, sessions: ids, span };
    const talk = new TalkStore(asked);
    const totals = new TotalsStore(asked, sessions);
    await talk.open();
    if (span !== this.#asked) return;
    this.close();
    this.#sessions.value = isEvent ? sessions : [];
    const first = points.find(({ peak }) => (peak ?? 0) > 0);
    const playback = new Playback(span, first ? Date.parse(first.start) : span.from);
    const hours = new ReplayHours({
      past: new ReplayPast({ ...span, points, modes, sessions: curves }),
      loader: new WindowLoader(asked),
      at: playback.at,
      tell: (problem) => {
        if (span === this.#asked) this.#problem.value = problem;
      },
    });
    this.#view.value = { kind: 'open', playback, hours, talk, totals };
    this.#problem.value = null;
    void this.#try(() => totals.open());
    this.#stop = effect(() => {
      const at = playback.at.value;
      untracked(() => void hours.want(at));
    });
  }

  async #session(): Promise<SessionAnswer[]> {
    return [(await askCatalogue(this.#ports.rest, this.parts)) as SessionAnswer];
  }
}
