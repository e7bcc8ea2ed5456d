import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebhookEndpoint } from '../../server/live/endpoints.ts';
import type { Body, Compose } from '../../server/webhooks/bodies/body.ts';
import { Courier } from '../../server/webhooks/courier.ts';
import { Allowed } from '../../server/webhooks/guard/allowed.ts';
import { guardedAgent } from '../../server/webhooks/guard/guarded-agent.ts';
import { Sender } from '../../server/webhooks/sender.ts';
import { PAUSES_MS } from '../../server/webhooks/sending/schedule.ts';
import type { MessageRow, WebhookAttempt } from '../../storage/types.ts';
import { endpointRow, FakeOutbox, messageRow } from './fake-outbox.ts';
import { CERTIFICATE } from './fixtures/certificate.ts';
import { HandClock } from './hand-clock.ts';
import { openReceiver, type Receiver, status } from './receiver.ts';

const TEXT = '{"text":"Grüße 🎉","ratio":0.1}';
const DAY_MS = 86_400_000;

const one =
  (parts: Partial<Body> = {}): Compose =>
  ({ message }) =>
    Promise.resolve({
      id: message.id,
      text: TEXT,
      hasMore: false,
      attendee: null,
      hasPeople: false,
      ...parts,
    });

interface Options {
  readonly compose?: Compose;
  readonly allow?: readonly string[];
  readonly clock?: HandClock;
}

function courierWith({ compose = one(), allow = ['127.0.0.0/8', 'hooks.example'], clock }: Options = {}) {
  const kept: WebhookAttempt[] = [];
  const skews: number[] = [];
  const allowed = new Allowed(allow);
  const dispatcher = guardedAgent({
    ...{ allowed, timeoutMs: 5000, ca: CERTIFICATE },
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  });
  onTestFinished(() => dispatcher.destroy());
  const time = clock ?? new HandClock(Date.now());
  const endpoints = new Map<string, WebhookEndpoint>();
  const courier = new Courier({
    endpoint: (id) => endpoints.get(id),
    ...{ compose, dispatcher, allowed, clock: time, log: { add: (attempt) => kept.push(attempt) } },
    logTime: () => time.now(),
    dataThrough: () => 17,
    onError: () => {},
    onSkew: (ms) => skews.push(ms),
  });
  const deliver = (endpoint: WebhookEndpoint, message: MessageRow) => {
    endpoints.set(endpoint.id, endpoint);
    return courier.deliver(endpoint, message);
  };
  return { courier: { deliver }, endpoints, kept, skews, skewMs: () => courier.clockSkewMs, clock: time };
}

const endpointAt = (url: string, parts: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  ...endpointRow('e1', { url }),
  ...parts,
});

const sequelAt = (url: string): WebhookEndpoint =>
  endpointRow('e1', {
    url,
    flavour: { kind: 'sequel', eventType: 'virtual-stage-event-ended', batchSize: 2 },
  });

const OLD = `whsec_${Buffer.from('o'.repeat(24)).toString('base64')}`;

describe('a request', () => {
  it('is what the reference library of Standard Webhooks verifies, also with the secret before', async () => {
    const receiver = await openReceiver();
    const { courier, clock } = courierWith();
    const previous = { secret: OLD, until: clock.now() + 1000 };
    const endpoint = endpointAt(receiver.url, { previous });
    expect(await courier.deliver(endpoint, messageRow())).toEqual({ verdict: 'delivered', retryAfterMs: 0 });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    for (const secret of [endpoint.secret, OLD]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(TEXT));
    }
    expect(headers).toMatchObject({
      'webhook-id': 'msg_1',
      'content-type': 'application/json',
      'user-agent': 'headcount-webhooks',
    });
    clock.advance(1000);
    await courier.deliver(endpoint, messageRow());
    const later = receiver.received[1]?.headers ?? {};
    expect(() => new Webhook(OLD).verify(body, later)).toThrow('No matching signature');
  });

  it('to a Sequel subscription has the headers of Sequel, and is signed besides', async () => {
    const receiver = await openReceiver();
    const endpoint = sequelAt(receiver.url);
    await courierWith().courier.deliver(endpoint, messageRow());
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    expect(headers).toMatchObject({
      'user-agent': 'introvoke-web-hook',
      'x-introvoke-web-hook-auth': endpoint.secret,
      'content-type': 'application/json',
    });
    expect(new Webhook(endpoint.secret).verify(body, headers)).toEqual(JSON.parse(TEXT));
  });

  it('is not made to an endpoint that is not allowed any more', async () => {
    const receiver = await openReceiver();
    const { courier, kept } = courierWith({ allow: [] });
    expect(await courier.deliver(endpointAt(receiver.url), messageRow())).toMatchObject({ verdict: 'again' });
    expect(receiver.received).toEqual([]);
    expect(kept).toMatchObject([{ status: null, failure: 'address_forbidden' }]);
  });

  it('is not made where there is nothing to say, and later where nothing could be said', async () => {
    const receiver = await openReceiver();
    const silent = courierWith({ compose: () => Promise.resolve(null) });
    const broken = courierWith({ compose: () => Promise.reject(new Error('no file')) });
    const endpoint = endpointAt(receiver.url);
    expect(await silent.courier.deliver(endpoint, messageRow())).toMatchObject({ verdict: 'delivered' });
    expect(await broken.courier.deliver(endpoint, messageRow())).toMatchObject({ verdict: 'again' });
    expect(receiver.received).toEqual([]);
  });
});

describe('what is kept of an attempt', () => {
  it('is request and answer without secrets, 4 KB of either', async () => {
    const receiver = await openReceiver((response) => response.writeHead(500).end('n'.repeat(9999)));
    const { courier, kept } = courierWith({
      compose: one({ text: `"${'ü'.repeat(9999)}"`, attendee: 5, hasPeople: true }),
    });
    const endpoint = sequelAt(`${receiver.url}?token=secret`);
    await courier.deliver(endpoint, messageRow({ sequence: 3 }));
    expect(kept).toMatchObject([
      {
        ...{ endpoint: 'e1', message: 'msg_3', sequence: 3, page: 1, tenant: 1, organization: 1 },
        ...{ attendee: 5, hasPeople: true, readAt: 17, url: receiver.url, status: 500, failure: null },
        headers: { 'webhook-id': 'msg_3', 'user-agent': 'introvoke-web-hook' },
        answer: 'n'.repeat(4096),
      },
    ]);
    expect(kept[0]?.body).toBe(`"${'ü'.repeat(2047)}`);
    expect(JSON.stringify(kept)).not.toContain(endpoint.secret);
    expect(JSON.stringify(kept)).not.toContain('token');
    expect(JSON.stringify(kept)).not.toContain('v1,');
  });
});

describe('what comes in several requests', () => {
  const pages: Compose = ({ page }) =>
    Promise.resolve({
      ...{ id: `msg_1-${page}`, text: `{"page":${page}}`, hasMore: page < 3 },
      ...{ attendee: null, hasPeople: true },
    });
  const idsOf = ({ received }: Receiver) => received.map(({ headers }) => headers['webhook-id']);

  it('is sent one after the other, and goes on where it failed', async () => {
    const receiver = await openReceiver((response, { body }) =>
      response.writeHead(body === '{"page":2}' && receiver.received.length < 3 ? 500 : 200).end(),
    );
    const { courier } = courierWith({ compose: pages });
    const endpoint = sequelAt(receiver.url);
    expect(await courier.deliver(endpoint, messageRow())).toMatchObject({ verdict: 'again' });
    expect(idsOf(receiver)).toEqual(['msg_1-1', 'msg_1-2']);
    const again = messageRow({ attempts: 1 });
    expect(await courier.deliver(endpoint, again)).toMatchObject({ verdict: 'delivered' });
    expect(idsOf(receiver).slice(2)).toEqual(['msg_1-2', 'msg_1-3']);
    await courier.deliver(endpoint, messageRow());
    expect(idsOf(receiver).slice(4)).toEqual(['msg_1-1', 'msg_1-2', 'msg_1-3']);
  });

  it('stops where the endpoint goes in between', async () => {
    const receiver = await openReceiver((response) => {
      endpoints.clear();
      response.end();
    });
    const { courier, endpoints } = courierWith({ compose: pages });
    expect(await courier.deliver(sequelAt(receiver.url), messageRow())).toMatchObject({ verdict: 'refused' });
    expect(idsOf(receiver)).toEqual(['msg_1-1']);
  });
});

/** A sender and its courier over an outbox of one message, and a clock that goes when it is told to. */
function senderTo(url: string, clock: HandClock, outbox = new FakeOutbox()) {
  const { courier, kept } = courierWith({ clock });
  outbox.endpoints.set('e1', endpointAt(url));
  if (outbox.rows.length === 0) outbox.put(messageRow({ queuedAt: clock.now() }));
  const sender = new Sender({
    ...{ outbox, endpoint: outbox.endpoint, write: outbox.write, clock, abort: () => {} },
    deliver: (endpoint: WebhookEndpoint, message: MessageRow) => courier.deliver(endpoint, message),
    isSending: () => true,
    logTime: () => clock.now(),
    random: () => 0,
    onError: (error) => expect.unreachable(String(error)),
  });
  return { sender, outbox, kept };
}

/** Resolves when so many changes have been written. */
async function written({ changes }: FakeOutbox, count: number): Promise<void> {
  while (changes.length < count) await new Promise((resolve) => setImmediate(resolve));
}

describe('a receiver', () => {
  it('that answers 500 and then 200 has the same message twice, with the same id', async () => {
    const clock = new HandClock(Date.now());
    const receiver = await openReceiver((response) =>
      response.writeHead(receiver.received.length === 1 ? 500 : 200).end(),
    );
    const { sender, outbox } = senderTo(receiver.url, clock);
    await sender.look();
    await written(outbox, 1);
    clock.advance(PAUSES_MS[0] ?? 0);
    await sender.look();
    await written(outbox, 2);
    expect(outbox.rows[0]).toMatchObject({ status: 'delivered', attempts: 2 });
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
  });

  it('that answers 410 is told nothing any more', async () => {
    const receiver = await openReceiver(status(410));
    const { sender, outbox } = senderTo(receiver.url, new HandClock(Date.now()));
    await sender.look();
    await written(outbox, 2);
    expect(outbox.changes[1]).toMatchObject({ kind: 'disableWebhook', reason: 'gone' });
  });

  const in100 = new Date(Math.ceil(Date.now() / 1000) * 1000 + 100_000).toUTCString();
  it.each([
    ['seconds', '100', 100_000, 100_000],
    ['a date', in100, 99_000, 101_000],
    ['a year', '31536000', DAY_MS, DAY_MS],
    ['nonsense', 'later', 5000, 5000],
    ['the past', 'Sun, 06 Nov 1994 08:49:37 GMT', 5000, 5000],
  ])('that answers 429 with %s is left alone for so long', async (_, header, least, most) => {
    const clock = new HandClock(Date.now());
    const receiver = await openReceiver(status(429, { 'retry-after': header }));
    const { sender, outbox } = senderTo(receiver.url, clock);
    await sender.look();
    await written(outbox, 1);
    const pause = (outbox.rows[0]?.nextAt ?? 0) - clock.now();
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThanOrEqual(most + 1000);
  });

  it('that had the message when the process ended before it was written has it again, with the same id', async () => {
    const clock = new HandClock(Date.now());
    const receiver = await openReceiver();
    const first = senderTo(receiver.url, clock);
    first.outbox.refusal = 'unavailable';
    await first.sender.look();
    await receiver.count(1);
    first.outbox.refusal = null;
    const second = senderTo(receiver.url, clock, first.outbox);
    await second.sender.look();
    await receiver.count(2);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(['msg_1', 'msg_1']);
  });

  it('whose certificate is for another host is not told', async () => {
    const { port } = await openReceiver(status(200), { isSecure: true });
    const clock = new HandClock(Date.now());
    const { sender, outbox, kept } = senderTo(`https://127.0.0.1:${port}/`, clock);
    await sender.look();
    await written(outbox, 1);
    expect(kept).toMatchObject([{ status: null, failure: 'certificate' }]);
  });

  it('whose clock is wrong is noticed', async () => {
    const receiver = await openReceiver((response) => {
      response.setHeader('date', new Date(Date.now() - 600_000).toUTCString()).end();
    });
    const { courier, skews, skewMs } = courierWith();
    await courier.deliver(endpointAt(receiver.url), messageRow());
    await courier.deliver(endpointAt(receiver.url), messageRow());
    expect(skewMs()).toBeLessThan(-590_000);
    expect(skews).toHaveLength(1);
  });
});
