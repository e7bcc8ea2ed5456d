import type { ScopeKey } from '../catalogue.ts';
import type { AlertWatch } from './alert-watch.ts';
import { type AlertRule, MAX_RULES } from './rule.ts';

const NONE: readonly AlertWatch[] = [];

/** The rules of all tenants with what they watch. */
export class AlertList {
  readonly #byId = new Map<string, AlertWatch>();
  /** To be looked at with the end of the instant, whether or not their count changed. */
  readonly #dirty = new Set<AlertWatch>();
  /** None is due before, log time, ms. */
  #nextDue = Number.POSITIVE_INFINITY;

  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  find(id: string): AlertWatch | undefined {
    return this.#byId.get(id);
  }

  isFull(organization: ScopeKey): boolean {
    let count = 0;
    for (const { rule } of this.#byId.values()) if (rule.organization === organization) count++;
    return count >= MAX_RULES;
  }

  add(watch: AlertWatch): void {
    this.#byId.set(watch.rule.id, watch);
    watch.scope.watches = [...watch.scope.watches, watch].sort(byAge);
  }

  remove(watch: AlertWatch): void {
    this.#byId.delete(watch.rule.id);
    this.#dirty.delete(watch);
    watch.scope.watches = watch.scope.watches.filter((one) => one !== watch);
  }

  /** Something that a rule depends on has changed besides the count. */
  lookAt(watch: AlertWatch): void {
    this.#dirty.add(watch);
  }

  lookAtAll(): void {
    for (const watch of this.#byId.values()) this.#dirty.add(watch);
  }

  /** When a rule is to be looked at although nothing changes. */
  await(watch: AlertWatch, due: number): void {
    watch.due = due;
    this.#nextDue = Math.min(this.#nextDue, due);
  }

  /** Those that are to be looked at at a log time, in order; each is given once. */
  takeDue(time: number): readonly AlertWatch[] {
    if (this.#nextDue > time && this.#dirty.size === 0) return NONE;
    const due = this.watches().filter((watch) => watch.due <= time || this.#dirty.has(watch));
    this.#dirty.clear();
    for (const watch of due) watch.due = Number.POSITIVE_INFINITY;
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const watch of this.#byId.values()) this.#nextDue = Math.min(this.#nextDue, watch.due);
    return due;
  }

  /** Somebody who made some goes by another id from now on. */
  rename(tenant: ScopeKey, createdBy: string, to: string): void {
    for (const watch of this.#byId.values()) {
      const { rule } = watch;
      if (rule.tenant === tenant && rule.createdBy === createdBy) watch.rule = { ...rule, createdBy: to };
    }
  }

  /** In the order in which they were made. */
  watches(): AlertWatch[] {
    return [...this.#byId.values()].sort(byAge);
  }

  list(): AlertRule[] {
    return this.watches().map(({ rule }) => rule);
  }
}

function byAge({ rule: a }: AlertWatch, { rule: b }: AlertWatch): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
