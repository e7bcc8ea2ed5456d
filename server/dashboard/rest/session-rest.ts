import type { Mode, VisibilityState } from '../../protocol/client-messages.ts';
import type { SeriesAnswer } from './answers.ts';
import { type RestPort, type Span, segment } from './rest-client.ts';

/** Times are ISO 8601 UTC in all of these. */
export interface SessionStateAnswer {
  readonly id: string;
  readonly live: boolean;
  readonly ended: boolean;
  readonly replay: boolean;
}

export interface ListAnswer<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface ChatAnswer {
  readonly id: string;
  readonly at: string;
  readonly attendee: string;
  readonly name: string | null;
  readonly channel: string;
  /** Null once it was deleted. */
  readonly text: string | null;
  readonly deleted: boolean;
}

export interface PollAnswer {
  readonly poll: string;
  readonly question: string;
  readonly type: 'single' | 'multiple' | 'text';
  readonly anonymous: boolean;
  readonly open: boolean;
  readonly openedAt: string;
  readonly respondents: number;
  readonly options: readonly {
    readonly id: string;
    readonly text: string;
    readonly votes: number;
    /** Of the respondents; null when there are none. */
    readonly percentage: number | null;
  }[];
  /** The latest answers to a text poll. */
  readonly texts: readonly string[];
}

export interface QuestionAnswer {
  readonly id: string;
  readonly at: string;
  readonly attendee: string;
  readonly name: string | null;
  readonly text: string;
  readonly upvotes: number;
  readonly answers: readonly {
    readonly id: string;
    readonly attendee: string;
    readonly name: string | null;
    readonly text: string;
  }[];
}

export interface PresentAnswer {
  readonly attendee: string;
  readonly since: string;
  readonly mode: Mode;
  readonly connections: number;
  readonly country: string;
  readonly visibility: VisibilityState;
}

const SESSION_ACTIONS = ['goLive', 'end', 'replayOn', 'replayOff'] as const;
export type SessionAction = (typeof SESSION_ACTIONS)[number];

/** The longest list that the server gives in one answer. */
const LONGEST = 1000;

function query(fields: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  const text = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return text === '' ? '' : `?${text}`;
}

/** What the desk of a session asks of `/v1`. */
export class SessionRest {
  readonly #port: Pick<RestPort, 'get' | 'post'>;
  readonly #session: string;
  readonly #path: string;

  constructor(port: Pick<RestPort, 'get' | 'post'>, session: string) {
    this.#port = port;
    this.#session = segment(session);
    this.#path = `/v1/sessions/${this.#session}`;
  }

  async state(): Promise<SessionStateAnswer> {
    return (await this.#port.get(this.#path)) as SessionStateAnswer;
  }

  async act(action: SessionAction): Promise<SessionStateAnswer> {
    return (await this.#port.post(`${this.#path}/actions`, { action })) as SessionStateAnswer;
  }

  /** In order of time from `from` on (ms), 1,000 a page. */
  async chat(page: {
    readonly from?: number;
    readonly cursor?: string | null;
  }): Promise<ListAnswer<ChatAnswer>> {
    const from = page.from === undefined ? undefined : new Date(page.from).toISOString();
    const path = `${this.#path}/chat${query({ limit: LONGEST, from, cursor: page.cursor })}`;
    return (await this.#port.get(path)) as ListAnswer<ChatAnswer>;
  }

  /** In the order in which they were first opened, at most 1,000. */
  async polls(): Promise<ListAnswer<PollAnswer>> {
    return (await this.#port.get(`${this.#path}/polls?limit=${LONGEST}`)) as ListAnswer<PollAnswer>;
  }

  /** Most upvotes first. */
  async questions(limit: number): Promise<ListAnswer<QuestionAnswer>> {
    const path = `${this.#path}/questions${query({ sort: 'upvotes', limit })}`;
    return (await this.#port.get(path)) as ListAnswer<QuestionAnswer>;
  }

  async present(page: {
    readonly limit: number;
    readonly cursor: string | null;
    readonly search: string;
  }): Promise<ListAnswer<PresentAnswer>> {
    const path = `/v1/present/session:${this.#session}${query(page)}`;
    return (await this.#port.get(path)) as ListAnswer<PresentAnswer>;
  }

  /** `minutes`: how long they are kept out. */
  async kick(attendee: string, minutes: number): Promise<void> {
    await this.#port.post(`${this.#path}/kick`, { attendee, minutes });
  }

  /** A point for every second of an hour at most. */
  async seconds({ from, to }: Span, mode?: Mode): Promise<SeriesAnswer> {
    const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const path = `/v1/series/session:${this.#session}${query({ ...times, step: 'second', mode })}`;
    return (await this.#port.get(path)) as SeriesAnswer;
  }
}
