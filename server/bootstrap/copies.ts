import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { History } from '../../storage/types.ts';

export interface CopiesOptions {
  readonly history: Pick<History, 'backup'>;
  /** Where the copy is kept while it is sent. */
  readonly folder: string;
  /** Of the copy; others must have other names. */
  readonly name: string;
  readonly onError: (error: unknown) => void;
}

export interface Copy {
  readonly bytes: number;
  /** To be read to its end, or canceled: the copy is kept until then. */
  readonly body: ReadableStream<Uint8Array>;
}

const CHUNK_BYTES = 64 * 1024;

/** Gives copies of the history, one at a time: a copy costs the disk as much as the history. */
export class Copies {
  readonly #options: CopiesOptions;
  readonly #file: string;
  #isBusy = false;

  constructor(options: CopiesOptions) {
    this.#options = options;
    this.#file = join(options.folder, options.name);
  }

  /** Null while somebody else has a copy. */
  async copy(): Promise<Copy | null> {
    if (this.#isBusy) return null;
    this.#isBusy = true;
    try {
      // A crash may have left one.
      await this.#remove();
      await this.#options.history.backup(this.#file);
      const handle = await open(this.#file);
      const { size } = await handle.stat();
      return { bytes: size, body: streamOf(handle, () => this.#end(handle)) };
    } catch (error) {
      await this.#end(undefined);
      throw error;
    }
  }

  async #end(handle: FileHandle | undefined): Promise<void> {
    try {
      await handle?.close();
      await this.#remove();
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#isBusy = false;
    }
  }

  async #remove(): Promise<void> {
    await rm(this.#file, { force: true });
    await rm(`${this.#file}-journal`, { force: true });
  }
}

/** Reads no more than the reader asks for. */
function streamOf(handle: FileHandle, end: () => Promise<void>): ReadableStream<Uint8Array> {
  let ending: Promise<void> | undefined;
  const endOnce = () => {
    ending ??= end();
    return ending;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES);
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
          else {
            await endOnce();
            controller.close();
          }
        } catch (error) {
          await endOnce();
          throw error;
        }
      },
      cancel: endOnce,
    },
    { highWaterMark: 0 },
  );
}
