import { randomBytes } from 'node:crypto';
import type { History, ImportAnswer, ImportSpool } from '../../../storage/types.ts';
import { MINUTE_MS } from '../../durations.ts';
import { newSalt } from '../../erasure/pseudonym.ts';
import type { Actor } from '../../live/changes.ts';
import type { Live } from '../../live/live.ts';
import type { Pipeline } from '../../pipeline.ts';
import { IDEMPOTENCY_MS } from '../../recorder/import/apply-import.ts';
import type { ImportSummary } from '../../recorder/import/import-result.ts';
import { ApiError } from '../problem.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { checkPast } from './check-past.ts';
import { ImportErrors, type LineError } from './import-errors.ts';
import type { ParsedLine } from './parse-line.ts';
import { type ReadBody, readBody } from './read-body.ts';
import { storedLine } from './stored-line.ts';
import { writeParts } from './write-parts.ts';

export interface ImporterParts {
  readonly live: Live;
  readonly pipeline: Pick<Pipeline, 'write' | 'now'>;
  readonly history: History;
  /** A spool of this name, which nobody else has. */
  readonly openSpool: (name: string) => Promise<ImportSpool>;
}

export interface ImportRequest {
  readonly actor: Actor;
  readonly body: ReadableStream<Uint8Array> | null;
  /** Of the Idempotency-Key header. */
  readonly key: string | undefined;
}

/** Lines of the import are wrong. */
export class ImportInvalid extends ApiError {
  readonly lineErrors: readonly LineError[];
  /** Of all, also those that are not named. */
  readonly errorCount: number;

  constructor(errors: ImportErrors) {
    super('import_invalid');
    this.lineErrors = errors.list();
    this.errorCount = errors.count;
  }
}

interface Running extends Omit<ImportRequest, 'body'> {
  readonly id: string;
  readonly spool: ImportSpool;
  readonly errors: ImportErrors;
  readonly read: ReadBody;
}

/**
 * Takes imports: reads the body into a spool, takes the tenant's only place in the log, checks everything, and writes it as
 * parts and a last entry, with which it stands on all nodes. Nothing of it is seen before, nor ever when something is wrong.
 */
export class Importer {
  readonly #parts: ImporterParts;
  /** Tenants whose bodies this node is reading, or whose import it makes. */
  readonly #busy = new Set<string>();

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  /** @throws ApiError when nothing was applied */
  async import(request: ImportRequest): Promise<ImportSummary> {
    const tenant = this.#parts.live.registry.tenantId(request.actor.org);
    if (this.#busy.has(tenant)) throw new ApiError('import_running');
    this.#busy.add(tenant);
    const id = randomBytes(12).toString('hex');
    try {
      const spool = await this.#parts.openSpool(id);
      try {
        return await this.#read(request, { id, spool });
      } finally {
        await spool.close();
      }
    } finally {
      this.#busy.delete(tenant);
    }
  }

  async #read(
    { actor, key, body }: ImportRequest,
    { id, spool }: Pick<Running, 'id' | 'spool'>,
  ): Promise<ImportSummary> {
    const errors = new ImportErrors();
    const { live } = this.#parts;
    const stored = (line: ParsedLine) => storedLine(live, actor.org, line);
    const read = await readBody(body, { spool, errors, stored });
    const running = { actor, key, id, spool, errors, read };
    const before = await this.#answerOfKey(running);
    if (before !== null) return before;
    await this.#refuseRepeated(running);
    if (errors.count > 0) {
      await this.#check(running);
      throw new ImportInvalid(errors);
    }
    return this.#inPlace(running);
  }

  /** With the tenant's place taken nothing of the past changes but by this import. */
  async #inPlace(running: Running): Promise<ImportSummary> {
    const { actor, id } = running;
    const { pipeline } = this.#parts;
    const refused = await pipeline.write({
      ...{ kind: 'importPart', actor, import: id, number: 1 },
      ...{ catalogue: [], past: [] },
    });
    if (refused !== null) throw new ApiError(refused);
    let ended = false;
    try {
      const before = await this.#answerOfKey(running);
      if (before !== null) return before;
      const checked = await this.#check(running);
      if (running.errors.count > 0) throw new ImportInvalid(running.errors);
      await this.#write(running, checked);
      ended = true;
    } finally {
      if (!ended) await pipeline.write({ kind: 'importGone', actor, import: id });
    }
    const done = await this.#parts.history.importAnswer(id);
    if (done === null) throw new Error('an import without an answer');
    return summaryOf(done);
  }

  async #check({ actor, spool, errors }: Running): Promise<{ readonly slices: number }> {
    const { live, history, pipeline } = this.#parts;
    const sessions = await checkCatalogue({ live, actor, spool, errors });
    const { tenant = -1, key: organization = -1 } = live.registry.organization(actor.org)?.row ?? {};
    const now = pipeline.now();
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const at = { now, minute };
    return {
      slices: await checkPast({ live, actor, history, spool, errors, tenant, organization, sessions, ...at }),
    };
  }

  async #refuseRepeated({ spool, errors }: Running): Promise<void> {
    for (const { line, first, same } of await spool.repeated()) {
      if (!same) errors.add(line, [{ path: 'id', message: `came with other content in line ${first}` }]);
    }
    await spool.dropRepeated();
  }

  async #write(running: Running, { slices }: { readonly slices: number }): Promise<void> {
    const { actor, id, key, spool, read } = running;
    const { pipeline } = this.#parts;
    const write = pipeline.write.bind(pipeline);
    const parts = await writeParts({ spool, actor, import: id, from: 2, write });
    if (typeof parts !== 'number') throw new ApiError(parts);
    const refused = await pipeline.write({
      ...{ kind: 'importEnd', actor, import: id, parts, slices, places: await spool.places() },
      ...{ lines: read.lines, repeatedLines: read.lines - (await spool.count()) },
      salt: newSalt(),
      idempotency: key === undefined ? undefined : { key, digest: read.digest },
    });
    if (refused !== null) throw new ApiError(refused);
  }

  /** What the same request was answered within the last day. */
  async #answerOfKey({ actor, key, read }: Running): Promise<ImportSummary | null> {
    const { live, history, pipeline } = this.#parts;
    const organization = live.registry.organization(actor.org)?.row.key;
    if (key === undefined || organization === undefined) return null;
    const before = await history.importAnswerOfKey({ organization, key });
    if (before === null || before.at < pipeline.now() - IDEMPOTENCY_MS) return null;
    if (before.digest !== read.digest) throw new ApiError('idempotency_conflict');
    return summaryOf(before);
  }
}

/** What the recorder has written. */
function summaryOf({ answer }: ImportAnswer): ImportSummary {
  return answer as ImportSummary;
}
