import { createHash } from 'node:crypto';
import type { ImportSpool } from '../../../storage/types.ts';
import { isCatalogueLine } from '../../live/import-lines.ts';
import { ApiError } from '../problem.ts';
import type { ImportErrors } from './import-errors.ts';
import { LineCutter, type RawLine } from './ndjson.ts';
import { type ParsedLine, parseLine } from './parse-line.ts';

const MAX_LINES = 100_000;
/** Live keeps these until the last entry. */
const MAX_CATALOGUE_LINES = 10_000;
/** So many lines are parsed before other work gets its turn. */
const LINES_AT_A_TIME = 200;

export interface ReadBody {
  /** Lines that are not blank. */
  readonly lines: number;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
}

interface ReadOptions {
  readonly spool: ImportSpool;
  readonly errors: ImportErrors;
  /** What a good line is stored as, or why it is not. */
  readonly stored: (line: ParsedLine) => ParsedLine;
}

/**
 * Reads lines into the spool, no faster than they are stored there, and checks each by itself.
 * @throws ApiError `too_large` for too many lines
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  { spool, errors, stored }: ReadOptions,
): Promise<ReadBody> {
  const hash = createHash('sha256');
  const cutter = new LineCutter();
  let lines = 0;
  let catalogueLines = 0;
  const take = async (raw: readonly RawLine[]) => {
    lines += raw.length;
    if (lines > MAX_LINES) throw new ApiError('too_large', `an import has at most ${MAX_LINES} lines`);
    for (let from = 0; from < raw.length; from += LINES_AT_A_TIME) {
      const good = raw.slice(from, from + LINES_AT_A_TIME).flatMap((one) => {
        const parsed = stored(parseLine(one));
        if (parsed.ok) return [parsed.line];
        errors.add(one.line, parsed.errors);
        return [];
      });
      catalogueLines += good.filter(isCatalogueLine).length;
      if (catalogueLines > MAX_CATALOGUE_LINES) {
        const most = `an import has at most ${MAX_CATALOGUE_LINES} lines of organizations, events and sessions`;
        throw new ApiError('too_large', most);
      }
      await spool.add(good);
    }
  };
  for await (const chunk of chunksOf(body)) {
    hash.update(chunk);
    await take(cutter.cut(chunk));
  }
  await take(cutter.end());
  return { lines, digest: hash.digest('hex') };
}

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
