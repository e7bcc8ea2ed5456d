import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, usePageBrowser } from '../support/page-browser.ts';
import { usePageServer } from '../support/page-server.ts';
import type { Tenant } from '../support/tenant.ts';
import { type Received, Receiver } from '../webhooks/receiver.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** Of a length as the page writes it: `1h 2m`, `5m 3s`. Hours are shown without seconds. */
function secondsOf(text: string): number {
  const units = { h: 3600, m: 60, s: 1 } as Readonly<Record<string, number>>;
  return [...text.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}

describe.skipIf(CHROMIUM === null)('the page of a real server', () => {
  const server = usePageServer({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' });
  const browser = usePageBrowser();
  let tenant: Tenant;
  let page: Page;
  let receiver: Receiver;
  const admin = () => tenant.token('boss', { role: 'admin' });
  const items = async (path: string) => (await tenant.call(path, { token: admin() })).json.items;

  beforeAll(async () => {
    page = browser.page;
    receiver = await Receiver.open((response) => response.end(HOSTILE));
    tenant = server.tenant();
    await tenant.putSession('s1');
  });

  afterAll(() => receiver.close());

  const open = (token: string, hash: string) => browser.open(server.url, token, hash);

  it('shows the operations to admins alone', async () => {
    await open(tenant.token('desk', { role: 'operator' }), 'scope=session:s1');
    await page.getByTestId('concurrent').filter({ hasText: '0' }).waitFor();
    expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await open(admin(), 'scope=session:s1');
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByTestId('node').getByText('Ready for traffic').waitFor();
  });

  it('makes a key whose text is shown once and works, and deletes it after a second thought', async () => {
    const keys = page.getByTestId('keys');
    await keys.getByRole('button', { name: 'Make a key' }).click();
    await keys.getByText('Give the key a name.').waitFor();
    await keys.getByLabel('Name').fill('<b>door</b>');
    await keys.getByRole('button', { name: 'Make a key' }).click();
    const token = await keys.getByTestId('secret').inputValue();
    expect((await tenant.call('/v1/series/session:s1', { token })).status).toBe(200);
    expect(await browser.faults()).toEqual([]);
    await keys.getByRole('button', { name: 'Done' }).click();
    expect(await keys.getByTestId('secret').count()).toBe(0);
    await keys.getByRole('button', { name: 'Delete the key <b>door</b>' }).click();
    expect(await items('/v1/keys')).toHaveLength(1);
    await keys.getByRole('button', { name: 'Delete it' }).click();
    await keys.getByText('No API keys yet.').waitFor();
    expect(await items('/v1/keys')).toEqual([]);
    expect((await tenant.call('/v1/series/session:s1', { token })).status).toBe(401);
    expect(browser.complaints).toEqual([]);
  });

  async function received(count: number): Promise<Received> {
    await receiver.count(count);
    return receiver.received[count - 1] as Received;
  }

  it('makes, tries, changes and deletes a webhook, whose secret is shown once', async () => {
    const webhooks = page.getByTestId('webhooks');
    await webhooks.getByRole('button', { name: 'New webhook' }).click();
    await webhooks.getByLabel('URL').fill(receiver.url);
    await webhooks.getByLabel('Description').fill(HOSTILE);
    await webhooks.getByRole('button', { name: 'Make the webhook' }).click();
    const secret = await webhooks.getByTestId('secret').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await webhooks.getByRole('button', { name: 'Done' }).click();
    await webhooks.getByRole('button', { name: 'Send a test' }).click();
    await webhooks.getByText('webhook.test').waitFor();
    const sent = await received(1);
    expect(new Webhook(secret).verify(sent.body, sent.headers)).toMatchObject({ type: 'webhook.test' });
    await webhooks.getByRole('cell', { name: 'Delivered' }).waitFor();
    await webhooks.getByRole('button', { name: 'Details of webhook.test' }).click();
    await webhooks.getByTestId('requests').getByText('Answered 200').waitFor();
    await webhooks.getByTestId('requests').getByText(HOSTILE).waitFor();
    expect(await browser.faults()).toEqual([]);
    await webhooks.getByRole('button', { name: 'Send again: webhook.test' }).click();
    expect((await received(2)).headers['webhook-id']).toBe(sent.headers['webhook-id']);
    await webhooks.getByRole('button', { name: 'Change the webhook' }).click();
    await webhooks.getByLabel('Everything').uncheck();
    await webhooks.getByLabel('A session goes live').check();
    await webhooks.getByLabel('Active').uncheck();
    await webhooks.getByRole('button', { name: 'Save' }).click();
    await webhooks.getByText('Paused').waitFor();
    expect(await items('/v1/webhooks')).toMatchObject([{ types: ['session.live'], active: false }]);
    await webhooks.getByRole('button', { name: 'New secret' }).click();
    await webhooks.getByRole('button', { name: 'Make it' }).click();
    expect(await webhooks.getByTestId('secret').inputValue()).not.toBe(secret);
    await webhooks.getByRole('button', { name: 'Delete the webhook' }).click();
    await webhooks.getByRole('button', { name: 'Delete it' }).click();
    await webhooks.getByText('No webhooks yet.').waitFor();
    expect(browser.complaints).toEqual([]);
  });

  it('replays a past event: at every instant the figures are those of the API', async () => {
    const start = Date.parse('2026-05-04T09:00:00Z');
    const at = (second: number) => new Date(start + second * 1000).toISOString();
    const slices = Array.from({ length: 24 }, (_, index) => ({
      ...{ kind: 'slice', id: `x${index}`, session: `past${index % 2}`, attendee: `p${index % 19}` },
      ...{ start: at(index * 40), end: at(1000 + ((index * 331) % 2600)) },
    }));
    const said = (action: string, second: number, data: object) => ({
      ...{ kind: 'engagement', id: `e${second}`, session: 'past0', attendee: 'p0', action },
      ...{ at: at(second), data },
    });
    const lines = [
      { kind: 'event', id: 'past', title: 'Past', startsAt: at(0), endsAt: at(3600) },
      ...[0, 1].map((id) => ({ kind: 'session', id: `past${id}`, event: 'past' })),
      ...slices,
      said('chat.message', 300, { text: HOSTILE, channel: 'stage' }),
      said('question.ask', 400, { text: 'Why?' }),
    ];
    const body = lines.map((line) => JSON.stringify(line)).join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    const { status } = await tenant.call('/v1/import', { method: 'POST', token: admin(), body, headers });
    expect(status).toBe(200);
    await open(admin(), 'scope=event:past');
    await page.getByRole('link', { name: 'Replay' }).click();
    const slider = page.getByRole('slider', { name: 'Time' });
    const shown = (id: string) => page.getByTestId(id).textContent();
    const figure = async (scope: string, second: number) => {
      const span = `from=${at(second)}&to=${at(second + 1)}&step=second`;
      const { points } = (await tenant.call(`/v1/series/${scope}?${span}`)).json;
      // At the end nobody says any more who was there.
      return String((points as { peak: number | null }[])[0]?.peak ?? '–');
    };
    const soFar = async (second: number) => {
      const span = `from=${at(0)}&to=${new Date(start + second * 1000 + 1).toISOString()}`;
      const { json } = await tenant.call(`/v1/events/past/summary?${span}`);
      const { live } = json.byMode as { live: { watchSeconds: number } };
      // As the page writes it: hours without seconds.
      const watched = Math.floor(live.watchSeconds);
      return [json.attendees, watched < 3600 ? watched : watched - (watched % 60)];
    };
    const shownSoFar = async () => {
      const [uniques = '', watched = ''] = await Promise.all(
        ['Unique attendees so far', 'Watch time so far'].map((name) =>
          page.locator('.tile', { hasText: name }).locator('.tile-value').textContent(),
        ),
      );
      return [Number(uniques), secondsOf(watched ?? '')];
    };
    for (const second of [0, 41, 299, 300, 1230, 2017, 3599]) {
      await slider.fill(String(second));
      await expect.poll(() => shown('concurrent')).toBe(await figure('event:past', second));
      for (const session of ['past0', 'past1'])
        expect(await shown(`then-${session}`)).toBe(await figure(`session:${session}`, second));
      const isKnown = (await shown('concurrent')) !== '–';
      await expect.poll(shownSoFar).toEqual(isKnown ? await soFar(second) : [Number.NaN, 0]);
      expect(await page.getByText(HOSTILE).count()).toBe(Number(second >= 300));
      expect(await page.getByText('Why?').count()).toBe(Number(second >= 400));
    }
    expect(await browser.faults()).toEqual([]);
    await page.getByText('Range', { exact: true }).click();
    await page.getByLabel('From', { exact: true }).fill('2026-05-04T09:20');
    await page.getByLabel('To', { exact: true }).fill('2026-05-04T09:30');
    await page.getByRole('button', { name: 'Show this range' }).click();
    await expect.poll(() => slider.getAttribute('max')).toBe('599');
    expect(page.url()).toContain('from=2026-05-04T09:20Z&to=2026-05-04T09:30Z');
    await slider.fill('30');
    await expect.poll(() => shown('concurrent')).toBe(await figure('event:past', 1230));
    await page.getByRole('button', { name: 'All of it' }).click();
    await expect.poll(() => slider.getAttribute('max')).toBe('3599');
    await slider.fill('600');
    await slider.press('ArrowRight');
    expect(await shown('replay-time')).toContain('9:10:10');
    await page.getByLabel('600×').check({ force: true });
    await slider.fill('3300');
    await slider.press(' ');
    await expect.poll(() => shown('replay-time')).toContain('9:59:59');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(browser.complaints).toEqual([]);
  });
});
