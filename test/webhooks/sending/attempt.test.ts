import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Allowed } from '../../../server/webhooks/guard/allowed.ts';
import { guardedAgent } from '../../../server/webhooks/guard/guarded-agent.ts';
import { attempt, TIMEOUT_MS } from '../../../server/webhooks/sending/attempt.ts';
import { CERTIFICATE } from '../fixtures/certificate.ts';
import { HandClock } from '../hand-clock.ts';
import { type Answering, openReceiver, status } from '../receiver.ts';

const MEGABYTE = Buffer.alloc(1_048_576, 'x');

interface Tried {
  readonly url: string;
  readonly ca?: string;
  readonly clock?: HandClock;
}

function attemptAt({ url, ca, clock = new HandClock() }: Tried) {
  const dispatcher = guardedAgent({
    allowed: new Allowed(['127.0.0.0/8', 'hooks.example', 'other.example']),
    timeoutMs: 5000,
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    ca,
  });
  onTestFinished(() => dispatcher.destroy());
  return attempt({ url, headers: { 'x-one': '1' }, body: '{"text":"Grüße"}' }, { dispatcher, clock });
}

async function answerTo(answering: Answering) {
  const { url } = await openReceiver(answering);
  return attemptAt({ url });
}

describe('an attempt', () => {
  it('posts headers and body as they are, and tells status and answer', async () => {
    const receiver = await openReceiver((response) => response.end('thanks'));
    const answer = await attemptAt(receiver);
    expect(answer).toMatchObject({ status: 200, failure: null, retryAfter: null, text: 'thanks', tookMs: 0 });
    expect(Date.parse(String(answer.date))).toBeGreaterThan(0);
    expect(receiver.received).toMatchObject([
      { path: '/hook', headers: { 'x-one': '1' }, body: '{"text":"Grüße"}' },
    ]);
  });

  it.each([200, 204, 400, 410, 500])('tells status %i', async (code) => {
    expect(await answerTo(status(code))).toMatchObject({ status: code, failure: null });
  });

  it('tells what Retry-After says', async () => {
    const answer = await answerTo(status(429, { 'retry-after': '120' }));
    expect(answer).toMatchObject({ status: 429, retryAfter: '120' });
  });

  it('does not follow a redirect', async () => {
    const inside = await openReceiver();
    const answer = await answerTo(status(302, { location: inside.url }));
    expect(answer).toMatchObject({ status: 302 });
    expect(inside.received).toEqual([]);
  });

  it('gives up a receiver that never answers, after 15 seconds of its clock', async () => {
    const clock = new HandClock();
    const receiver = await openReceiver(() => {});
    const answered = attemptAt({ url: receiver.url, clock });
    await receiver.count(1);
    clock.advance(TIMEOUT_MS - 1);
    clock.advance(1);
    expect(await answered).toMatchObject({ status: null, failure: 'timeout', tookMs: TIMEOUT_MS });
  });

  it('takes the status of a receiver whose answer comes a byte a second, and what came of it in time', async () => {
    const clock = new HandClock();
    const { url } = await openReceiver((response) => {
      response.writeHead(200).write('t');
      for (let second = 1; second < 60; second++) clock.after(second * 1000, () => response.write('h'));
    });
    const headersCame = new Promise<void>((resolve) => {
      const heard = () => {
        unsubscribe('undici:request:headers', heard);
        resolve();
      };
      subscribe('undici:request:headers', heard);
    });
    const answered = attemptAt({ url, clock });
    await headersCame;
    clock.advance(TIMEOUT_MS);
    expect(await answered).toMatchObject({ status: 200, failure: null, tookMs: TIMEOUT_MS });
  });

  it('reads 4 KB of an answer of a gigabyte', async () => {
    let written = 0;
    let closed: Promise<unknown> | undefined;
    const answer = await answerTo((response) => {
      const write = () => {
        while (!response.destroyed && written < 1024 && response.write(MEGABYTE)) written += 1;
      };
      closed = once(response.on('drain', write), 'close');
      write();
    });
    expect(answer).toMatchObject({ status: 200, text: 'x'.repeat(4096) });
    await closed;
    expect(written).toBeLessThan(32);
  });

  it('keeps what came of an answer that was cut off, and no half characters', async () => {
    const answer = await answerTo((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write(Buffer.from('Grüße ü').subarray(0, -1), () => response.destroy());
    });
    expect(answer).toMatchObject({ status: 200, text: 'Grüße ' });
  });

  it.each<[string, Answering, string]>([
    ['a receiver that hangs up', (response) => response.destroy(), 'connection_lost'],
    ['no HTTP', (response) => response.socket?.end('hello\r\n'), 'connection_lost'],
    [
      'endless headers',
      (response) => response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(99_999)}`),
      'connection_lost',
    ],
  ])('tells of %s', async (_, answering, failure) => {
    expect(await answerTo(answering)).toMatchObject({ status: null, failure });
  });

  it('tells of a port where nobody listens', async () => {
    const receiver = await openReceiver();
    const { url } = receiver;
    receiver.close();
    expect(await attemptAt({ url })).toMatchObject({ status: null, failure: 'connection_refused' });
  });

  it('tells of an address that is forbidden', async () => {
    const answer = await attemptAt({ url: 'https://10.0.0.1/hook' });
    expect(answer).toMatchObject({ status: null, failure: 'address_forbidden' });
  });

  it('wants a certificate of somebody known, for the host of the URL', async () => {
    const { port } = await openReceiver(status(200), { isSecure: true });
    const own = `https://hooks.example:${port}/`;
    expect(await attemptAt({ url: own })).toMatchObject({ status: null, failure: 'certificate' });
    expect(await attemptAt({ url: own, ca: CERTIFICATE })).toMatchObject({ status: 200 });
    const other = { url: `https://other.example:${port}/`, ca: CERTIFICATE };
    expect(await attemptAt(other)).toMatchObject({ status: null, failure: 'certificate' });
  });

  it('tells of TLS where there is none', async () => {
    const { port } = await openReceiver();
    const url = `https://hooks.example:${port}/`;
    expect(await attemptAt({ url })).toMatchObject({ status: null, failure: 'certificate' });
  });
});
