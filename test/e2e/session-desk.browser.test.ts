import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, usePageBrowser } from '../support/page-browser.ts';
import { usePageServer } from '../support/page-server.ts';
import type { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';

const HOSTILE = '<img src=x onerror=document.title="pwned">';
const DESK = 'scope=session:keynote&in=event:summit';

type Row = Record<string, unknown>;

describe.skipIf(CHROMIUM === null)("a moderator's desk of a session of a real server", () => {
  const server = usePageServer();
  const browser = usePageBrowser();
  let tenant: Tenant;
  let page: Page;
  let ann: TestClient;

  beforeAll(async () => {
    page = browser.page;
    tenant = server.tenant();
    await tenant.call('/v1/events/summit', { method: 'PUT', body: { title: 'Summit' } });
    await tenant.putSession('keynote', { event: 'summit', title: 'Keynote' });
    ann = await tenant.enter('ann', 'keynote', { event: 'summit', name: HOSTILE });
    const ben = await tenant.connect('ben', { event: 'summit' });
    await ben.join('keynote', { mode: 'onDemand' });
    await ann.engage('keynote', 'chat.message', { text: 'Good morning' });
    await browser.open(server.url, tenant.token('mona', { role: 'moderator' }), DESK);
  });

  const panel = (name: string) => browser.region(name);

  async function items(path: string): Promise<Row[]> {
    return (await tenant.call(`/v1/sessions/keynote/${path}`)).json.items as Row[];
  }

  it('draws the attendance second by second, a line for each mode or one of all', async () => {
    const seconds = panel('Attendees per second');
    await seconds.locator('canvas').first().waitFor();
    const readout = seconds.getByTestId('readout');
    await readout.filter({ hasText: /Live 1On demand 1/ }).waitFor();
    await seconds.getByLabel('All').check({ force: true });
    await readout.filter({ hasText: '2 – 2' }).waitFor();
  });

  it('shows the chat as it comes, its names as text, and takes messages away', async () => {
    const chat = panel('Chat');
    await chat.getByText('Good morning').waitFor();
    await chat.locator('.chat-name', { hasText: HOSTILE }).waitFor();
    await ann.engage('keynote', 'chat.message', { text: HOSTILE });
    await chat.locator('.chat-text', { hasText: HOSTILE }).waitFor();
    await chat.locator('.chat-line:last-child').getByRole('button', { name: 'Delete' }).click();
    await chat.getByText('Deleted').waitFor();
    expect(await items('chat')).toMatchObject([{ deleted: false }, { deleted: true, deletedBy: 'mona' }]);
    expect(await page.title()).not.toBe('pwned');
  });

  it('opens a poll, counts its answers and closes it', async () => {
    const polls = panel('Polls');
    await polls.getByRole('button', { name: 'New poll' }).click();
    await polls.getByLabel('Question').fill('Shall we begin?');
    await polls.getByRole('button', { name: 'Open poll' }).click();
    await polls.getByText('Write at least two options.').waitFor();
    await polls.getByLabel('Option 1').fill('Yes');
    await polls.getByLabel('Option 2').fill('No');
    await polls.getByRole('button', { name: 'Open poll' }).click();
    await polls.getByText('0 answers').waitFor();
    const [{ poll } = {}] = await items('polls');
    await ann.engage('keynote', 'poll.answer', { poll, options: ['o1'] });
    await polls.getByText('1 answer').waitFor();
    await polls.getByRole('button', { name: 'Close poll' }).click();
    await polls.getByRole('button', { name: 'Open again' }).waitFor();
    expect(await items('polls')).toMatchObject([{ open: false, options: [{ votes: 1 }, { votes: 0 }] }]);
  });

  it('shows questions with their votes and answers them', async () => {
    const questions = panel('Questions');
    await ann.engage('keynote', 'question.ask', { text: 'Will there be coffee?' });
    await questions.getByText('Will there be coffee?').waitFor();
    await questions.getByRole('button', { name: 'Answer' }).click();
    await questions.getByLabel('Your answer').fill('At ten.');
    await page.keyboard.press('Enter');
    await questions.getByText('At ten.').waitFor();
    expect(await items('questions')).toMatchObject([{ answered: true, answers: [{ text: 'At ten.' }] }]);
  });

  it('goes live and, asked whether it is meant, ends', async () => {
    const state = panel('Session');
    await state.getByRole('button', { name: 'Go live' }).click();
    await state.getByText('Live', { exact: true }).waitFor();
    await state.getByRole('button', { name: 'End' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await state.getByText('Live', { exact: true }).waitFor();
    await state.getByRole('button', { name: 'End' }).click();
    await dialog.getByRole('button', { name: 'End' }).click();
    await state.getByText('Ended').waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'is without serious faults of accessibility when %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      expect(await browser.faults()).toEqual([]);
    },
  );

  it('finds who is here and puts them out', async () => {
    const people = panel('Who is here');
    await people.getByRole('rowheader', { name: 'ben' }).waitFor();
    await people.getByLabel('Find by id').fill('AN');
    await people.getByRole('rowheader', { name: 'ben' }).waitFor({ state: 'detached' });
    await people.getByRole('button', { name: 'Remove ann' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await people.getByText('Nobody who is here').waitFor();
    expect((await ann.closed).code).toBe(4403);
    expect(browser.complaints).toEqual([]);
  });

  it('is not shown to attendees', async () => {
    const other = await page.context().newPage();
    await other.goto(`${server.url}/#token=${tenant.token('zoe', { event: 'summit' })}&${DESK}`);
    await other.getByTestId('concurrent').filter({ hasText: '1' }).waitFor();
    expect(await other.getByRole('region', { name: 'Chat' }).count()).toBe(0);
  });
});
