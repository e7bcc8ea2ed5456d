import { askChat, askCurve, askEngagements, askSlices } from '../../rest/replay-questions.ts';
import type { RestPort, Span } from '../../rest/rest-client.ts';
import type { ScopeParts } from '../../router/route.ts';
import { answeredLine, type ChatLine } from '../session/chat-lines.ts';
import { ReplayWindow } from './replay-window.ts';

/** Seconds that the server counts in one answer. */
const WINDOW_MS = 3_600_000;
/** The one that is shown, the next, and the one before. */
const KEPT = 3;
/** Sessions that are asked for at the same time. */
const AT_ONCE = 6;
/** Messages of a window, so that a flood does not fill the memory. */
const MAX_CHAT = 5000;

export interface LoadedWindow {
  readonly figures: ReplayWindow;
  readonly chat: readonly ChatLine[];
}

export interface LoaderScope {
  readonly rest: Pick<RestPort, 'get'>;
  readonly scope: string;
  readonly parts: ScopeParts;
  readonly sessions: readonly string[];
  readonly span: Span;
}

async function forEach<Item, Found>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let index = 0; index < items.length; index += AT_ONCE) {
    const answers = await Promise.all(items.slice(index, index + AT_ONCE).map(ask));
    for (const answer of answers) for (const one of answer) found.push(one);
  }
  return found;
}

/** Loads the past an hour at a time, and forgets the hours that are far from the one that is shown. */
export class WindowLoader {
  readonly #scope: LoaderScope;
  readonly #windows = new Map<number, LoadedWindow>();
  readonly #loading = new Map<number, Promise<void>>();

  constructor(scope: LoaderScope) {
    this.#scope = scope;
  }

  /** Beginning of the window that an instant lies in. */
  startOf(at: number): number {
    const { from } = this.#scope.span;
    return from + Math.floor((at - from) / WINDOW_MS) * WINDOW_MS;
  }

  /** Null while it is not there. */
  find(at: number): LoadedWindow | null {
    return this.#windows.get(this.startOf(at)) ?? null;
  }

  /** How many are kept in memory. */
  get size(): number {
    return this.#windows.size;
  }

  /** Resolves when the window of an instant is there; rejects as the questions do. */
  load(at: number): Promise<void> {
    const start = this.startOf(at);
    if (this.#windows.has(start)) return Promise.resolve();
    const known = this.#loading.get(start);
    if (known) return known;
    const loading = this.#load(start).finally(() => this.#loading.delete(start));
    this.#loading.set(start, loading);
    return loading;
  }

  async #load(start: number): Promise<void> {
    const { rest, scope, parts, sessions, span: whole } = this.#scope;
    const span = { from: start, to: Math.min(start + WINDOW_MS, whole.to) };
    const [slices, engagements, seconds, chat] = await Promise.all([
      forEach(sessions, (session) => askSlices(rest, session, span)),
      forEach(sessions, (session) => askEngagements(rest, session, span)),
      askCurve(rest, scope, { ...span, step: 'second' }),
      askChat(rest, parts, span, MAX_CHAT),
    ]);
    const unknown = new Set(
      seconds.points.filter(({ peak }) => peak === null).map((point) => Date.parse(point.start)),
    );
    const figures = new ReplayWindow({ ...span, slices, engagements, unknown });
    this.#windows.set(start, { figures, chat: chat.map(answeredLine) });
    this.#forget(start);
  }

  #forget(start: number): void {
    const far = [...this.#windows.keys()].sort((a, b) => Math.abs(b - start) - Math.abs(a - start));
    for (const one of far.slice(0, Math.max(0, far.length - KEPT))) this.#windows.delete(one);
  }
}
