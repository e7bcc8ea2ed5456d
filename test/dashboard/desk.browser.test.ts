import { describe, expect, it } from 'vitest';
import { counters, iso, TEN } from './fixtures/counters.ts';
import { CHROMIUM, LINK, TOKEN, useDeskBrowser } from './fixtures/desk-browser.ts';

const MINUTE = 60_000;
const COLOR = 'getComputedStyle(document.querySelector("[data-testid=concurrent]")).color';

describe.skipIf(CHROMIUM === null)('the desk in a browser', () => {
  const browser = useDeskBrowser();

  it('shows the figures of the counters, and follows them', async () => {
    const { page, world, errors, open } = await browser.desk();
    world.change('event:demo', { concurrent: 1184, connections: 1342, uniques: 2318 });
    await open(LINK);
    const concurrent = page.getByTestId('concurrent');
    await page.getByText('1,342').waitFor();
    expect(await concurrent.textContent()).toBe('1,184');
    world.change('event:demo', { concurrent: 1190 });
    await page.getByTestId('concurrent').filter({ hasText: '1,190' }).waitFor();
    await page.waitForFunction("document.title === '1,190 · Demo event'");
    expect(errors).toEqual([]);
  });

  it('takes the token out of the address at once and sends it in no address', async () => {
    const { page, server, open } = await browser.desk();
    await open(LINK);
    await page.getByText('Attendees per minute').waitFor();
    expect(page.url()).toBe(`${server.origin}/#scope=event:demo`);
    await page.goBack().catch(() => null);
    expect(page.url()).not.toContain(TOKEN);
    expect(server.requests.join()).not.toContain(TOKEN);
  });

  it('keeps the token for a reload of the tab, and forgets it on signing out', async () => {
    const { page, open } = await browser.desk();
    await open(LINK);
    await page.getByTestId('concurrent').filter({ hasText: '3' }).waitFor();
    await page.reload();
    await page.getByTestId('concurrent').filter({ hasText: '3' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('shows peak with its time, change, breakdowns and engagement', async () => {
    const { page, world, open } = await browser.desk();
    world.know('event:demo', TEN - 5 * MINUTE, { average: 10 });
    world.change('event:demo', {
      concurrent: 14,
      peak: { value: 20, at: iso(TEN - 90_000) },
      byCountry: { DE: 9, unknown: 3, SE: 2 },
      engagement: { 'chat.message': 7, 'x.wave': 2 },
    });
    await open(LINK);
    await page.getByText('+4 compared with 5 minutes ago').waitFor();
    await page.getByText('at 9:58:30').waitFor();
    const countries = await page.getByRole('region', { name: 'Countries' }).locator('dt').allTextContents();
    expect(countries).toEqual(['Germany', 'Sweden', 'Unknown']);
    const actions = await page.getByRole('region', { name: 'Engagement' }).locator('dt').allTextContents();
    expect(actions).toEqual(['Chat messages', 'x.wave']);
  });

  it('greys with the age of the figures while the server is away, and comes back correct', async () => {
    const { page, server, world, open, pass } = await browser.desk();
    world.change('event:demo', { concurrent: 14 });
    await open(LINK);
    await page.getByTestId('concurrent').filter({ hasText: '14' }).waitFor();
    const before = await page.evaluate(COLOR);
    server.away = true;
    server.cut();
    await page.getByTestId('stale').waitFor();
    await pass(65);
    await page.getByTestId('stale').filter({ hasText: 'Figures of 10:00:00, 1m 5s old' }).waitFor();
    expect(await page.getByTestId('concurrent').textContent()).toBe('14');
    const grey = await page.evaluate(COLOR);
    expect(grey).not.toBe(before);
    expect(await page.getByTestId('announcement').textContent()).toContain('out of date');

    world.change('event:demo', { concurrent: 9 });
    server.away = false;
    await expect
      .poll(
        async () => {
          await pass(5);
          return page.getByTestId('concurrent').textContent();
        },
        { timeout: 10_000 },
      )
      .toBe('9');
    await page.getByTestId('stale').waitFor({ state: 'detached' });
  });

  it('comes back correct after the computer slept: figures, curve and gaps', async () => {
    const { page, server, world, open, pass, sleep } = await browser.desk();
    const known = { average: 14 };
    world.know('event:demo', TEN - MINUTE, known);
    world.change('event:demo', { concurrent: 14 });
    await open(LINK);
    await page.getByTestId('concurrent').filter({ hasText: '14' }).waitFor();
    server.cut();
    for (const minute of [0, 1, 3, 4])
      world.know('event:demo', TEN + minute * MINUTE, { average: 20 + minute });
    await sleep(5 * 60);
    const counted = { ...counters().minute, start: iso(TEN + 5 * MINUTE), average: 9 };
    world.change('event:demo', { concurrent: 9, minute: counted });
    await expect
      .poll(
        async () => {
          await pass(2);
          return page.getByTestId('concurrent').textContent();
        },
        { timeout: 10_000 },
      )
      .toBe('9');
    await page.getByText('The last 15 minutes as a table').click();
    const rows = page.getByRole('row');
    for (const [time, average] of [
      ['10:04', '24'],
      ['10:03', '23'],
      ['10:02', 'No data'],
      ['10:01', '21'],
      ['10:00', '20'],
      ['9:59', '14'],
    ] as const)
      await rows
        .filter({ hasText: time })
        .getByRole('cell', { name: average, exact: true })
        .first()
        .waitFor();
  });

  it('is read in the time zone of the event or of the reader, which the browser keeps', async () => {
    const { page, world, open } = await browser.desk();
    world.timeZone = 'Asia/Tokyo';
    world.know('event:demo', TEN - MINUTE, { average: 14 });
    world.change('event:demo', { peak: { value: 20, at: iso(TEN - 90_000) } });
    await open(LINK);
    await page.getByText('at 9:58:30').waitFor();
    await page.getByLabel('Time zone').selectOption('scope');
    await page.getByText('at 18:58:30').waitFor();
    await page.getByTestId('readout').filter({ hasText: '19:00' }).waitFor();
    await page.reload();
    await page.getByText('at 18:58:30').waitFor();
  });

  it('greys when the server says that it is degraded', async () => {
    const { page, world, open } = await browser.desk();
    await open(LINK);
    await page.getByTestId('concurrent').filter({ hasText: '3' }).waitFor();
    world.change('event:demo', { degraded: true });
    await page.getByTestId('stale').filter({ hasText: 'cut off' }).waitFor();
  });

  it('asks for a new token when the server refuses the old one, and goes on with it', async () => {
    const { page, server, open } = await browser.desk();
    server.accepted = `${TOKEN}2`;
    await open(LINK);
    await page.getByRole('alert').filter({ hasText: 'did not accept the token' }).waitFor();
    await page.getByLabel('Token', { exact: true }).fill(`${TOKEN}2`);
    expect(await page.getByLabel('Show', { exact: true }).inputValue()).toBe('event:demo');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByTestId('concurrent').filter({ hasText: '3' }).waitFor();
  });

  it('says when the token may not see the scope', async () => {
    const { page, world, open } = await browser.desk();
    world.refused.set('organization:other', 'not_allowed');
    await open(`#token=${TOKEN}&scope=organization:other`);
    await page.getByRole('alert').filter({ hasText: 'organization:other cannot be shown' }).waitFor();
  });

  it('proposes the scope of a pasted token, and says what is missing', async () => {
    const { page, open } = await browser.desk();
    await open('');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('Paste a token.').waitFor();
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    expect(await page.getByLabel('Show', { exact: true }).inputValue()).toBe('event:demo');
    await page.keyboard.press('Enter');
    await page.getByTestId('concurrent').filter({ hasText: '3' }).waitFor();
  });

  it('shows names from data as text', async () => {
    const { page, world, errors, open } = await browser.desk();
    const name = '<img src=x onerror="document.title=1">';
    world.title = name;
    world.sessions = [{ id: 's1', title: name, kind: name }];
    world.change('event:demo', { byCountry: { [name]: 1 }, engagement: { [name]: 2 } });
    await open(LINK);
    await page.getByRole('link', { name }).waitFor();
    expect(await page.getByText(name, { exact: true }).count()).toBeGreaterThanOrEqual(4);
    expect(await page.locator('img').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('is read to screen readers at most every 30 seconds', async () => {
    const { page, world, open, pass } = await browser.desk();
    world.change('event:demo', { concurrent: 14 });
    await open(LINK);
    const spoken = page.getByTestId('announcement');
    await spoken.filter({ hasText: '14 attendees now in' }).waitFor({ state: 'attached' });
    world.change('event:demo', { concurrent: 15 });
    await page.getByTestId('concurrent').filter({ hasText: '15' }).waitFor();
    await pass(20);
    expect(await spoken.textContent()).toContain('14');
    await pass(15);
    await spoken.filter({ hasText: '15 attendees now' }).waitFor({ state: 'attached' });
  });
});
