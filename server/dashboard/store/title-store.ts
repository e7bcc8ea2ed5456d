import { type ReadonlySignal, signal } from '@preact/signals';
import type { Scope } from '../../protocol/client-messages.ts';
import { type RestPort, segment } from '../rest/rest-client.ts';
import { type Route, splitScope } from '../router/route.ts';

/** Titles of what the page shows and of where the reader came from. Until they are known, ids stand in for them. */
export class TitleStore {
  readonly #rest: RestPort;
  readonly #event: string | null;
  readonly #session: string | null;
  readonly #organization: string | null;
  readonly #titles = signal<ReadonlyMap<string, string>>(new Map());
  #asked = false;

  constructor({ scope, parent }: Route, rest: RestPort) {
    this.#rest = rest;
    const parts = scope && splitScope(scope);
    const parentParts = parent && splitScope(parent);
    const event = parts?.kind === 'event' ? parts : parentParts;
    this.#event = event?.kind === 'event' ? event.id : null;
    this.#session = parts?.kind === 'session' ? parts.id : null;
    const organization = parts?.kind === 'organization' ? parts : parentParts;
    this.#organization = organization?.kind === 'organization' ? organization.id : null;
  }

  get titles(): ReadonlySignal<ReadonlyMap<string, string>> {
    return this.#titles;
  }

  /** The title of a scope, else its id. */
  of(scope: Scope): string {
    return this.#titles.value.get(scope) ?? splitScope(scope)?.id ?? scope;
  }

  async tick(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    await Promise.allSettled([this.#askOrganization(), this.#askEventAndSession()]);
  }

  async #askOrganization(): Promise<void> {
    const id = this.#organization;
    if (id === null) return;
    const organization = await this.#rest.get(`/v1/organizations/${segment(id)}`);
    this.#learn(`organization:${id}`, (organization as { name?: string }).name);
  }

  async #askEventAndSession(): Promise<void> {
    if (this.#event === null) return;
    await Promise.allSettled([this.#askEvent(this.#event), this.#askSession(this.#event)]);
  }

  async #askEvent(id: string): Promise<void> {
    const { title } = await this.#rest.event(id);
    this.#learn(`event:${id}`, title);
  }

  async #askSession(event: string): Promise<void> {
    if (this.#session === null) return;
    const sessions = await this.#rest.sessions(event);
    this.#learn(`session:${this.#session}`, sessions.find(({ id }) => id === this.#session)?.title);
  }

  #learn(scope: string, title: string | null | undefined): void {
    if (title) this.#titles.value = new Map(this.#titles.value).set(scope, title);
  }
}
