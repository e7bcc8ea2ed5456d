import type { ImportSpool } from '../../../storage/types.ts';
import type { Actor, ImportPartChange } from '../../live/changes.ts';
import { type CatalogueLine, isCatalogueLine, type PastLine } from '../../live/import-lines.ts';
import type { ErrorCode } from '../../protocol/error-codes.ts';

/** A part is closed when its lines, as JSON, have come to so many characters. */
const PART_SIZE = 128 * 1024;
/** So many parts are under way at once. */
const WINDOW = 8;
const PAGE = 500;

interface Options {
  readonly spool: ImportSpool;
  readonly actor: Actor;
  /** Id of the import. */
  readonly import: string;
  /** Number of the first part. */
  readonly from: number;
  /** Resolves when it is on disk, or is refused. */
  readonly write: (change: ImportPartChange) => Promise<ErrorCode | null>;
}

/** Writes all lines of the spool into the log, some parts ahead at most. Gives the number of the last part, or why it was refused. */
export async function writeParts({ write, ...options }: Options): Promise<number | ErrorCode> {
  let number = options.from - 1;
  let under: Promise<ErrorCode | null>[] = [];
  for await (const part of partsOf(options.spool)) {
    const { actor, import: id } = options;
    under.push(write({ kind: 'importPart', actor, import: id, number: ++number, ...part }));
    if (under.length < WINDOW) continue;
    const [first, ...rest] = under;
    under = rest;
    const refused = await first;
    if (refused != null) return refused;
  }
  const refused = (await Promise.all(under)).find((code) => code !== null);
  return refused ?? number;
}

async function* partsOf(spool: ImportSpool) {
  let catalogue: CatalogueLine[] = [];
  let past: PastLine[] = [];
  let size = 0;
  for (let after = 0; ; ) {
    const lines = await spool.page({ after, limit: PAGE });
    for (const line of lines) {
      after = line.line;
      if (isCatalogueLine(line)) catalogue.push(line);
      else past.push(line);
      size += JSON.stringify(line).length;
      if (size < PART_SIZE) continue;
      yield { catalogue, past };
      catalogue = [];
      past = [];
      size = 0;
    }
    if (lines.length < PAGE) break;
  }
  if (size > 0) yield { catalogue, past };
}
