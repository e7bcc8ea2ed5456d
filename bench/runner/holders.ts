import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HolderAnswer, HolderCommand, HolderOrder } from '../load/holder.ts';
import { FILES_TO_SPARE, openFilesAllowed } from './file-limit.ts';
import { told } from './told.ts';

/** So long after the last was to come, a crowd is taken as it is: a variant has four minutes. */
const PATIENCE_MS = 60_000;

/** A crowd in as many processes as its sockets need. */
export class Holders {
  readonly #children: readonly ChildProcess[];

  private constructor(children: readonly ChildProcess[]) {
    this.#children = children;
  }

  /** For so many in all. They end with this process. */
  static for(count: number, order: Omit<HolderOrder, 'name'>): Holders {
    const file = fileURLToPath(new URL('./load/holder.js', import.meta.url));
    const processes = Math.ceil(count / (openFilesAllowed() - FILES_TO_SPARE));
    const start = (index: number) =>
      fork(file, [JSON.stringify({ ...order, name: `p${index}` } satisfies HolderOrder)], { execArgv: [] });
    return new Holders(Array.from({ length: processes }, (_, index) => start(index)));
  }

  /** So many more, at so many a second, as far as they get in. */
  come(count: number, perSecond: number): Promise<HolderAnswer> {
    const part = (total: number, index: number) => Math.floor((total + index) / this.#children.length);
    return this.#tell((index) => ({
      kind: 'come',
      count: part(count, index),
      perSecond: perSecond / this.#children.length,
      patienceMs: (count / perSecond) * 1000 + PATIENCE_MS,
    }));
  }

  /** All are cut off, and come back. `withinMs`: at any time in it; null: as the SDK does. */
  return(withinMs: number | null): Promise<HolderAnswer> {
    return this.#tell(() => ({ kind: 'return', withinMs, patienceMs: (withinMs ?? 0) + PATIENCE_MS }));
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async #tell(command: (index: number) => HolderCommand): Promise<HolderAnswer> {
    const answers = await Promise.all(
      this.#children.map((child, index) => told<HolderAnswer>(child, command(index))),
    );
    return {
      until: Math.max(...answers.map(({ until }) => until)),
      refused: answers.reduce((sum, answer) => sum + answer.refused, 0),
      missing: answers.reduce((sum, answer) => sum + answer.missing, 0),
    };
  }
}
