import { pino } from 'pino';

export type Logger = pino.Logger;

const SECRET_FIELDS = ['token', 'authorization', 'auth', 'secret', 'jwtSecrets', 'metricsToken'];

const REDACTED = [
  ...SECRET_FIELDS,
  ...SECRET_FIELDS.map((field) => `*.${field}`),
  '*.headers.authorization',
  '*.auth.token',
];

/** JSON lines, on standard output unless told otherwise; tokens and secrets never get into them. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
