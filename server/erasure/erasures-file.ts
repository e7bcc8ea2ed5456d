import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

const NAME = 'erasures.ndjson';

const Line = z.object({ tenant: z.string(), salt: z.string(), hash: z.string(), at: z.number() });

/** A tombstone as it stands outside the history, for one that is restored: by the root's id, and with the salt of its hash. */
export type Erasure = Readonly<z.infer<typeof Line>>;

const keyOf = ({ tenant, salt, hash }: Erasure) => `${tenant} ${salt} ${hash}`;
const textOf = (erasures: readonly Erasure[]) =>
  erasures.map((erasure) => `${JSON.stringify(erasure)}\n`).join('');

/** The last erasure of each person. */
function latest(erasures: readonly Erasure[]): Map<string, Erasure> {
  const found = new Map<string, Erasure>();
  for (const erasure of erasures) {
    const known = found.get(keyOf(erasure));
    if (known === undefined || known.at < erasure.at) found.set(keyOf(erasure), erasure);
  }
  return found;
}

/** On disk when it returns. */
function write(file: string, flags: 'a' | 'w', text: string): void {
  const descriptor = openSync(file, flags, 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A name is on disk only when its folder is. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parse(file: string, text: string): Erasure[] {
  const lines = text.split('\n');
  // What follows the last line break was torn by a crash; the history has it.
  lines.pop();
  return lines.map((line, index) => {
    try {
      return Line.parse(JSON.parse(line));
    } catch (error) {
      throw new StartError(
        `${file}: line ${index + 1} is no erasure. It keeps erased people from coming back with a backup: repair the line, or take it out`,
        { cause: error },
      );
    }
  });
}

/** Who was erased, beside the history and its backups: a line for each person, without anything that says who. */
export class ErasuresFile {
  readonly #file: string;
  readonly #known: Map<string, Erasure>;

  /**
   * Reads the file of a data folder, and writes it anew where people stand in it more than once.
   * @throws StartError when it cannot be read to its end
   */
  constructor(dataDir: string) {
    this.#file = join(dataDir, NAME);
    rmSync(`${this.#file}.new`, { force: true });
    const text = existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : '';
    this.#known = latest(parse(this.#file, text));
    const compact = textOf(this.list());
    if (compact.length !== text.length) this.#replace(compact);
  }

  list(): Erasure[] {
    return [...this.#known.values()];
  }

  /** Adds those that are not in it yet; they are on disk when it returns. */
  add(erasures: readonly Erasure[]): void {
    const news = erasures.filter((erasure) => (this.#known.get(keyOf(erasure))?.at ?? -1) < erasure.at);
    if (news.length === 0) return;
    const isFirst = this.#known.size === 0;
    write(this.#file, 'a', textOf(news));
    if (isFirst) syncFolder(dirname(this.#file));
    for (const erasure of news) this.#known.set(keyOf(erasure), erasure);
  }

  #replace(text: string): void {
    write(`${this.#file}.new`, 'w', text);
    renameSync(`${this.#file}.new`, this.#file);
    syncFolder(dirname(this.#file));
  }
}
