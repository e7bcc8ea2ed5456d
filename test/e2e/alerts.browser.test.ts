import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltDashboard, buildDashboard } from '../dashboard/fixtures/built-dashboard.ts';
import { CHROMIUM_FLAGS, findChromium } from '../setup/chromium.ts';
import type { Tenant } from '../support/tenant.ts';
import { TestServer } from '../support/test-server.ts';

const CHROMIUM = findChromium();

async function audit(page: Page): Promise<AxeResults> {
  await page.evaluate(axe.source);
  return (await page.evaluate('axe.run()')) as AxeResults;
}

describe.skipIf(CHROMIUM === null)('alerts on the page of a real server', () => {
  let built: BuiltDashboard;
  let server: TestServer;
  let tenant: Tenant;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await buildDashboard();
    class WithPage extends TestServer {
      override get pageDir() {
        return built.folder;
      }
    }
    server = await new WithPage().start();
    tenant = server.tenant();
    await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
    await tenant.putSession('s1', { event: 'e1' });
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

  const open = (role: string, hash: string) =>
    page.goto(`${server.url}/#token=${tenant.token('desk', { role })}&${hash}`);

  it('a moderator is warned and sees no door to the rules', async () => {
    await open('moderator', 'scope=event:e1');
    await page.getByTestId('concurrent').filter({ hasText: '0' }).waitFor();
    expect(await page.getByRole('link', { name: 'Alerts' }).count()).toBe(0);
    const condition = { kind: 'above', threshold: 0 };
    const body = { name: '<img src=x onerror=alert(1)>', scope: 'session:s1', condition, coolDownSeconds: 0 };
    await tenant.call('/v1/alerts', { method: 'POST', body });
    const ann = await tenant.enter('ann', 's1', { event: 'e1' });
    const banner = page.getByTestId('alerts');
    await banner.getByText(body.name).waitFor();
    expect(await banner.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
    await ann.leave('s1');
    await banner.getByText(`Over: ${body.name}`).waitFor();
    await banner.getByRole('button', { name: 'Hide' }).click();
    await banner.waitFor({ state: 'detached' });
  });

  it('an operator makes a rule, is warned, acknowledges, mutes and deletes', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await open('operator', 'scope=event:e1');
    await page.getByRole('link', { name: 'Alerts' }).click();
    const rules = page.getByTestId('rules');
    await rules.getByLabel('Name').fill('crowd');
    await rules.getByLabel('Attendees').fill('1');
    await rules.getByLabel('Ends at').fill('0');
    await rules.getByRole('button', { name: 'Make the rule' }).click();
    await rules.getByText('more than 1, until 0').waitFor();
    await tenant.enter('bob', 's1', { event: 'e1' });
    await tenant.enter('cid', 's1', { event: 'e1' });
    const banner = page.getByTestId('alerts');
    await banner.getByRole('button', { name: 'Acknowledge crowd' }).click();
    await banner.getByText('crowd').waitFor({ state: 'detached' });
    const history = page.getByTestId('alert-history');
    await history.getByText(/^seen by desk/).waitFor();
    await rules.getByRole('button', { name: 'Mute for 1 hour: crowd' }).click();
    await rules.getByText('muted until').waitFor();
    const { violations } = await audit(page);
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
    await rules.getByRole('button', { name: 'Delete the rule crowd' }).click();
    await rules.getByRole('button', { name: 'Delete it' }).click();
    await rules.getByText('more than 1, until 0').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
