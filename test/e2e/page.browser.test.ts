import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { CHROMIUM, usePageBrowser } from '../support/page-browser.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';

const ORG = 'acme';
const HOSTILE = '<img src=x onerror=document.title="pwned">';

describe.skipIf(CHROMIUM === null)('the page of a real server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'headcount-page-'));
  const people: TestClient[] = [];
  let port: number;
  let server: ServerProcess;
  let tenant: Tenant;
  const browser = usePageBrowser();
  const { complaints } = browser;
  let page: Page;

  beforeAll(async () => {
    port = await freePort();
    server = await start();
    tenant = new Tenant(server.url, ORG, 'plain');
    await tenant.call('/v1/events/summit', { method: 'PUT', body: { title: HOSTILE } });
    await tenant.call('/v1/sessions/keynote', { method: 'PUT', body: { event: 'summit', title: 'Keynote' } });
    for (let index = 0; index < 12; index++) {
      people.push(await tenant.enter(`p${index}`, 'keynote', { event: 'summit', country: 'DE' }));
    }
    page = browser.page;
    const token = tenant.token('desk', { role: 'operator' });
    await browser.open(server.url, token, 'scope=event:summit');
  });

  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function start(): Promise<ServerProcess> {
    return ServerProcess.start({ DATA_DIR: dataDir, PORT: String(port) });
  }

  async function shows(concurrent: number): Promise<void> {
    await page
      .getByTestId('concurrent')
      .filter({ hasText: new RegExp(`^${concurrent}$`) })
      .waitFor();
  }

  it('shows the figure that the API gives, and follows it', async () => {
    await shows(12);
    const { json } = await tenant.call('/v1/counters/event:summit');
    expect(json.concurrent).toBe(12);
    people.push(await tenant.enter('late', 'keynote', { event: 'summit' }));
    await shows(13);
    await people.pop()?.leave('keynote');
    await shows(12);
  });

  it('draws the curve of today from the series', async () => {
    await page.getByText('Attendees per minute').waitFor();
    await page.locator('canvas').first().waitFor();
    const { json } = await tenant.call('/v1/series/event:summit');
    const points = json.points as { peak: number | null }[];
    expect(Math.max(...points.map(({ peak }) => peak ?? 0))).toBe(13);
  });

  it('has the Smart Sessions report made by short code and range, and loads it', async () => {
    await tenant.call('/v1/events/expo', { method: 'PUT', body: { title: 'Expo', shortCode: 'EXPO' } });
    await page.goto(`${server.url}/#`);
    const form = page.getByRole('region', { name: 'Smart Sessions report' });
    await form.getByLabel('App short code').fill('NONE');
    await form.getByRole('button', { name: 'Go' }).click();
    await form.getByText('There is no event of this short code.').waitFor();
    await form.getByLabel('App short code').fill('EXPO');
    await form.getByRole('button', { name: 'Go' }).click();
    await form.getByRole('heading', { name: 'Expo' }).waitFor();
    await form.getByLabel('From').fill('2026-05-04');
    await form.getByLabel('To').fill('2026-05-01');
    await form.getByRole('button', { name: 'Download' }).click();
    await form.getByText('Choose a first day').waitFor();
    await form.getByLabel('To').fill('2026-05-05');
    const loaded = page.waitForEvent('download');
    await form.getByRole('button', { name: 'Download' }).click();
    expect((await loaded).suggestedFilename()).toBe('smart-sessions-EXPO-2026-05-04-2026-05-05.xlsx');
    await form.getByText('The report is ready.').waitFor();
    await page.goto(`${server.url}/#scope=event:summit`);
  });

  it('shows names as text, whatever they are, and stays within its content security policy', async () => {
    await page.getByText(HOSTILE).first().waitFor();
    expect(await page.title()).not.toBe('pwned');
    expect(complaints).toEqual([]);
  });

  it('opens the report of the event, with its looks, within the policy of the page', async () => {
    const [report] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Report' }).click(),
    ]);
    report.on('console', (message) => complaints.push(message.text()));
    await report.getByRole('heading', { name: 'Key figures' }).waitFor();
    expect(await report.locator('h1').textContent()).toBe(HOSTILE);
    const columns =
      "getComputedStyle(document.querySelector('.tiles')).gridTemplateColumns.split(' ').length";
    expect(await report.evaluate(columns)).toBe(4);
    await report.close();
    expect(complaints).toEqual([]);
  });

  it('has the history again after a restart of the server', async () => {
    await server.kill();
    server = await start();
    await shows(0);
    await page.getByText('13').first().waitFor();
    const { json } = await tenant.call('/v1/counters/event:summit');
    expect(json).toMatchObject({ concurrent: 0, uniques: 13, peak: { value: 13 } });
  });
});
