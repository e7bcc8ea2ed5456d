import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../live/reports.ts';

type Place = Pick<Report, 'tenant' | 'id'>;

const MADE = 'made.json';
const UNFINISHED = '.part-';

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What there is in a folder; nothing where there is none. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Files of reports in the data folder, a folder for each tenant and in it one for each report. They can all be made again. */
export class ReportFiles {
  readonly #folder: string;
  /** Of this process. */
  readonly #unfinished = `${UNFINISHED}${randomBytes(4).toString('hex')}-`;
  #begun = 0;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'reports');
  }

  /** An empty folder for files that are to be made. */
  async begin({ tenant, id }: Place): Promise<string> {
    const folder = join(this.#folder, String(tenant), `${id}${this.#unfinished}${this.#begun++}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** They are made; `through`: log time up to which they have everything, ms. */
  async finish(report: Place, folder: string, through: number): Promise<void> {
    await writeFile(join(folder, MADE), JSON.stringify({ through }));
    await this.remove(report);
    await rename(folder, this.#of(report));
  }

  discard(folder: string): Promise<void> {
    return rm(folder, { recursive: true, force: true });
  }

  /** Log time up to which the files have everything, ms; null: there are none. */
  async madeThrough(report: Place): Promise<number | null> {
    try {
      const made = JSON.parse(await readFile(join(this.#of(report), MADE), 'utf8')) as { through: number };
      return made.through;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Null: there is none. */
  async open(report: Place, name: string): Promise<FileHandle | null> {
    try {
      return await open(join(this.#of(report), name));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  remove(report: Place): Promise<void> {
    return rm(this.#of(report), { recursive: true, force: true });
  }

  removeTenant(tenant: number): Promise<void> {
    return rm(join(this.#folder, String(tenant)), { recursive: true, force: true, maxRetries: 3 });
  }

  /** What an earlier process has not finished. */
  async removeUnfinished(): Promise<void> {
    for (const { tenant, name } of await this.#names()) {
      if (name.includes(UNFINISHED) && !name.includes(this.#unfinished))
        await this.discard(join(this.#folder, tenant, name));
    }
  }

  /** Of the reports for which `isWanted` is false. */
  async sweep(isWanted: (id: string) => Promise<boolean>): Promise<void> {
    for (const { tenant, name } of await this.#names()) {
      if (!name.includes(UNFINISHED) && !(await isWanted(name)))
        await this.remove({ tenant: Number(tenant), id: name });
    }
  }

  #of({ tenant, id }: Place): string {
    return join(this.#folder, String(tenant), id);
  }

  async #names(): Promise<{ tenant: string; name: string }[]> {
    const tenants = await namesIn(this.#folder);
    const names = await Promise.all(
      tenants.map(async (tenant) =>
        (await namesIn(join(this.#folder, tenant))).map((name) => ({ tenant, name })),
      ),
    );
    return names.flat();
  }
}
