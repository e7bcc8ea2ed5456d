import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_WAITING, Mailer, type MailerOptions } from '../../server/mail/mailer.ts';
import { startMailServer } from '../support/mail-server.ts';

const MAIL = { to: 'ann@people.example', subject: 'Ready', text: 'Your report is ready.' };

function mailerTo(url: string, more: Partial<MailerOptions> = {}) {
  const outcomes: string[] = [];
  const errors: boolean[] = [];
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const mailer = new Mailer({
    ...{ url, from: 'headcount@server.example', retryMs: [0, 0] },
    onOutcome: (outcome) => {
      outcomes.push(outcome);
      tell();
    },
    onError: (_error, isLast) => errors.push(isLast),
    ...more,
  });
  onTestFinished(() => mailer.close());
  return { mailer, outcomes, errors, told };
}

test('a message arrives as text and as a page', async () => {
  const { url, received } = await startMailServer();
  const { mailer, outcomes, told } = mailerTo(url);
  expect(mailer.send({ ...MAIL, html: '<p>Your report</p>' })).toBe(true);
  await told;
  expect(outcomes).toEqual(['sent']);
  expect(received[0]).toContain('To: ann@people.example');
  expect(received[0]).toContain('From: headcount@server.example');
  expect(received[0]).toContain('Your report is ready.');
  expect(received[0]).toContain('<p>Your report</p>');
});

test('what the server cannot take now is sent again, and what it refuses for good is not', async () => {
  const later = await startMailServer([451, 451]);
  const first = mailerTo(later.url);
  first.mailer.send(MAIL);
  await first.told;
  expect([first.outcomes, first.errors]).toEqual([['sent'], [false, false]]);
  const never = await startMailServer([550]);
  const second = mailerTo(never.url);
  second.mailer.send(MAIL);
  await second.told;
  expect([second.outcomes, second.errors, never.received]).toEqual([['failed'], [true], []]);
});

test('a server that is away holds up nobody, and the queue has an end', async () => {
  const { mailer, outcomes } = mailerTo('smtp://127.0.0.1:1', { retryMs: [3_600_000] });
  const taken = Array.from({ length: MAX_WAITING + 1 }, () => mailer.send(MAIL));
  expect(taken.filter(Boolean)).toHaveLength(MAX_WAITING);
  expect(outcomes).toEqual(['dropped']);
  await mailer.close();
  expect(outcomes).toEqual(['dropped', 'failed']);
  expect(mailer.send(MAIL)).toBe(false);
});

test('a failure says what went wrong, and nobody’s address', async () => {
  const { url } = await startMailServer([550]);
  const failures: unknown[] = [];
  const { mailer, told } = mailerTo(url, { onError: (failure) => failures.push(failure) });
  mailer.send(MAIL);
  await told;
  expect(failures).toMatchObject([{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }]);
  expect(inspect(failures, { depth: null })).not.toContain('people.example');
});

test.each(['no address', 'ann@people.example\r\nRCPT TO:<bob@people.example>'])(
  'a failure of %j does not repeat it',
  async (to) => {
    const { url } = await startMailServer([550, 550]);
    const failures: unknown[] = [];
    const { mailer, told } = mailerTo(url, { onError: (failure) => failures.push(failure) });
    mailer.send({ ...MAIL, to });
    await told;
    expect(failures.length).toBeGreaterThan(0);
    expect(inspect(failures, { depth: null })).not.toMatch(/no address|people\.example/);
  },
);
