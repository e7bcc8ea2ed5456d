import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../server/config.ts';

const SECRET = 's'.repeat(32);

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(environment)}`);
}

describe('the defaults', () => {
  it('run without any setting', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      dataDir: './data',
      jwtSecrets: undefined,
      jwksUrl: undefined,
      heartbeatMs: 15_000,
      heartbeatMaxMs: 120_000,
      heartbeatBudget: 0.1,
      timeoutMs: 45_000,
      resumeMs: 10_000,
      allowedOrigins: undefined,
      strictSessions: false,
      maxConnections: 100_000,
      maxConnectionsPerTenant: Number.POSITIVE_INFINITY,
      maxAcceptsPerSecond: 3000,
      maxSessionsPerConnection: 16,
      maxSubscriptionsPerConnection: 256,
      maxMessagesPerSecond: 50,
      maxMessageBytes: 16_384,
      webhookAllowPrivate: [],
      trustProxy: false,
      metricsToken: undefined,
      logLevel: 'info',
    });
  });

  it('allow any origin until a secret or a key set is configured, then none but those named', () => {
    expect(readConfig({}).allowedOrigins).toBeUndefined();
    expect(readConfig({ JWT_SECRET: SECRET }).allowedOrigins).toEqual([]);
    expect(readConfig({ JWKS_URL: 'https://id.example/keys' }).allowedOrigins).toEqual([]);
    expect(
      readConfig({ JWT_SECRET: SECRET, ALLOWED_ORIGINS: 'https://a.example, http://localhost:3000' })
        .allowedOrigins,
    ).toEqual(['https://a.example', 'http://localhost:3000']);
  });

  it('are frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});

describe('mail', () => {
  const SMTP_URL = 'smtps://user:pass@mail.example:465';

  it('needs a sender, and an address for its links', () => {
    expect(readConfig({}).mail).toBeUndefined();
    expect(refusal({ SMTP_URL })).toContain('MAIL_FROM');
    expect(refusal({ SMTP_URL, MAIL_FROM: 'a@b.example' })).toContain('PUBLIC_URL');
    const PUBLIC_URL = 'https://counts.example/base/';
    const { mail, publicUrl } = readConfig({ SMTP_URL, MAIL_FROM: 'a@b.example', PUBLIC_URL });
    expect([mail, publicUrl]).toEqual([
      { url: SMTP_URL, from: 'a@b.example' },
      'https://counts.example/base',
    ]);
  });

  it('never shows the password of a bad address', () => {
    expect(refusal({ SMTP_URL: 'ftp://user:hush@mail.example' })).not.toContain('hush');
  });
});

describe('with Redis', () => {
  it('there are a log of a day and 2 GiB, and series of 90 days', () => {
    const url = 'sentinel+redis://a:26379,b:26379/main';
    const { redis } = readConfig({ REDIS_URL: url, JWT_SECRET: SECRET });
    expect(redis).toEqual({
      url,
      logMs: 86_400_000,
      logBytes: 2_147_483_648,
      seriesRetentionMs: 7_776_000_000,
      bootstrapUrl: undefined,
    });
    expect(readConfig({}).redis).toBeUndefined();
  });
});

describe('a good value', () => {
  it('of seconds may have decimals', () => {
    const config = readConfig({ HEARTBEAT_SECONDS: '0.2', TIMEOUT_SECONDS: '0.4', RESUME_SECONDS: '0' });
    expect(config).toMatchObject({ heartbeatMs: 200, timeoutMs: 400, resumeMs: 0 });
  });

  it.each(['on', 'true', '1'])('of a switch is %s', (value) => {
    expect(readConfig({ STRICT_SESSIONS: value, TRUST_PROXY: value })).toMatchObject({
      strictSessions: true,
      trustProxy: true,
    });
  });

  it.each(['off', 'false', '0', ''])('of a switch that is off is %j', (value) => {
    expect(readConfig({ STRICT_SESSIONS: value }).strictSessions).toBe(false);
  });

  it('of WEBHOOK_ALLOW_PRIVATE are hosts, addresses and networks', () => {
    const { webhookAllowPrivate } = readConfig({ WEBHOOK_ALLOW_PRIVATE: 'hooks.internal, 10.0.0.0/8,::1' });
    expect(webhookAllowPrivate).toEqual(['hooks.internal', '10.0.0.0/8', '::1']);
  });

  it('of JWT_SECRET is one secret or a new and an old one', () => {
    expect(readConfig({ JWT_SECRET: SECRET }).jwtSecrets).toEqual([SECRET]);
    expect(readConfig({ JWT_SECRET: `${SECRET}, ${'t'.repeat(32)}` }).jwtSecrets).toEqual([
      SECRET,
      't'.repeat(32),
    ]);
  });

  it('of JWT_SECRET is measured in bytes', () => {
    expect(readConfig({ JWT_SECRET: 'é'.repeat(16) }).jwtSecrets).toEqual(['é'.repeat(16)]);
  });
});

describe('a bad value', () => {
  it.each([
    ['HOST', ''],
    ['PORT', ''],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PORT', '80.5'],
    ['DATA_DIR', ''],
    ['JWKS_URL', 'ftp://keys.example'],
    ['JWKS_URL', 'keys'],
    ['JWT_ISSUER', ''],
    ['JWT_AUDIENCE', ''],
    ['HEARTBEAT_SECONDS', '0'],
    ['HEARTBEAT_SECONDS', 'soon'],
    ['HEARTBEAT_MAX_SECONDS', '3601'],
    ['HEARTBEAT_BUDGET', '0'],
    ['HEARTBEAT_BUDGET', '1.1'],
    ['TIMEOUT_SECONDS', '3601'],
    ['RESUME_SECONDS', ' '],
    ['RESUME_SECONDS', '-1'],
    ['ALLOWED_ORIGINS', 'https://a.example/'],
    ['ALLOWED_ORIGINS', 'a.example'],
    ['ALLOWED_ORIGINS', '*'],
    ['STRICT_SESSIONS', 'yes'],
    ['MAX_CONNECTIONS', '0'],
    ['MAX_CONNECTIONS_PER_TENANT', '1.5'],
    ['MAX_SESSIONS_PER_CONNECTION', '0'],
    ['MAX_SUBSCRIPTIONS_PER_CONNECTION', 'many'],
    ['MAX_MESSAGES_PER_SECOND', '0'],
    ['MAX_MESSAGE_BYTES', '255'],
    ['MAX_MESSAGE_BYTES', '65537'],
    ['WEBHOOK_ALLOW_PRIVATE', ''],
    ['WEBHOOK_ALLOW_PRIVATE', '10.0.0.0/33'],
    ['WEBHOOK_ALLOW_PRIVATE', 'https://hooks.internal'],
    ['TRUST_PROXY', 'maybe'],
    ['LOG_LEVEL', 'verbose'],
  ])('of %s (%j) names itself', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`${name} is ${JSON.stringify(value)}: `);
  });

  it.each([
    ['shorter than 32 bytes', 's'.repeat(31)],
    ['empty', ''],
    ['one of three', [SECRET, SECRET, SECRET].join(',')],
    ['beside one that is too short', `${SECRET},short-and-private`],
  ])('of JWT_SECRET, %s, is refused without being shown', (_what, value) => {
    const message = refusal({ JWT_SECRET: value });
    expect(message).toMatch(/^JWT_SECRET is set: /);
    expect(message).not.toMatch(/s{31}|short-and-private/);
  });

  it('does not hide another one', () => {
    const lines = refusal({ PORT: 'http', LOG_LEVEL: 'loud', MAX_CONNECTIONS: '0' }).split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['PORT', 'MAX_CONNECTIONS', 'LOG_LEVEL']);
  });

  it('is a timeout below two heartbeats', () => {
    expect(refusal({ HEARTBEAT_SECONDS: '15', TIMEOUT_SECONDS: '29.9' })).toBe(
      'TIMEOUT_SECONDS is 29.9: must be at least twice HEARTBEAT_SECONDS (15)',
    );
    expect(readConfig({ HEARTBEAT_SECONDS: '15', TIMEOUT_SECONDS: '30' }).timeoutMs).toBe(30_000);
    expect(refusal({ HEARTBEAT_MAX_SECONDS: '14.9' })).toBe(
      'HEARTBEAT_MAX_SECONDS is 14.9: must be at least HEARTBEAT_SECONDS (15)',
    );
    expect(readConfig({ HEARTBEAT_SECONDS: '300', TIMEOUT_SECONDS: '900' }).heartbeatMaxMs).toBe(300_000);
  });

  it('is a REDIS_URL of another kind, or one without a secret that all nodes share', () => {
    for (const url of [
      'http://localhost',
      'redis://',
      'sentinel+redis://host:1',
      'redis://a:1,redis://b:1',
      'redis://user:hush@host:99999',
    ]) {
      expect(refusal({ REDIS_URL: url, JWT_SECRET: SECRET })).toContain('REDIS_URL is set: must be redis://');
    }
    expect(refusal({ REDIS_URL: 'redis://localhost' })).toContain('JWT_SECRET is not set');
  });
});
