import type { AnnouncementType } from './announcements.ts';
import { ANNOUNCEMENT_TYPES } from './announcements.ts';
import type { ScopeKey } from './catalogue.ts';
import { MAX_ENDPOINTS, type WebhookEndpoint } from './endpoints.ts';

/** What is asked of endpoints: who wants to be told of it, of one organization or a parent of it. */
export interface Listening {
  readonly organization: ScopeKey;
  readonly event: ScopeKey | null;
  readonly type: AnnouncementType;
  /** Log time, ms. */
  readonly time: number;
}

const COMMON: ReadonlySet<AnnouncementType> = new Set(ANNOUNCEMENT_TYPES);
const NONE: readonly WebhookEndpoint[] = [];

function listens({ event, details }: WebhookEndpoint, asked: Listening): boolean {
  if (!details.active || (details.expiresAt !== null && details.expiresAt <= asked.time)) return false;
  if (event !== null && event !== asked.event) return false;
  return details.types === null ? COMMON.has(asked.type) : details.types.includes(asked.type);
}

/** The endpoints of all tenants. */
export class EndpointList {
  readonly #byId = new Map<string, WebhookEndpoint>();
  /** Of each organization in the order in which they were made. */
  readonly #byOrganization = new Map<ScopeKey, readonly WebhookEndpoint[]>();

  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  find(id: string): WebhookEndpoint | undefined {
    return this.#byId.get(id);
  }

  isFull(organization: ScopeKey): boolean {
    return this.#of(organization).length >= MAX_ENDPOINTS;
  }

  /** Ids of those of the organization itself that want to be told. */
  listening(asked: Listening): string[] {
    return this.#of(asked.organization)
      .filter((one) => listens(one, asked))
      .map(({ id }) => id);
  }

  /** A new one, or what one is from now on. */
  put(endpoint: WebhookEndpoint): void {
    this.#byId.set(endpoint.id, endpoint);
    const others = this.#of(endpoint.organization).filter(({ id }) => id !== endpoint.id);
    this.#byOrganization.set(endpoint.organization, [...others, endpoint].sort(byAge));
  }

  remove({ id, organization }: WebhookEndpoint): void {
    this.#byId.delete(id);
    const others = this.#of(organization).filter((one) => one.id !== id);
    if (others.length === 0) this.#byOrganization.delete(organization);
    else this.#byOrganization.set(organization, others);
  }

  /** Somebody who made some goes by another id from now on. */
  rename(tenant: ScopeKey, createdBy: string, to: string): void {
    for (const one of this.list()) {
      if (one.tenant === tenant && one.createdBy === createdBy) this.put({ ...one, createdBy: to });
    }
  }

  /** In the order in which they were made. */
  list(): WebhookEndpoint[] {
    return [...this.#byId.values()].sort(byAge);
  }

  #of(organization: ScopeKey): readonly WebhookEndpoint[] {
    return this.#byOrganization.get(organization) ?? NONE;
  }
}

function byAge(a: WebhookEndpoint, b: WebhookEndpoint): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
