import { rmSync, statSync, writeFileSync } from 'node:fs';
import { openMarkOf, walOf } from './wal-damage.ts';

/** Somebody removed or replaced a file while it was in use: what is written into it is nowhere. */
class FilesGoneError extends Error {
  override readonly name = 'FilesGoneError';
}

/** A file and its write-ahead log as they are while a process has them open. */
export class OwnFiles {
  readonly #file: string;
  readonly #wal: string;
  readonly #known: readonly (readonly [path: string, identity: string])[];

  /** To be made when both are there. */
  constructor(file: string) {
    this.#file = file;
    this.#wal = walOf(file);
    this.#known = [file, this.#wal].map((path) => [path, identityOf(path)]);
    writeFileSync(openMarkOf(file), '');
  }

  /** Only the write-ahead log is gone: what is in it can still be put into the file. */
  get isRescuable(): boolean {
    return this.#gone.length === 1 && this.#gone[0] === this.#wal;
  }

  /** @throws FilesGoneError */
  expectThere(): void {
    const [gone] = this.#gone;
    if (gone === undefined) return;
    throw new FilesGoneError(
      `${gone} was removed or replaced while it was in use: nothing more is stored until the server is started again`,
    );
  }

  /** Everything is in the file: a log that is missing later is not missed. */
  unmark(): void {
    rmSync(openMarkOf(this.#file), { force: true });
  }

  get #gone(): string[] {
    return this.#known.flatMap(([path, identity]) => (identityOf(path) === identity ? [] : [path]));
  }
}

function identityOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 'gone' : `${stats.dev}:${stats.ino}`;
}
