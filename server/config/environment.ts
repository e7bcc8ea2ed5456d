import { z } from 'zod';
import { Allowed } from '../webhooks/guard/allowed.ts';

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
const REDIS_RULE =
  'must be redis://host:port, rediss://host:port or sentinel+redis://host:port,host:port/name';
const RedisUrl = z
  .string()
  .regex(REDIS, { error: REDIS_RULE, abort: true })
  // Several sentinels are no URL; what reads theirs complains itself.
  .refine((url) => url.startsWith('sentinel+') || URL.canParse(url), REDIS_RULE);

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

/** Every setting by its name in the environment, each with a default that runs or optional. */
export const Environment = z.object({
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

export type Environment = z.infer<typeof Environment>;
