import { beforeAll, describe, expect, test } from 'vitest';
import { RawSocket } from '../support/raw-socket.ts';
import { linesWithSecrets } from '../support/secrets-found.ts';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { mint } from '../support/tokens.ts';

const PASSWORDS = ['smtp-pass-4711', 'metrics-pass-4711', 'next-secret-of-32-bytes-or-even-more'] as const;
const [SMTP, METRICS, NEXT] = PASSWORDS;
const REDIS = 'redis-pass-4711';
const PERSON = { name: 'Wilhelmina Quux', email: 'wilhelmina@quux.example', phone: '+41791234711' };

describe('a server whose Redis is away', () => {
  const server = useTestServer({ REDIS_URL: `redis://node:${REDIS}@127.0.0.1:1` });

  test('complains without the password', async () => {
    await expect.poll(() => server.logged.join(''), SOON).toContain('ECONNREFUSED');
    expect(linesWithSecrets(server.logged, [REDIS])).toEqual([]);
  });
});

describe('a server whose mail is refused', () => {
  /** The mail server is away, so that it is complained about. */
  const server = useTestServer({
    JWT_SECRET: `a-secret-for-tests-of-32-bytes-or-more,${NEXT}`,
    SMTP_URL: `smtp://desk:${SMTP}@127.0.0.1:1`,
    MAIL_FROM: 'headcount@server.example',
    PUBLIC_URL: 'https://headcount.example',
    METRICS_TOKEN: METRICS,
  });

  let tenant: Tenant;
  let secrets: string[] = [];
  beforeAll(async () => {
    tenant = server.tenant();
    const token = tenant.token('boss', { role: 'admin', ...PERSON });
    const make = async (path: string, body: object) =>
      (await tenant.call(path, { method: 'POST', token, body })).json;
    const { key } = await make('/v1/keys', { name: 'k', role: 'admin' });
    const { secret } = await make('/v1/webhooks', { url: 'https://hooks.example/x' });
    const { token: minted } = await make('/v1/tokens', { sub: 'ann', ...withoutPhone });
    const { access_token } = await make('/compat/sequel/api/oauth/token', {
      ...{ client_id: String(key).split('_')[1], client_secret: key, grant_type: 'client_credentials' },
    });
    secrets = [token, key, secret, minted, access_token].map(String);
    expect(secrets.every((text) => text.length > 20)).toBe(true);
  });

  const { phone: _, ...withoutPhone } = PERSON;

  test('secrets and people, wherever clients put them, do not get into the log', async () => {
    const { name, email } = PERSON;
    const stale = mint({ org: tenant.org, role: 'admin', exp: 1, ...PERSON });
    for (const text of [...secrets, stale, ...PASSWORDS, name, email]) await everywhere(text);
    await tenant.call('/v1/attendees/wilhelmina', { method: 'PUT', body: PERSON });
    await tenant.putSession('s1');
    const rule = { name, scope: 'session:s1', condition: { kind: 'above', threshold: 0 }, emails: [email] };
    const made = await tenant.call('/v1/alerts', { method: 'POST', body: { ...rule, coolDownSeconds: 0 } });
    expect(made.status).toBe(201);
    const client = await tenant.enter('wilhelmina', 's1', PERSON);
    await client.engage('s1', 'chat.message', { text: `${name} ${email} ${secrets[1]}` });
    await expect.poll(() => server.logged.join(''), SOON).toContain('a message could not be sent');
    client.cut();
    await server.halt();
    expect(server.logged.length).toBeGreaterThan(2);
    const people = Object.values(PERSON);
    expect(linesWithSecrets(server.logged, [...secrets, stale, ...PASSWORDS, ...people])).toEqual([]);
  });

  /** In every place of a request, and of what is no good request at all. */
  async function everywhere(text: string): Promise<void> {
    const encoded = encodeURIComponent(text);
    const json = { 'content-type': 'application/json' };
    await Promise.all([
      tenant.call('/v1/organizations', { token: text }),
      tenant.call(`/v1/sessions/${encoded}/summary?cursor=${encoded}&token=${encoded}`),
      tenant.call(`/v1/attendees?email=${encoded}&access_token=${encoded}`),
      tenant.call('/v1/events/e1', { method: 'PUT', body: { title: text, [text.slice(0, 64)]: text } }),
      tenant.call('/v1/events/e1', { method: 'PUT', body: `{"title":"${text}`, headers: json }),
      tenant.call('/v1/import', {
        method: 'POST',
        ...{ body: `{"kind":"${text}"}\n${text}`, headers: { 'content-type': 'application/x-ndjson' } },
      }),
      tenant.call('/compat/accelevents/rest/host/session/analytics', { token: null, headers: { key: text } }),
      server.call('/metrics', { token: text }),
      server.call(`/v1/reports/x/file?signature=${encoded}&expires=1`),
      server.call(`/${encoded}`, { headers: { cookie: text, referer: `https://x.example/?${encoded}` } }),
      breakIn(encoded),
      knock(text),
    ]);
  }

  /** As the name and the value of a header; what the server makes of it does not matter. */
  async function breakIn(text: string): Promise<void> {
    const raw = await RawSocket.open(server.port);
    raw.write(`GET /${text} HTTP/1.1\r\nHost: localhost\r\n${text}: ${text}\r\n\r\n`);
    await raw.untilLength(1).catch(() => {});
    raw.destroy();
  }

  /** As a token, in the address and in messages of a socket. */
  async function knock(text: string): Promise<void> {
    const stranger = await tenant.knock('ann', { token: text });
    await stranger.admission();
    stranger.cut();
    const client = await tenant.connect('ann');
    client.send({ type: text, session: text });
    expect(await client.refusal({ type: 'join', session: `${text} ` })).toBeDefined();
    expect(
      await client.refusal({ type: 'engage', session: 's1', action: text, data: { text } }),
    ).toBeDefined();
    client.cut();
  }
});
