import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngagementMessage } from '../../../protocol/server-messages.ts';
import type { RestError } from '../../rest/rest-client.ts';
import {
  answeredLine,
  type ChatLine,
  deletedBy,
  heardLine,
  MAX_LINES,
  withLines,
  withoutText,
} from './chat-lines.ts';
import { Refresher } from './refresher.ts';
import type { SessionPorts } from './session-ports.ts';

const MINUTE_MS = 60_000;

/**
 * The transcript is in order of time, and its end is wanted: spans that grow until there is enough in one, or until
 * there is no more.
 */
const LOOKS_BACK_MS = [10 * MINUTE_MS, 60 * MINUTE_MS, 24 * 60 * MINUTE_MS];
const ENOUGH = 100;
/** Bounds what a page asks of a very long chat. */
const MOST_PAGES = 100;
/** The server's clock and that of the answers are one, but what is asked for may still be on its way to the disk. */
const OVERLAP_MS = 5_000;
const IDLE_MS = 60_000;

/** The end of a session's chat: its page by REST, then what the feed brings, with the names by REST a moment later. */
export class ChatStore {
  readonly #ports: SessionPorts;
  readonly #refresher: Refresher;
  readonly #lines = signal<readonly ChatLine[] | null>(null);
  /** Deletions of messages that have perhaps not come yet; as many as there are lines. */
  readonly #deleted = new Set<string>();
  #heard: ChatLine[] = [];
  #isWhole = false;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { now, random } = ports;
    this.#refresher = new Refresher({ ask: () => this.#ask(), now, random, idleMs: IDLE_MS });
  }

  /** The oldest first; null until the first answer. */
  get lines(): ReadonlySignal<readonly ChatLine[] | null> {
    return this.#lines;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#refresher.problem;
  }

  take(engagement: EngagementMessage): void {
    if (engagement.action === 'chat.message') this.#hear(heardLine(engagement));
    if (engagement.action !== 'chat.delete') return;
    const message = deletedBy(engagement);
    if (message !== null) this.#forget(message);
  }

  /** Something may be missing: the link came back, or the feed left something out. */
  reload(): void {
    this.#isWhole = false;
    this.#refresher.stir();
  }

  async delete(message: string): Promise<void> {
    await this.#ports.engage('chat.delete', { message });
    this.#forget(message);
  }

  tick(): Promise<void> {
    return this.#refresher.tick();
  }

  #hear(line: ChatLine): void {
    this.#heard.push(line);
    if (this.#heard.length === 1) this.#ports.later(() => this.#show([]));
    if (this.#heard.length > MAX_LINES) this.#heard.shift();
    this.#refresher.stir();
  }

  #forget(message: string): void {
    this.#deleted.add(message);
    const [oldest] = this.#deleted;
    if (this.#deleted.size > MAX_LINES && oldest !== undefined) this.#deleted.delete(oldest);
    if (this.#lines.value) this.#show([]);
  }

  #show(answered: readonly ChatLine[]): void {
    const lines = withLines(this.#lines.value ?? [], [...answered, ...this.#heard]);
    this.#heard = [];
    this.#lines.value = withoutText(lines, this.#deleted);
  }

  async #ask(): Promise<void> {
    if (!this.#isWhole) {
      this.#isWhole = true;
      this.#show(await this.#end().catch((error: unknown) => this.#incomplete(error)));
      return;
    }
    const unnamed = this.#lines.value?.find(({ name }) => name === undefined);
    this.#show(await this.#from((unnamed?.at ?? this.#ports.now()) - OVERLAP_MS));
  }

  #incomplete(error: unknown): never {
    this.#isWhole = false;
    throw error;
  }

  async #end(): Promise<readonly ChatLine[]> {
    const now = this.#ports.now();
    for (const back of LOOKS_BACK_MS) {
      const lines = await this.#from(now - back);
      if (lines.length >= ENOUGH) return lines;
    }
    return this.#from(undefined);
  }

  async #from(from: number | undefined): Promise<readonly ChatLine[]> {
    let lines: readonly ChatLine[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await this.#ports.rest.chat({ ...(from === undefined ? {} : { from }), cursor });
      lines = [...lines, ...answer.items.map(answeredLine)].slice(-MAX_LINES);
      cursor = answer.nextCursor;
      if (cursor === null) break;
    }
    return lines;
  }
}
