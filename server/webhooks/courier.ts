import type { Dispatcher } from 'undici';
import type { MessageRow } from '../../storage/types.ts';
import type { WebhookEndpoint } from '../live/endpoints.ts';
import type { AttemptLog } from './attempt-log.ts';
import type { Body, Compose } from './bodies/body.ts';
import type { Clock } from './clock.ts';
import type { Delivered } from './delivered.ts';
import type { Allowed } from './guard/allowed.ts';
import { refuseUrl } from './guard/refuse-url.ts';
import { PageMarks } from './page-marks.ts';
import { type Answer, attempt } from './sending/attempt.ts';
import { excerptOf } from './sending/excerpt.ts';
import { headersOf, shownHeaders } from './sending/headers.ts';
import { retryAfterMs } from './sending/retry-after.ts';
import { sequelVerdict, standardVerdict, type Verdict } from './sending/verdict.ts';

export interface CourierParts {
  readonly compose: Compose;
  /** As it is now. */
  readonly endpoint: (id: string) => WebhookEndpoint | undefined;
  readonly dispatcher: Dispatcher;
  readonly allowed: Allowed;
  readonly log: Pick<AttemptLog, 'add'>;
  readonly clock: Clock;
  /** Log time, ms. */
  readonly logTime: () => number;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
  readonly onError: (error: unknown) => void;
  /** The clock of a receiver is so far from this one that signatures may be refused, ms; once each time that it comes to that. */
  readonly onSkew: (ms: number) => void;
}

/** A receiver refuses what was signed more than five minutes from its own time. */
const BAD_SKEW_MS = 240_000;

interface Posting {
  readonly endpoint: WebhookEndpoint;
  readonly message: MessageRow;
  readonly page: number;
  readonly body: Body;
  readonly readAt: number;
}

const FORBIDDEN: Answer = {
  ...{ status: null, failure: 'address_forbidden', retryAfter: null, date: null, text: '', tookMs: 0 },
};
/** It could not be told to anybody, so that it is told later. */
const LATER: Delivered = { verdict: 'again', retryAfterMs: 0 };
const DONE: Delivered = { verdict: 'delivered', retryAfterMs: 0 };
/** It was deleted or disabled in between. */
const UNWANTED: Delivered = { verdict: 'refused', retryAfterMs: 0 };

/** Takes a message to its endpoint: makes the body from what is known now, signs it, posts it, and keeps what came of it. */
export class Courier {
  readonly #parts: CourierParts;
  /** Of messages of several requests: how far they were taken. */
  readonly #marks = new PageMarks();
  #clockSkewMs = 0;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** How far the clock of the last receiver that said was ahead of this one, ms. */
  get clockSkewMs(): number {
    return this.#clockSkewMs;
  }

  /** One attempt at a message. Never rejects. */
  async deliver(endpoint: WebhookEndpoint, message: MessageRow): Promise<Delivered> {
    try {
      return await this.#deliver(endpoint, message);
    } catch (error) {
      this.#parts.onError(error);
      return LATER;
    }
  }

  /** Requests that were taken are not made again, as long as this process lives. */
  async #deliver({ id }: WebhookEndpoint, message: MessageRow): Promise<Delivered> {
    const { compose, dataThrough } = this.#parts;
    for (let page = this.#marks.next(message); ; page += 1) {
      const endpoint = this.#parts.endpoint(id);
      if (!endpoint?.details.active) return UNWANTED;
      const readAt = dataThrough();
      const body = await compose({ endpoint, message, page });
      if (body === null) return DONE;
      const answer = await this.#post({ endpoint, message, page, body, readAt });
      const verdict = verdictOf(endpoint, answer);
      if (verdict === 'delivered' && body.hasMore) {
        this.#marks.passed(message, page);
        continue;
      }
      if (verdict !== 'again') this.#marks.forget(message);
      return { verdict, retryAfterMs: this.#retryAfterMs(answer) };
    }
  }

  async #post(posting: Posting): Promise<Answer> {
    const { dispatcher, allowed, clock, logTime } = this.#parts;
    const { endpoint, body } = posting;
    const { url } = endpoint.details;
    const at = clock.now();
    const headers = headersOf(endpoint, { id: body.id, body: body.text, at, logTime: logTime() });
    // What was allowed when it was made may not be any more.
    const isForbidden = refuseUrl(url, allowed) !== null;
    const answer = isForbidden
      ? FORBIDDEN
      : await attempt({ url, headers, body: body.text }, { dispatcher, clock });
    this.#keep(posting, { at, headers, answer });
    this.#compareClocks(answer);
    return answer;
  }

  #keep(
    { endpoint, message, page, body, readAt }: Posting,
    { at, headers, answer }: { at: number; headers: Readonly<Record<string, string>>; answer: Answer },
  ): void {
    const { tookMs, status, failure, text } = answer;
    const { origin, pathname } = new URL(endpoint.details.url);
    this.#parts.log.add({
      ...{ endpoint: endpoint.id, message: message.id, sequence: message.sequence, page },
      ...{ tenant: endpoint.tenant, organization: endpoint.organization },
      ...{ attendee: body.attendee, hasPeople: body.hasPeople, readAt, at, tookMs },
      ...{ url: `${origin}${pathname}`, headers: shownHeaders(headers), body: excerptOf(body.text) },
      ...{ status, failure, answer: text },
    });
  }

  #retryAfterMs({ retryAfter }: Answer): number {
    return retryAfter === null ? 0 : (retryAfterMs(retryAfter, this.#parts.clock.now()) ?? 0);
  }

  #compareClocks({ date, tookMs }: Answer): void {
    const theirs = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(theirs)) return;
    const wasGood = Math.abs(this.#clockSkewMs) < BAD_SKEW_MS;
    this.#clockSkewMs = theirs - this.#parts.clock.now() + tookMs / 2;
    if (wasGood && Math.abs(this.#clockSkewMs) >= BAD_SKEW_MS) this.#parts.onSkew(this.#clockSkewMs);
  }
}

function verdictOf({ details }: WebhookEndpoint, { status }: Answer): Verdict {
  return details.flavour.kind === 'sequel' ? sequelVerdict(status) : standardVerdict(status);
}
