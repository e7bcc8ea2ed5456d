import type { Mode, Scope } from '../../protocol/client-messages.ts';
import type { Counters } from '../../protocol/server-messages.ts';
import type {
  EventAnswer,
  EventsAnswer,
  ReportAnswer,
  SeriesAnswer,
  SessionAnswer,
  SessionsAnswer,
} from './answers.ts';

/** `from` inclusive, `to` exclusive, ms since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Days in the event's time zone, `yyyy-mm-dd`, both included. */
export interface ReportOrder {
  readonly event: string;
  readonly from: string;
  readonly to: string;
}

/** An object of the API, as it was in one version of it. */
export interface Versioned {
  readonly body: object;
  /** Its ETag; null: the server gave none. */
  readonly version: string | null;
}

/** The questions that the page asks of `/v1`. They fail with `RestError`. */
export interface RestPort {
  /** Minute by minute, of all or of those in one mode. */
  series(scope: Scope, span: Span, mode?: Mode): Promise<SeriesAnswer>;
  counters(scope: Scope): Promise<Counters>;
  event(id: string): Promise<EventAnswer>;
  /** All sessions of the event, at most 1,000. */
  sessions(eventId: string): Promise<SessionAnswer[]>;
  /** Undefined: there is none that the token reaches. */
  eventByShortCode(shortCode: string): Promise<EventAnswer | undefined>;
  orderReport(order: ReportOrder): Promise<ReportAnswer>;
  orderedReport(id: string): Promise<ReportAnswer>;
  /** The page of an event's report. */
  report(eventId: string): Promise<Blob>;
  /** For the views that are loaded on their own: an answer of `/v1` as it comes. */
  get(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
  /** The same with its version, for who means to change it. */
  versioned(path: string): Promise<Versioned>;
  /** Puts another in the place of the version that was read; fails with `version_mismatch` where it has changed since. */
  replace(path: string, changed: Versioned): Promise<unknown>;
  remove(path: string): Promise<void>;
  /** A whole list as CSV, however long. */
  csv(path: string): Promise<Blob>;
}

/** A refusal by the server, or no answer at all (`status` 0, code `unreachable`). */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface RestOptions {
  /** Origin of the server, without a slash at the end. */
  readonly base: string;
  readonly token: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** An answer takes milliseconds; after this the server is as good as away. */
const TIMEOUT_MS = 15_000;

/** A report goes through all that is known of an event. */
const REPORT_TIMEOUT_MS = 120_000;

/** A list is streamed for as long as it is. */
const LIST_TIMEOUT_MS = 600_000;

/** An id or scope as a part of a path. */
export function segment(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}

async function refusal(response: Response): Promise<RestError> {
  const problem: unknown = await response.json().catch(() => null);
  const { code, detail } = (problem ?? {}) as { code?: unknown; detail?: unknown };
  return new RestError(
    response.status,
    typeof code === 'string' ? code : `http_${response.status}`,
    typeof detail === 'string' ? detail : response.statusText,
  );
}

interface Asking {
  /** POST where there is a body, GET where there is none. */
  readonly method?: 'PUT' | 'DELETE';
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

function unreachable(cause: unknown): never {
  throw new RestError(0, 'unreachable', String(cause));
}

function read(response: Response): Promise<unknown> {
  return response.json().catch(() => {
    throw new RestError(response.status, 'unreadable', 'the answer is not JSON');
  });
}

export function createRestClient({ base, token, fetch }: RestOptions): RestPort {
  async function ask(path: string, asking: Asking = {}): Promise<Response> {
    const { body, method = body ? 'POST' : 'GET', headers, timeoutMs = TIMEOUT_MS } = asking;
    const request = {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    };
    const response = await fetch(base + path, request).catch(unreachable);
    if (!response.ok) throw await refusal(response);
    return response;
  }

  async function get(path: string, asking?: Asking): Promise<unknown> {
    return read(await ask(path, asking));
  }

  return {
    get: (path) => get(path),
    post: (path, body) => get(path, { body }),
    async versioned(path) {
      const response = await ask(path);
      return { body: (await read(response)) as object, version: response.headers.get('etag') };
    },
    replace: (path, { body, version }) =>
      get(path, { method: 'PUT', body, headers: version === null ? {} : { 'if-match': version } }),
    async series(scope, { from, to }, mode) {
      const ofMode = mode ? `&mode=${mode}` : '';
      const times = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
      return (await get(`/v1/series/${segment(scope)}?${times}&step=minute${ofMode}`)) as SeriesAnswer;
    },
    async counters(scope) {
      return (await get(`/v1/counters/${segment(scope)}`)) as Counters;
    },
    async event(id) {
      return (await get(`/v1/events/${segment(id)}`)) as EventAnswer;
    },
    async sessions(eventId) {
      const answer = (await get(`/v1/events/${segment(eventId)}/sessions?limit=1000`)) as SessionsAnswer;
      return answer.items;
    },
    async eventByShortCode(shortCode) {
      const answer = await get(`/v1/events?shortCode=${encodeURIComponent(shortCode)}`);
      return (answer as EventsAnswer).items[0];
    },
    async orderReport(order) {
      return (await get('/v1/reports', { body: order })) as ReportAnswer;
    },
    async orderedReport(id) {
      return (await get(`/v1/reports/${segment(id)}`)) as ReportAnswer;
    },
    async report(eventId) {
      const response = await ask(`/v1/events/${segment(eventId)}/report?format=html`, {
        timeoutMs: REPORT_TIMEOUT_MS,
      });
      return response.blob().catch(unreachable);
    },
    async remove(path) {
      await ask(path, { method: 'DELETE' });
    },
    async csv(path) {
      const response = await ask(path, { headers: { accept: 'text/csv' }, timeoutMs: LIST_TIMEOUT_MS });
      return response.blob().catch(unreachable);
    },
  };
}
