import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, usePageBrowser } from '../support/page-browser.ts';
import { usePageServer } from '../support/page-server.ts';
import type { Tenant } from '../support/tenant.ts';

const HOSTILE = '<img src=x onerror=document.title="pwned">';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PEOPLE = 30;

/** A whole hour, two days ago. */
const FORUM = Math.floor(Date.now() / HOUR) * HOUR - 2 * DAY;

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Two events of an hour, in which one after the other comes and the first stay the longest. */
function past(): string {
  const events = [
    { id: 'forum', start: FORUM, people: PEOPLE },
    { id: 'spring', start: FORUM - 7 * DAY, people: 12 },
  ];
  const range = (length: number) => Array.from({ length }, (_, index) => index);
  const lines = [
    ...events.flatMap(({ id, start }) => [
      { kind: 'event', id, title: `The ${id}`, startsAt: iso(start), endsAt: iso(start + HOUR) },
      { kind: 'session', id: `${id}-room`, event: id, title: 'Room' },
    ]),
    ...range(PEOPLE).map((index) => ({
      ...{ kind: 'attendee', id: `p${index}`, name: index === 7 ? HOSTILE : `Person ${index}` },
    })),
    ...events.flatMap(({ id, start, people }) =>
      range(people).map((index) => ({
        ...{
          kind: 'slice',
          id: `${id}-${index}`,
          session: `${id}-room`,
          attendee: `p${index}`,
          country: 'SE',
        },
        ...{ start: iso(start + index * MINUTE), end: iso(start + HOUR - index * 1000) },
      })),
    ),
  ];
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

describe.skipIf(CHROMIUM === null)('looking back on the page of a real server', () => {
  const server = usePageServer();
  const browser = usePageBrowser();
  let tenant: Tenant;
  let page: Page;

  beforeAll(async () => {
    page = browser.page;
    tenant = server.tenant();
    const imported = await tenant.call('/v1/import', {
      ...{ method: 'POST', body: past(), token: tenant.token('root', { role: 'admin' }) },
      headers: { 'content-type': 'application/x-ndjson' },
    });
    if (imported.status !== 200) throw new Error(imported.text);
    await tenant.call('/v1/events/summit', { method: 'PUT', body: { title: 'Summit' } });
    for (const name of ['ann', 'ben']) await tenant.enter(name, 'keynote', { event: 'summit' });
    const token = tenant.token('olga', { role: 'operator' });
    await browser.open(server.url, token, `scope=organization:${tenant.org}`);
  });

  const region = (name: string) => browser.region(name);

  async function ofForum(path: string): Promise<Record<string, unknown>> {
    const span = `from=${iso(FORUM)}&to=${iso(FORUM + HOUR)}`;
    return (await tenant.call(`/v1/${path}${path.includes('?') ? '&' : '?'}${span}`)).json;
  }

  it('shows the events of an organization, and what they come to', async () => {
    const card = region('Events now').getByRole('link', { name: 'Summit' });
    await card.filter({ hasText: '2 attendees now' }).waitFor();
    const { json } = await tenant.call(`/v1/organizations/${tenant.org}/summary`);
    const totals = await region('All time').locator('dd').first().textContent();
    expect(totals).toBe(String(json.attendees));
    await region('Usage by day').getByText(/: 30$/).waitFor({ state: 'attached' });
    expect(await browser.faults()).toEqual([]);
  });

  it('leads to an event that is on, to its wall, and back', async () => {
    await region('Events now').getByRole('link', { name: 'Summit' }).click();
    await page.getByTestId('concurrent').filter({ hasText: '2' }).waitFor();
    await page.getByRole('link', { name: 'Wall' }).click();
    await page.getByRole('button', { name: 'Full screen' }).waitFor();
    expect(await page.getByTestId('concurrent').textContent()).toBe('2');
    await page.keyboard.press('Escape');
    await region('Sessions').getByRole('link', { name: 'keynote' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: tenant.org }).click();
    await region('Past events').waitFor();
  });

  it('shows the whole of a past event with the figures of the API', async () => {
    await page.getByRole('link', { name: 'History of The forum' }).click();
    const figures = region('Figures');
    const compared = await tenant.call(
      `/v1/compare?a=event:forum@${iso(FORUM)}/${iso(FORUM + HOUR)}&b=event:spring`,
    );
    const { figures: a } = compared.json.a as { figures: { attendees: number; peak: { value: number } } };
    expect(a.attendees).toBe(PEOPLE);
    await figures
      .getByTestId('a-attendees')
      .filter({ hasText: String(a.attendees) })
      .waitFor();
    expect(await figures.getByTestId('a-peak').textContent()).toBe(String(a.peak.value));
    expect(page.url()).toContain('range=whole');
  });

  it('is read step by step by keyboard', async () => {
    const { points } = (await ofForum('series/event:forum?step=minute')) as {
      points: { average: number }[];
    };
    const chart = page.getByRole('slider');
    await chart.focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 9; step++) await page.keyboard.press('ArrowRight');
    const average = await page.getByTestId('history-average').textContent();
    expect(Number(average)).toBeCloseTo(points[9]?.average ?? 0, 1);
    expect(Number(average)).toBeGreaterThan(8);
  });

  it('lays another event over it', async () => {
    await page.getByLabel('Compare with').selectOption({ label: 'The spring' });
    await page.getByTestId('history-readout').getByText('Compared: average').waitFor();
    await region('Figures').getByTestId('b-attendees').filter({ hasText: '12' }).waitFor();
    expect(page.url()).toContain('with=event:spring');
    await page.reload();
    await region('Figures').getByTestId('b-attendees').filter({ hasText: '12' }).waitFor();
  });

  it('finds participants, whose names are text', async () => {
    const people = region('Participants');
    await people.getByText('1 to 25 of 30').waitFor();
    await people.getByLabel('Find a participant').fill('onerror');
    await people.getByText(HOSTILE).waitFor();
    await people.getByRole('row').nth(2).waitFor({ state: 'detached' });
    expect(await page.title()).not.toBe('pwned');
    expect(await browser.faults()).toEqual([]);
  });

  it('exports what the API gives', async () => {
    const loaded = page.waitForEvent('download');
    await region('Exports').getByRole('button', { name: 'Participants' }).click();
    const file = await loaded;
    expect(file.suggestedFilename()).toBe('forum-participants.csv');
    const span = `from=${iso(FORUM)}&to=${iso(FORUM + HOUR)}`;
    const { text } = await tenant.call(`/v1/events/forum/participants?${span}`, {
      headers: { accept: 'text/csv' },
    });
    expect(readFileSync(await file.path(), 'utf8')).toBe(text);
    expect(text.trim().split('\n')).toHaveLength(PEOPLE + 1);
  });

  it('has the workbook made, and stays within its content security policy', async () => {
    const loaded = page.waitForEvent('download');
    await region('Exports').getByRole('button', { name: 'Smart Sessions report' }).click();
    expect((await loaded).suggestedFilename()).toMatch(/\.xlsx$/);
    await region('Exports').getByText('The report is ready.').waitFor();
    expect(browser.complaints).toEqual([]);
  });
});
