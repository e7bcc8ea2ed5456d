import { z } from 'zod';
import { StartError } from './start-error.ts';
import { Allowed } from './webhooks/guard/allowed.ts';

/** A setting that the server cannot run with. The message names every bad value and says what it should be. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
}

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)));

/** Nothing is not the number 0, which `Number('')` makes of it. */
const Digits = z.string().trim().min(1, 'must be a number');
const numeric = (number: z.ZodCoercedNumber<string>) => Digits.pipe(number);
const number = z.coerce.number<string>();

const seconds = (fallback: number) => numeric(number.gt(0).max(3600)).default(fallback);
const count = (fallback: number) => numeric(number.int().min(1)).default(fallback);
const flag = z
  .enum(['on', 'off', 'true', 'false', '1', '0', ''])
  .default('off')
  .transform((text) => ['on', 'true', '1'].includes(text));

/** Seconds; or HEARTBEAT_SECONDS, where that is more. */
const DEFAULT_HEARTBEAT_MAX = 120;

/** uWS drops a connection itself beyond its own limit, without a close code. */
export const HARD_MAX_MESSAGE_BYTES = 65_536;

const Secrets = list.refine(
  (secrets) => secrets.length <= 2 && secrets.every((secret) => Buffer.byteLength(secret) >= 32),
  'must be one or two secrets of at least 32 bytes each, separated by a comma',
);

const Origins = list.refine(
  (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
  'must be exact origins such as https://example.org, separated by commas',
);

/** Of one server, or of sentinels with the name of the master: `sentinel+redis://host:port,host:port/name`. */
const REDIS = /^(rediss?:\/\/[^,\s]+|sentinel\+rediss?:\/\/[^\s/]+\/[^\s/]+)$/;
const RedisUrl = z.string().regex(REDIS, {
  error: 'must be redis://host:port, rediss://host:port or sentinel+redis://host:port,host:port/name',
});

const SMTP = /^smtps?:\/\/[^\s/]+\/?(\?\S*)?$/;

/** Without the slash at its end. */
const PublicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).search === '' && new URL(url).hash === '', 'must have neither ? nor #')
  .transform((url) => url.replace(/\/+$/, ''));

const PrivateHosts = list.refine((entries) => {
  try {
    return new Allowed(entries) !== undefined;
  } catch {
    return false;
  }
}, 'must be host names, addresses or networks such as 10.0.0.0/8, separated by commas');

const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: numeric(number.int().min(0).max(65_535)).default(8080),
  DATA_DIR: z.string().min(1).default('./data'),
  REDIS_URL: RedisUrl.optional(),
  LOG_HOURS: numeric(number.gt(0).max(24 * 365)).default(24),
  LOG_BYTES: numeric(number.int().min(1_048_576)).default(2 * 1024 ** 3),
  SERIES_RETENTION_DAYS: numeric(number.gt(0).max(36_500)).default(90),
  BOOTSTRAP_URL: z.url({ protocol: /^https?$/ }).optional(),
  JWT_SECRET: Secrets.optional(),
  JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  JWT_ISSUER: z.string().min(1).optional(),
  JWT_AUDIENCE: z.string().min(1).optional(),
  HEARTBEAT_SECONDS: seconds(15),
  HEARTBEAT_MAX_SECONDS: numeric(number.gt(0).max(3600)).optional(),
  HEARTBEAT_BUDGET: numeric(number.gt(0).max(1)).default(0.1),
  TIMEOUT_SECONDS: seconds(45),
  RESUME_SECONDS: numeric(number.min(0).max(3600)).default(10),
  ALLOWED_ORIGINS: Origins.optional(),
  STRICT_SESSIONS: flag,
  MAX_CONNECTIONS: count(100_000),
  MAX_CONNECTIONS_PER_TENANT: numeric(number.int().min(1)).optional(),
  MAX_ACCEPTS_PER_SECOND: count(3000),
  MAX_SESSIONS_PER_CONNECTION: count(16),
  MAX_SUBSCRIPTIONS_PER_CONNECTION: count(256),
  MAX_MESSAGES_PER_SECOND: count(50),
  MAX_MESSAGE_BYTES: numeric(number.int().min(256).max(HARD_MAX_MESSAGE_BYTES)).default(16_384),
  PUBLIC_URL: PublicUrl.optional(),
  SMTP_URL: z.string().regex(SMTP, { error: 'must be smtp://host:port or smtps://host:port' }).optional(),
  MAIL_FROM: z.string().regex(/@/, { error: 'must be an e-mail address' }).optional(),
  REPORT_DAYS: numeric(number.gt(0).max(365)).default(7),
  WEBHOOK_ALLOW_PRIVATE: PrivateHosts.default([]),
  TRUST_PROXY: flag,
  METRICS_TOKEN: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What several nodes share. */
export interface RedisConfig {
  readonly url: string;
  /** How far back the log reaches, by time and by size. */
  readonly logMs: number;
  readonly logBytes: number;
  readonly seriesRetentionMs: number;
  /** Base URL of another node, whose file a new one copies. */
  readonly bootstrapUrl: string | undefined;
}

/** How messages are sent. */
export interface MailConfig {
  readonly url: string;
  /** Address of the sender. */
  readonly from: string;
}

/** Everything that can be set, complete and checked (design section 7). Durations in ms. */
export interface Config {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Undefined: one process with its log in memory. */
  readonly redis: RedisConfig | undefined;
  /** Undefined: one is made and kept in the data folder. The first signs, all verify. */
  readonly jwtSecrets: readonly string[] | undefined;
  readonly jwksUrl: string | undefined;
  readonly jwtIssuer: string | undefined;
  readonly jwtAudience: string | undefined;
  /** As long as heartbeats are within their budget. */
  readonly heartbeatMs: number;
  /** The longest that is asked for under load; the timeout grows with it. */
  readonly heartbeatMaxMs: number;
  /** Share of a core that heartbeats may take before clients are asked for fewer. */
  readonly heartbeatBudget: number;
  readonly timeoutMs: number;
  readonly resumeMs: number;
  /** Undefined: any (development). The server's own origin always passes. */
  readonly allowedOrigins: readonly string[] | undefined;
  readonly strictSessions: boolean;
  readonly maxConnections: number;
  readonly maxConnectionsPerTenant: number;
  /** Sockets that are let in a second; who comes beyond it is asked to come back. */
  readonly maxAcceptsPerSecond: number;
  readonly maxSessionsPerConnection: number;
  readonly maxSubscriptionsPerConnection: number;
  readonly maxMessagesPerSecond: number;
  readonly maxMessageBytes: number;
  /** Base URL by which people reach this server, for links that are sent; without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** Undefined: nothing is sent by e-mail. */
  readonly mail: MailConfig | undefined;
  /** How long reports and their files are kept. */
  readonly reportMs: number;
  /** Hosts and networks besides the public internet that webhooks may reach. */
  readonly webhookAllowPrivate: readonly string[];
  readonly trustProxy: boolean;
  readonly metricsToken: string | undefined;
  readonly logLevel: string;
}

/**
 * Checks settings by their names in the environment.
 * @throws ConfigError that lists every bad value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => describe(issue, environment)).join('\n'));
  }
  const env = parsed.data;
  if (env.TIMEOUT_SECONDS < 2 * env.HEARTBEAT_SECONDS) {
    throw new ConfigError(
      `TIMEOUT_SECONDS is ${env.TIMEOUT_SECONDS}: must be at least twice HEARTBEAT_SECONDS (${env.HEARTBEAT_SECONDS})`,
    );
  }
  const heartbeatMax = env.HEARTBEAT_MAX_SECONDS ?? Math.max(DEFAULT_HEARTBEAT_MAX, env.HEARTBEAT_SECONDS);
  if (heartbeatMax < env.HEARTBEAT_SECONDS) {
    throw new ConfigError(
      `HEARTBEAT_MAX_SECONDS is ${heartbeatMax}: must be at least HEARTBEAT_SECONDS (${env.HEARTBEAT_SECONDS})`,
    );
  }
  if (env.REDIS_URL !== undefined && env.JWT_SECRET === undefined) {
    throw new ConfigError('JWT_SECRET is not set: with REDIS_URL all nodes need the same one');
  }
  const secretConfigured = env.JWT_SECRET !== undefined || env.JWKS_URL !== undefined;
  return Object.freeze({
    host: env.HOST,
    port: env.PORT,
    dataDir: env.DATA_DIR,
    redis:
      env.REDIS_URL === undefined
        ? undefined
        : {
            url: env.REDIS_URL,
            logMs: env.LOG_HOURS * 3_600_000,
            logBytes: env.LOG_BYTES,
            seriesRetentionMs: env.SERIES_RETENTION_DAYS * 86_400_000,
            bootstrapUrl: env.BOOTSTRAP_URL,
          },
    jwtSecrets: env.JWT_SECRET,
    jwksUrl: env.JWKS_URL,
    jwtIssuer: env.JWT_ISSUER,
    jwtAudience: env.JWT_AUDIENCE,
    heartbeatMs: env.HEARTBEAT_SECONDS * 1000,
    heartbeatMaxMs: heartbeatMax * 1000,
    heartbeatBudget: env.HEARTBEAT_BUDGET,
    timeoutMs: env.TIMEOUT_SECONDS * 1000,
    resumeMs: env.RESUME_SECONDS * 1000,
    allowedOrigins: env.ALLOWED_ORIGINS ?? (secretConfigured ? [] : undefined),
    strictSessions: env.STRICT_SESSIONS,
    maxConnections: env.MAX_CONNECTIONS,
    maxConnectionsPerTenant: env.MAX_CONNECTIONS_PER_TENANT ?? Number.POSITIVE_INFINITY,
    maxAcceptsPerSecond: env.MAX_ACCEPTS_PER_SECOND,
    maxSessionsPerConnection: env.MAX_SESSIONS_PER_CONNECTION,
    maxSubscriptionsPerConnection: env.MAX_SUBSCRIPTIONS_PER_CONNECTION,
    maxMessagesPerSecond: env.MAX_MESSAGES_PER_SECOND,
    maxMessageBytes: env.MAX_MESSAGE_BYTES,
    publicUrl: env.PUBLIC_URL,
    mail: mailConfig(env),
    reportMs: env.REPORT_DAYS * 86_400_000,
    webhookAllowPrivate: env.WEBHOOK_ALLOW_PRIVATE,
    trustProxy: env.TRUST_PROXY,
    metricsToken: env.METRICS_TOKEN,
    logLevel: env.LOG_LEVEL,
  });
}

/** @throws ConfigError when mail could be sent, but from nobody or with links to nowhere. */
function mailConfig({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: z.infer<typeof Environment>) {
  if (SMTP_URL === undefined) return undefined;
  if (MAIL_FROM === undefined)
    throw new ConfigError('MAIL_FROM is not set: with SMTP_URL mail needs a sender');
  if (PUBLIC_URL === undefined)
    throw new ConfigError('PUBLIC_URL is not set: with SMTP_URL links in mail need it');
  return { url: SMTP_URL, from: MAIL_FROM };
}

/**
 * Reads the environment of this process, with other defaults where given.
 * @throws ConfigError that lists every bad value.
 */
export function readEnvironment(defaults: Readonly<Record<string, string>> = {}): Config {
  return readConfig({ ...defaults, ...process.env });
}

const SECRET_NAMES: ReadonlySet<string> = new Set(['JWT_SECRET', 'METRICS_TOKEN', 'REDIS_URL', 'SMTP_URL']);

function describe(
  issue: z.core.$ZodIssue,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const name = String(issue.path[0]);
  const value = SECRET_NAMES.has(name) ? 'set' : JSON.stringify(environment[name]);
  return `${name} is ${value}: ${issue.message}`;
}
