import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltDashboard, buildDashboard } from '../dashboard/fixtures/built-dashboard.ts';
import { CHROMIUM_FLAGS, findChromium } from '../setup/chromium.ts';
import type { Tenant } from '../support/tenant.ts';
import { TestServer } from '../support/test-server.ts';

const CHROMIUM = findChromium();

describe.skipIf(CHROMIUM === null)('what an admin does on the page of a real server', () => {
  let built: BuiltDashboard;
  let server: TestServer;
  let tenant: Tenant;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const admin = () => tenant.token('boss', { role: 'admin' });
  const items = async (path: string) => (await tenant.call(path, { token: admin() })).json.items;

  beforeAll(async () => {
    built = await buildDashboard();
    class WithPage extends TestServer {
      override get pageDir() {
        return built.folder;
      }
    }
    server = await new WithPage().start();
    tenant = server.tenant();
    await tenant.putSession('s1');
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: [...CHROMIUM_FLAGS] });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await built.remove();
  });

  const open = (token: string, hash: string) => page.goto(`${server.url}/#token=${token}&${hash}`);

  it('is seen by admins alone', async () => {
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
    const token = await keys.getByTestId('new-key').inputValue();
    expect((await tenant.call('/v1/series/session:s1', { token })).status).toBe(200);
    await keys.getByRole('button', { name: 'Done' }).click();
    expect(await keys.getByTestId('new-key').count()).toBe(0);
    await keys.getByRole('button', { name: 'Delete the key <b>door</b>' }).click();
    expect(await items('/v1/keys')).toHaveLength(1);
    await keys.getByRole('button', { name: 'Delete it' }).click();
    await keys.getByText('No API keys yet.').waitFor();
    expect(await items('/v1/keys')).toEqual([]);
    expect((await tenant.call('/v1/series/session:s1', { token })).status).toBe(401);
    expect(complaints).toEqual([]);
  });
});
