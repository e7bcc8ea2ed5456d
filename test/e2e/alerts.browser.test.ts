import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, usePageBrowser } from '../support/page-browser.ts';
import { usePageServer } from '../support/page-server.ts';
import type { Tenant } from '../support/tenant.ts';

describe.skipIf(CHROMIUM === null)('alerts on the page of a real server', () => {
  const server = usePageServer();
  const browser = usePageBrowser();
  let tenant: Tenant;
  let page: Page;

  beforeAll(async () => {
    page = browser.page;
    tenant = server.tenant();
    await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
    await tenant.putSession('s1', { event: 'e1' });
  });

  const open = (role: string, hash: string) => browser.open(server.url, tenant.token('desk', { role }), hash);

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

  it('an operator makes a rule, changes it, is warned, acknowledges, mutes and deletes', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await open('operator', 'scope=event:e1');
    await page.getByRole('link', { name: 'Alerts' }).click();
    const rules = page.getByTestId('rules');
    await rules.getByLabel('Name').fill('crowd');
    await rules.getByLabel('Attendees').fill('1');
    await rules.getByLabel('Ends at').fill('0');
    await rules.getByRole('button', { name: 'Make the rule' }).click();
    await rules.getByText('more than 1, until 0').waitFor();
    const change = rules.getByRole('button', { name: 'Change the rule crowd' });
    await change.click();
    await rules.getByLabel('Attendees').fill('2');
    const made = (await tenant.call('/v1/alerts')).json.items as { id: string; name: string }[];
    const id = made.find(({ name }) => name === 'crowd')?.id;
    const condition = { kind: 'above', threshold: 7, clearAt: 0 };
    await tenant.call(`/v1/alerts/${id}`, { method: 'PUT', body: { name: 'crowd', condition } });
    await rules.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody else has changed it meanwhile.').waitFor();
    await rules.getByRole('button', { name: 'Cancel' }).click();
    await change.click();
    await expect.poll(() => rules.getByLabel('Attendees').inputValue()).toBe('7');
    await rules.getByLabel('Attendees').fill('1');
    await rules.getByRole('button', { name: 'Save' }).click();
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
    expect(await browser.faults()).toEqual([]);
    await rules.getByRole('button', { name: 'Delete the rule crowd' }).click();
    await rules.getByRole('button', { name: 'Delete it' }).click();
    await rules.getByText('more than 1, until 0').waitFor({ state: 'detached' });
    // The browser itself notes the refusal of the change that came second.
    expect(browser.complaints.filter((line) => !line.includes('412'))).toEqual([]);
  });
});
