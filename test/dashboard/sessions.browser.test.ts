import { describe, expect, it } from 'vitest';
import { CHROMIUM, LINK, useDeskBrowser } from './fixtures/desk-browser.ts';

/** Subscriptions are paced by the SDK. */
const WITHIN = { timeout: 10_000 };

describe.skipIf(CHROMIUM === null)("an event's sessions in a browser", () => {
  const browser = useDeskBrowser();

  it('have a card each with a live figure of its own', async () => {
    const { page, world, open } = await browser.desk();
    world.sessions = [
      { id: 's1', title: 'Keynote', kind: 'mainStage' },
      { id: 's2', title: null, kind: 'lobby' },
    ];
    world.change('session:s1', { concurrent: 42 });
    await open(LINK);
    const card = page.getByRole('link', { name: 'Keynote' });
    await card.filter({ hasText: '42' }).waitFor();
    await page.getByRole('link', { name: 's2' }).waitFor();
    world.change('session:s1', { concurrent: 43 });
    await card.filter({ hasText: '43' }).waitFor();
  });

  it('lead to their own page by keyboard, and the breadcrumb back', async () => {
    const { page, server, world, open } = await browser.desk();
    world.sessions = [{ id: 's1', title: 'Keynote', kind: 'mainStage' }];
    world.change('session:s1', { concurrent: 42 });
    await open(LINK);
    await page.getByRole('link', { name: 'Keynote' }).focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('concurrent').filter({ hasText: '42' }).waitFor();
    await page.getByRole('navigation').getByText('Keynote').waitFor();
    expect(page.url()).toBe(`${server.origin}/#scope=session:s1&in=event:demo`);
    await expect.poll(() => server.subscribed, WITHIN).toEqual(['session:s1']);
    await page.getByRole('link', { name: 'Demo event' }).click();
    await page.getByRole('link', { name: 'Keynote' }).waitFor();
    await page.goBack();
    await page.getByTestId('concurrent').filter({ hasText: '42' }).waitFor();
  });

  it('are all there, subscribed to while they are in sight, and found by name', async () => {
    const { page, server, world, open } = await browser.desk();
    world.sessions = Array.from({ length: 70 }, (_, index) => ({
      id: `s${index + 1}`,
      title: `Room ${index + 1}`,
    }));
    await open(LINK);
    const cards = page.locator('.card');
    await expect.poll(() => cards.count(), WITHIN).toBe(70);
    await expect.poll(() => server.subscribed, WITHIN).toContain('session:s1');
    expect(server.subscribed).not.toContain('session:s70');
    await cards.nth(69).scrollIntoViewIfNeeded();
    await expect.poll(() => server.subscribed, WITHIN).toContain('session:s70');
    await expect.poll(() => server.subscribed, WITHIN).not.toContain('session:s1');
    await page.getByLabel('Find a session').fill('room 70');
    await page.getByRole('link', { name: 'Room 70' }).waitFor();
    expect(await cards.count()).toBe(1);
  });

  it('appear when they are made during the event', async () => {
    const { page, world, open, pass } = await browser.desk();
    await open(LINK);
    await page.getByText('No sessions yet.').waitFor();
    world.sessions = [{ id: 's1', title: 'Keynote' }];
    await pass(70);
    await page.getByRole('link', { name: 'Keynote' }).waitFor();
  });
});
