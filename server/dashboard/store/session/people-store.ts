import { type ReadonlySignal, signal } from '@preact/signals';
import type { RestError } from '../../rest/rest-client.ts';
import type { ListAnswer, PresentAnswer } from '../../rest/session-rest.ts';
import { Refresher } from './refresher.ts';
import type { SessionPorts } from './session-ports.ts';

const ON_A_PAGE = 20;
const IDLE_MS = 10_000;

/** Who is in a session now, page by page. */
export class PeopleStore {
  readonly #ports: SessionPorts;
  readonly #refresher: Refresher;
  readonly #list = signal<ListAnswer<PresentAnswer> | null>(null);
  readonly #search = signal('');
  /** Of the page that is shown and those before it; the first has none. */
  readonly #cursors = signal<readonly (string | null)[]>([null]);

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { now, random } = ports;
    this.#refresher = new Refresher({ ask: () => this.#ask(), now, random, idleMs: IDLE_MS });
  }

  /** Null until the first answer. */
  get list(): ReadonlySignal<ListAnswer<PresentAnswer> | null> {
    return this.#list;
  }

  get search(): ReadonlySignal<string> {
    return this.#search;
  }

  /** From 1. */
  get page(): number {
    return this.#cursors.value.length;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#refresher.problem;
  }

  /** Somebody may have come or gone. */
  reload(): void {
    this.#refresher.stir();
  }

  async find(search: string): Promise<void> {
    this.#search.value = search;
    await this.#turn([null]);
  }

  async next(): Promise<void> {
    const cursor = this.#list.value?.nextCursor;
    if (cursor) await this.#turn([...this.#cursors.value, cursor]);
  }

  async previous(): Promise<void> {
    if (this.page > 1) await this.#turn(this.#cursors.value.slice(0, -1));
  }

  async kick(attendee: string, minutes: number): Promise<void> {
    await this.#ports.rest.kick(attendee, minutes);
    this.#refresher.hurry();
    await this.tick();
  }

  tick(): Promise<void> {
    return this.#refresher.tick();
  }

  async #turn(cursors: readonly (string | null)[]): Promise<void> {
    this.#cursors.value = cursors;
    this.#refresher.hurry();
    await this.tick();
  }

  async #ask(): Promise<void> {
    const cursors = this.#cursors.value;
    const search = this.#search.value.trim();
    const list = await this.#ports.rest.present({ limit: ON_A_PAGE, cursor: cursors.at(-1) ?? null, search });
    // Another page has been turned to meanwhile, which is asked for at the next tick.
    if (cursors !== this.#cursors.value || search !== this.#search.value.trim()) return;
    // All of a page may have left: the one before is shown instead.
    if (list.items.length === 0 && cursors.length > 1) {
      this.#cursors.value = cursors.slice(0, -1);
      this.#refresher.hurry();
    } else this.#list.value = list;
  }
}
