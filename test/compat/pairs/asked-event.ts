import type { createApi } from '../../../server/api/app.ts';
import type { EventState, OrganizationState, SessionState } from '../../../server/live/registry.ts';
import type { AttendeeRow } from '../../../storage/types.ts';

/** A parsed answer, of whatever shape the one who asks knows it to be. */
// biome-ignore lint/suspicious/noExplicitAny: each pair knows what it has asked for, and compares all that it takes out of it
export type Json = any;

interface Options {
  readonly api: ReturnType<typeof createApi>;
  readonly root: OrganizationState;
  readonly event: EventState;
  readonly people: readonly AttendeeRow[];
  readonly through: number;
  readonly file: string;
  readonly ofCompany: readonly string[];
}

/** An event to ask about, each question once. */
export class AskedEvent {
  readonly organization: string;
  readonly event: EventState;
  readonly sessions: readonly SessionState[];
  readonly people: readonly AttendeeRow[];
  /** Log time up to which everything is known, ms. */
  readonly through: number;
  readonly file: string;
  /** Ids of the events of its organization and of those below that. */
  readonly ofCompany: readonly string[];
  readonly #api: Options['api'];
  readonly #root: string;
  readonly #answers = new Map<string, Promise<Json>>();

  constructor({ api, root, event, people, through, file, ofCompany }: Options) {
    this.#api = api;
    this.#root = root.row.id;
    this.organization = event.organization.row.id;
    this.event = event;
    this.sessions = [...event.sessions];
    this.people = people;
    this.through = through;
    this.file = file;
    this.ofCompany = ofCompany;
  }

  get id(): string {
    return this.event.row.id;
  }

  own(path: string): Promise<Json> {
    return this.#ask(`/v1${path}`, { authorization: `Bearer ${this.#root}` });
  }

  /** The items of a list, all of its pages. */
  async all(path: string): Promise<Json[]> {
    const items: Json[] = [];
    for (let cursor = ''; ; ) {
      const page = await this.own(`${path}${path.includes('?') ? '&' : '?'}limit=1000${cursor}`);
      items.push(...page.items);
      if (page.nextCursor === null) return items;
      cursor = `&cursor=${page.nextCursor}`;
    }
  }

  /** A figure of each session, by id. */
  async bySession(figure: (id: string, session: SessionState) => Promise<unknown>) {
    const figures = this.sessions.map(async (session) => [
      session.row.id,
      await figure(session.row.id, session),
    ]);
    return Object.fromEntries(await Promise.all(figures));
  }

  /** A figure of each of some people, by id. */
  async byPerson(figure: (id: string) => Promise<unknown>) {
    const figures = this.people.map(async ({ attendee }) => [attendee, await figure(attendee)]);
    return Object.fromEntries(await Promise.all(figures));
  }

  accelevents(path: string): Promise<Json> {
    return this.#ask(`/compat/accelevents/rest/host${path}`, { key: this.#root });
  }

  sequel(path: string): Promise<Json> {
    return this.#ask(`/compat/sequel/api${path}`, { authorization: `Bearer ${this.#root}` });
  }

  /** Of a person. */
  brella(person: string, list: string): Promise<Json> {
    const place = `/organizations/${this.organization}/events/${this.id}/attendees/${person}`;
    return this.#ask(`/compat/brella/api/integration${place}/${list}`, {
      'brella-api-access-token': this.#root,
      accept: 'application/vnd.brella.v4+json',
      'content-type': 'application/json',
    });
  }

  #ask(path: string, headers: Record<string, string>): Promise<Json> {
    const known = this.#answers.get(path) ?? this.#fetch(path, headers);
    this.#answers.set(path, known);
    return known;
  }

  async #fetch(path: string, headers: Record<string, string>): Promise<Json> {
    const answer = await this.#api.request(path, { headers });
    if (answer.status === 204) return null;
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }
}
