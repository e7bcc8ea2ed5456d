import { setTimeout } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { within } from '../within.ts';
import type { Mail, Mailbox } from './mail.ts';
import { MailFailure } from './mail-failure.ts';

export interface MailerOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: string;
  readonly from: string;
  /** A message was sent, given up, or not taken. */
  readonly onOutcome: (outcome: MailOutcome) => void;
  /** What went wrong; `isLast`: the message is given up. It names nobody. */
  readonly onError: (error: MailFailure, isLast: boolean) => void;
  /** How long to wait before each further attempt, ms. @default 10 s, 1 min, 10 min */
  readonly retryMs?: readonly number[];
}

export type MailOutcome = 'sent' | 'failed' | 'dropped';

/** So many messages wait at most: an SMTP server that is away must not fill the memory. */
export const MAX_WAITING = 1000;
const RETRY_MS = [10_000, 60_000, 600_000];
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
const CLOSE_MS = 5000;

/** Refused for good: the same message would be refused again. */
function isFinal({ responseCode = 0 }: MailFailure): boolean {
  return responseCode >= 500;
}

/** Sends one message after the other, and tries again what the server could not take now. Nobody waits for it. */
export class Mailer implements Mailbox {
  readonly #options: MailerOptions;
  readonly #transport: ReturnType<typeof createTransport>;
  readonly #waiting: Mail[] = [];
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: MailerOptions) {
    this.#options = options;
    this.#transport = createTransport({
      url: options.url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  send(mail: Mail): boolean {
    if (this.#closing.signal.aborted || this.#waiting.length >= MAX_WAITING) {
      this.#options.onOutcome('dropped');
      return false;
    }
    this.#waiting.push(mail);
    this.#running ??= this.#run();
    return true;
  }

  /** Gives up what waits; resolves when the message on its way has arrived or failed, or takes too long. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#waiting.length = 0;
    await within(CLOSE_MS, Promise.resolve(this.#running)).catch(() => {});
    this.#transport.close();
  }

  async #run(): Promise<void> {
    for (let mail = this.#waiting[0]; mail !== undefined; mail = this.#waiting[0]) {
      const outcome = await this.#deliver(mail);
      this.#waiting.shift();
      this.#options.onOutcome(outcome);
    }
    this.#running = undefined;
  }

  async #deliver(mail: Mail): Promise<MailOutcome> {
    const { from, retryMs = RETRY_MS, onError } = this.#options;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#transport.sendMail({ from, ...mail });
        return 'sent';
      } catch (error) {
        const failure = new MailFailure(error);
        const wait = retryMs[attempt];
        const isLast = wait === undefined || isFinal(failure) || this.#closing.signal.aborted;
        onError(failure, isLast);
        if (isLast) return 'failed';
        await this.#pause(wait);
      }
    }
  }

  /** Ends early when this closes; the attempt after it is the last. */
  async #pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.#closing.signal }).catch(() => {});
  }
}
