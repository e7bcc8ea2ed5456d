/** What the log was doing when something failed. It goes on by itself in all of these. */
export type LogStage = 'connect' | 'check' | 'restore' | 'read' | 'write' | 'trim';

export type LogAlarm =
  | { readonly kind: 'clockJump'; readonly jumpMs: number }
  | { readonly kind: 'hashMismatch'; readonly position: string; readonly incarnation: string };

const REPEAT_MS = 10_000;

/** Only the operator can help. */
export class PasswordError extends Error {}

/** Says what an operator can do about a password. */
export function explained(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { message } = error;
  if (/^NOAUTH/.test(message)) {
    return new PasswordError(`Redis asks for a password, and REDIS_URL has none (${message})`);
  }
  if (/^(WRONGPASS|ERR AUTH|ERR invalid password)/.test(message)) {
    return new PasswordError(`Redis refuses the password of REDIS_URL (${message})`);
  }
  return error;
}

/** Tells of an error once, and again while it lasts, but not at every attempt. */
export class ErrorTold {
  readonly #tell: (error: Error, stage: LogStage) => void;
  readonly #now: () => number;
  #last = '';
  #toldAt = 0;

  constructor(tell: (error: Error, stage: LogStage) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
  }

  tell(error: Error, stage: LogStage): void {
    const text = `${stage}: ${error.message}`;
    const now = this.#now();
    if (text === this.#last && now - this.#toldAt < REPEAT_MS) return;
    this.#last = text;
    this.#toldAt = now;
    this.#tell(error, stage);
  }

  /** All is well again: the next one is news. */
  reset(): void {
    this.#last = '';
  }
}
