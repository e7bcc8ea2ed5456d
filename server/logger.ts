import { pino } from 'pino';

export type Logger = pino.Logger;

const REDACTED = [
  'token',
  'authorization',
  'headers.authorization',
  'auth',
  'auth.token',
  'secret',
  '*.token',
  '*.secret',
];

/** JSON lines on standard output; tokens and secrets never get into them. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
