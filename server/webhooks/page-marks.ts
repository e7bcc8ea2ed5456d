import type { MessageRow } from '../../storage/types.ts';

/** So many messages are under way in several requests at most; of more, all requests are made again. */
const MAX_MARKS = 1000;

/** How far messages of several requests were taken, so that a failure of one does not repeat those before it. */
export class PageMarks {
  readonly #passed = new Map<string, number>();

  /** From 1. What is sent again by hand begins anew. */
  next(message: MessageRow): number {
    return message.attempts === 0 ? 1 : (this.#passed.get(nameOf(message)) ?? 0) + 1;
  }

  passed(message: MessageRow, page: number): void {
    const name = nameOf(message);
    this.#passed.delete(name);
    this.#passed.set(name, page);
    const [oldest] = this.#passed.keys();
    if (this.#passed.size > MAX_MARKS && oldest !== undefined) this.#passed.delete(oldest);
  }

  forget(message: MessageRow): void {
    this.#passed.delete(nameOf(message));
  }
}

function nameOf({ endpoint, sequence }: MessageRow): string {
  return `${endpoint} ${sequence}`;
}
