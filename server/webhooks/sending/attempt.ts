import { type Dispatcher, request } from 'undici';
import type { Clock } from '../clock.ts';
import { readExcerpt } from './excerpt.ts';
import { type Failure, failureOf } from './failure.ts';

/** The longest that an attempt takes, from the look-up of the name to the end of the answer, ms. */
export const TIMEOUT_MS = 15_000;

export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of an attempt. */
export interface Answer {
  /** Null: none came. */
  readonly status: number | null;
  /** Why none came. */
  readonly failure: Failure | null;
  readonly retryAfter: string | null;
  /** What time the receiver says it is. */
  readonly date: string | null;
  /** The first 4 KB of the answer. */
  readonly text: string;
  readonly tookMs: number;
}

export interface AttemptParts {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** @default 15 s */
  readonly timeoutMs?: number | undefined;
}

/**
 * Posts a message once. Never throws. The status is the answer: whoever has sent it has taken the message or has not, however
 * slowly or badly the rest comes.
 */
export async function attempt(message: Message, parts: AttemptParts): Promise<Answer> {
  const { clock, timeoutMs = TIMEOUT_MS } = parts;
  const aborting = new AbortController();
  const begun = clock.now();
  const callOff = clock.after(timeoutMs, () => aborting.abort());
  try {
    return { ...(await post(message, { ...parts, signal: aborting.signal })), tookMs: clock.now() - begun };
  } catch (error) {
    const failure = aborting.signal.aborted ? 'timeout' : failureOf(error);
    return { status: null, failure, retryAfter: null, date: null, text: '', tookMs: clock.now() - begun };
  } finally {
    callOff();
  }
}

type Posted = Omit<Answer, 'tookMs'>;

async function post(
  { url, headers, body }: Message,
  { dispatcher, signal }: AttemptParts & { readonly signal: AbortSignal },
): Promise<Posted> {
  const answer = await request(url, {
    ...{ method: 'POST', headers, body, dispatcher, signal },
    // One timer for everything instead of these.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  // Whoever stops reading destroys it, which is an error to nobody.
  answer.body.on('error', () => {});
  return {
    status: answer.statusCode,
    failure: null,
    retryAfter: first(answer.headers['retry-after']),
    date: first(answer.headers.date),
    text: await readExcerpt(answer.body),
  };
}

function first(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}
