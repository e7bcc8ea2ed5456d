import type { ScopeKey } from './catalogue.ts';

/** Somebody who was put out stays out of a session, or of all sessions of an organization and those below. */
export interface Block {
  readonly tenant: ScopeKey;
  /** Of the session or the organization. */
  readonly scope: ScopeKey;
  readonly attendee: string;
  /** Log time at which it is over, ms; 0: it was lifted. */
  readonly until: number;
}

/** So many a tenant at most, so that nobody can fill the memory of all nodes. */
const MAX_BLOCKS = 10_000;

interface TenantBlocks {
  readonly byAttendee: Map<string, readonly Block[]>;
  count: number;
}

/** Who is kept out of what. */
export class Blocks {
  readonly #tenants = new Map<ScopeKey, TenantBlocks>();
  /** None is over before. */
  #nextEnd = Number.POSITIVE_INFINITY;

  /** When the block is over; 0 where there is none. */
  until({ tenant, scope, attendee }: Omit<Block, 'until'>): number {
    return this.#of(tenant, attendee).find((block) => block.scope === scope)?.until ?? 0;
  }

  /** Whether somebody is kept out of any of the scopes. */
  holds(tenant: ScopeKey, attendee: string, scopes: readonly ScopeKey[]): boolean {
    return this.#of(tenant, attendee).some(({ scope }) => scopes.includes(scope));
  }

  isFull(tenant: ScopeKey): boolean {
    return (this.#tenants.get(tenant)?.count ?? 0) >= MAX_BLOCKS;
  }

  /** Takes the place of the one of this scope and attendee, or lifts it. */
  put(block: Block): void {
    const { tenant, scope, attendee, until } = block;
    const others = this.#of(tenant, attendee).filter((other) => other.scope !== scope);
    this.#replace(tenant, attendee, until === 0 ? others : [...others, block]);
    if (until > 0) this.#nextEnd = Math.min(this.#nextEnd, until);
  }

  /** Lifts all of an attendee's. */
  forget(tenant: ScopeKey, attendee: string): void {
    this.#replace(tenant, attendee, NONE);
  }

  /** Forgets those that are over at a log time. */
  expire(time: number): void {
    if (time < this.#nextEnd) return;
    this.#nextEnd = Number.POSITIVE_INFINITY;
    for (const { tenant, attendee } of this.list()) {
      const rest = this.#of(tenant, attendee).filter(({ until }) => until > time);
      this.#replace(tenant, attendee, rest);
      for (const { until } of rest) this.#nextEnd = Math.min(this.#nextEnd, until);
    }
  }

  /** In an order that does not depend on how they came about. */
  list(): Block[] {
    const all = [...this.#tenants.values()].flatMap(({ byAttendee }) => [...byAttendee.values()].flat());
    return all.sort(
      (a, b) =>
        a.tenant - b.tenant ||
        a.scope - b.scope ||
        (a.attendee < b.attendee ? -1 : a.attendee === b.attendee ? 0 : 1),
    );
  }

  #of(tenant: ScopeKey, attendee: string): readonly Block[] {
    return this.#tenants.get(tenant)?.byAttendee.get(attendee) ?? NONE;
  }

  #replace(tenant: ScopeKey, attendee: string, blocks: readonly Block[]): void {
    const known = this.#tenants.get(tenant) ?? { byAttendee: new Map(), count: 0 };
    known.count += blocks.length - this.#of(tenant, attendee).length;
    if (blocks.length === 0) known.byAttendee.delete(attendee);
    else known.byAttendee.set(attendee, blocks);
    if (known.count === 0) this.#tenants.delete(tenant);
    else this.#tenants.set(tenant, known);
  }
}

const NONE: readonly Block[] = [];
