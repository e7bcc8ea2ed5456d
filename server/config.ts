import type { z } from 'zod';
import { Environment } from './config/environment.ts';
import { StartError } from './start-error.ts';

/** A setting that the server cannot run with. The message names every bad value and says what it should be. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
}

/** Seconds; or HEARTBEAT_SECONDS, where that is more. */
const DEFAULT_HEARTBEAT_MAX = 120;

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

/** Everything that can be set, complete and checked. Durations in ms. */
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
  const heartbeatMax = env.HEARTBEAT_MAX_SECONDS ?? Math.max(DEFAULT_HEARTBEAT_MAX, env.HEARTBEAT_SECONDS);
  checkTogether(env, heartbeatMax);
  const secretConfigured = env.JWT_SECRET !== undefined || env.JWKS_URL !== undefined;
  return Object.freeze({
    host: env.HOST,
    port: env.PORT,
    dataDir: env.DATA_DIR,
    redis: redisConfig(env),
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

/** @throws ConfigError for settings that are good alone, but not with each other. */
function checkTogether(env: Environment, heartbeatMax: number): void {
  const { HEARTBEAT_SECONDS: heartbeat, TIMEOUT_SECONDS: timeout } = env;
  if (timeout < 2 * heartbeat) {
    throw new ConfigError(
      `TIMEOUT_SECONDS is ${timeout}: must be at least twice HEARTBEAT_SECONDS (${heartbeat})`,
    );
  }
  if (heartbeatMax < heartbeat) {
    throw new ConfigError(
      `HEARTBEAT_MAX_SECONDS is ${heartbeatMax}: must be at least HEARTBEAT_SECONDS (${heartbeat})`,
    );
  }
  if (env.REDIS_URL !== undefined && env.JWT_SECRET === undefined) {
    throw new ConfigError('JWT_SECRET is not set: with REDIS_URL all nodes need the same one');
  }
}

function redisConfig(env: Environment): RedisConfig | undefined {
  if (env.REDIS_URL === undefined) return undefined;
  return {
    url: env.REDIS_URL,
    logMs: env.LOG_HOURS * 3_600_000,
    logBytes: env.LOG_BYTES,
    seriesRetentionMs: env.SERIES_RETENTION_DAYS * 86_400_000,
    bootstrapUrl: env.BOOTSTRAP_URL,
  };
}

/** @throws ConfigError when mail could be sent, but from nobody or with links to nowhere. */
function mailConfig({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: Environment) {
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
