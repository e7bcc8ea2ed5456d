import type { ApiKey } from '../live/api-keys.ts';
import type { KeyUse } from '../live/keeping.ts';
import { organizationByKey } from '../live/keying.ts';
import type { Live } from '../live/live.ts';
import type { Pipeline } from '../pipeline.ts';

/** To be written so often at most, ms: uses are as many as requests. */
export const WRITE_USES_MS = 60_000;

export interface KeyUsesOptions {
  readonly live: Live;
  readonly pipeline: Pick<Pipeline, 'write' | 'now'>;
}

/** When this node last saw each key. The other nodes and the file learn it now and then. */
export class KeyUses {
  readonly #options: KeyUsesOptions;
  readonly #seen = new Map<string, number>();
  /** Not yet written. */
  readonly #unwritten = new Set<string>();

  constructor(options: KeyUsesOptions) {
    this.#options = options;
  }

  note({ id }: ApiKey): void {
    this.#seen.set(id, this.#options.pipeline.now());
    this.#unwritten.add(id);
  }

  /** Log time of the last use that this node knows of, ms; null for none. `stored`: what the file has. */
  lastUse(id: string, stored: number | null): number | null {
    return Math.max(stored ?? 0, this.#seen.get(id) ?? 0) || null;
  }

  /** Has all new ones written, to be called every `WRITE_USES_MS` and at the end. What is refused stays for the next time. */
  async write(): Promise<void> {
    await Promise.all([...this.#takeByTenant()].map(([org, uses]) => this.#writeOf(org, uses)));
  }

  async #writeOf(org: string, uses: readonly KeyUse[]): Promise<void> {
    const actor = { org, attendee: 'server', role: 'admin' as const };
    const refused = await this.#options.pipeline.write({
      kind: 'keep',
      actor,
      keep: { type: 'keysUsed', uses },
    });
    if (refused !== null) for (const { id } of uses) this.#unwritten.add(id);
  }

  #takeByTenant(): Map<string, KeyUse[]> {
    const { keys, registry } = this.#options.live;
    const byTenant = new Map<string, KeyUse[]>();
    for (const [id, at] of this.#seen) {
      const key = keys.find(id);
      if (key === undefined) this.#seen.delete(id);
      const org = key && organizationByKey(registry, key.tenant)?.row.id;
      if (!this.#unwritten.delete(id) || org === undefined) continue;
      byTenant.set(org, [...(byTenant.get(org) ?? []), { id, at }]);
    }
    return byTenant;
  }
}
