import type { HistoryBatch, Series, SeriesQuery } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Deleted, Purged } from '../live/effects.ts';
import type { Registry } from '../live/registry.ts';

interface Gone {
  readonly where: SeriesQuery['where'];
  /** What is of before this, ms; null: the whole series. */
  readonly before: number | null;
}

/** What was deleted or purged, and whose series are still to go. */
export class GoneSeries {
  readonly #registry: Registry;
  /** Horizons of the last purges that took figures, by organization. A later one takes all that is before it. */
  readonly #horizons = new Map<ScopeKey, number>();
  #gone: Gone[] = [];

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get isEmpty(): boolean {
    return this.#gone.length === 0;
  }

  take({ deleted, purges }: Pick<HistoryBatch, 'deleted' | 'purges'>): void {
    for (const one of deleted) this.#gone.push(...this.#seriesOf(one));
    for (const one of purges) this.#gone.push(...this.#purgedBy(one));
  }

  /** It is another node's business. */
  drop(): void {
    this.#gone = [];
  }

  async forgetIn(series: Series): Promise<void> {
    for (const gone of [...this.#gone]) {
      const { where, before } = gone;
      await (before === null ? series.forget(where) : series.forgetBefore(where, before));
      this.#gone = this.#gone.filter((other) => other !== gone);
    }
  }

  #seriesOf({ tenant: key, scopeKind, id }: Deleted): Gone[] {
    const tenant = this.#registry.byKey(key)?.row.id;
    return tenant === undefined ? [] : [{ where: { tenant, scopeKind, [scopeKind]: id }, before: null }];
  }

  /** Of the organization itself and of its own events and sessions; once for all parts of a purge. */
  #purgedBy({ organization: key, tenant: root, scope, keepAggregates, before }: Purged): Gone[] {
    if (scope !== 'everything' || keepAggregates || this.#horizons.get(key) === before) return [];
    this.#horizons.set(key, before);
    const [tenant, organization] = [this.#registry.byKey(root)?.row.id, this.#registry.byKey(key)?.row.id];
    return tenant === undefined || organization === undefined
      ? []
      : [{ where: { tenant, organization }, before }];
  }
}
