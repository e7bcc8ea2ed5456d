import { describe, expect, it } from 'vitest';
import { counters, iso, TEN } from './fixtures/counters.ts';
import { CHROMIUM, type Desk, LINK, useDeskBrowser } from './fixtures/desk-browser.ts';

const MINUTE = 60_000;

/** Minutes before `TEN` with `average` people each, but for a gap of ten in the middle. */
function fill({ world }: Desk, average: number): void {
  for (let back = 1; back <= 30; back += 1) {
    const known = back > 10 && back <= 20 ? null : { average, peak: average + 2, minimum: average - 2 };
    world.know('event:demo', TEN - back * MINUTE, known);
  }
  world.change('event:demo', { concurrent: average, minute: { ...counters().minute, average } });
}

/** Counts pixels in the line's colour in the canvas, in 30 columns of equal width, from left to right. */
const INK_BY_COLUMN = `(() => {
  const canvas = document.querySelector('.chart canvas');
  const wanted = getComputedStyle(canvas).getPropertyValue('--color-data-1').match(/\\d+/g).slice(0, 3).map(Number);
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const columns = Array(30).fill(0);
  const left = 52;
  const right = 12;
  for (let x = left; x < width - right; x += 1) for (let y = 0; y < height; y += 1) {
    const at = 4 * (y * width + x);
    if (wanted.every((part, index) => Math.abs(part - data[at + index]) < 8)) {
      columns[Math.floor((30 * (x - left)) / (width - right - left))] += 1;
    }
  }
  return columns;
})()`;

describe.skipIf(CHROMIUM === null)('the curve in a browser', () => {
  const browser = useDeskBrowser();

  it('draws a gap as a gap, never as zero', async () => {
    const desk = await browser.desk();
    fill(desk, 40);
    await desk.open(LINK);
    const canvas = desk.page.locator('.chart canvas').first();
    await canvas.waitFor();
    await desk.pass(1);
    const ink = await desk.page.evaluate<number[]>(INK_BY_COLUMN);
    expect(Math.min(...ink.slice(1, 9))).toBeGreaterThan(0);
    expect(ink.slice(11, 19)).toEqual(Array(8).fill(0));
    expect(Math.min(...ink.slice(21, 29))).toBeGreaterThan(0);
  });

  it('is read minute by minute with the arrow keys', async () => {
    const desk = await browser.desk();
    fill(desk, 40);
    await desk.open(LINK);
    const { page } = desk;
    const readout = page.getByTestId('readout');
    await readout.filter({ hasText: 'minute still open' }).waitFor();
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowLeft');
    await readout.filter({ hasText: '9:59' }).waitFor();
    expect(await readout.textContent()).toContain('Average 40');
    await page.keyboard.press('PageUp');
    await readout.filter({ hasText: '9:44' }).waitFor();
    expect(await readout.textContent()).toContain('No data');
    expect(await page.getByRole('slider').getAttribute('aria-valuetext')).toBe('9:44');
    await page.keyboard.press('Escape');
    await readout.filter({ hasText: 'minute still open' }).waitFor();
  });

  it('grows with the counters, and takes the closed minute from history at its turn', async () => {
    const desk = await browser.desk();
    const { page, world, open, pass } = desk;
    fill(desk, 40);
    await open(LINK);
    const readout = page.getByTestId('readout');
    await readout.filter({ hasText: 'Average 40' }).waitFor();
    world.change('event:demo', { minute: { ...counters().minute, average: 45, joins: 6 } });
    await readout.filter({ hasText: 'Average 45' }).filter({ hasText: 'Joins 6' }).waitFor();
    world.know('event:demo', TEN, { average: 47 });
    await pass(60);
    world.change('event:demo', { minute: { ...counters().minute, start: iso(TEN + MINUTE), average: 50 } });
    await pass(6);
    await readout.filter({ hasText: '10:01' }).filter({ hasText: 'Average 50' }).waitFor();
    await page.getByText('The last 15 minutes as a table').click();
    const row = page.getByRole('row').filter({ hasText: '10:00' });
    await row.filter({ hasText: '47' }).waitFor();
  });

  it('zooms to what is dragged over, and back', async () => {
    const desk = await browser.desk();
    fill(desk, 40);
    await desk.open(LINK);
    const { page } = desk;
    const plot = page.locator('.chart .u-over').first();
    await plot.waitFor();
    await desk.pass(1);
    const box = await plot.boundingBox();
    if (!box) throw new Error('the chart has no size');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.25, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Reset zoom' }).click();
    expect(await page.getByRole('radio', { name: 'Today' }).isChecked()).toBe(true);
  });

  it('says that there are no figures of today yet', async () => {
    const { page, world, open } = await browser.desk();
    world.change('event:demo', {
      concurrent: 0,
      minute: { ...counters().minute, start: iso(TEN - 86_400_000) },
    });
    await open(LINK);
    await page.getByText('No figures of today yet.').waitFor();
  });

  it('waits quietly for a scope that does not exist yet', async () => {
    const { page, world, open } = await browser.desk();
    world.answer = () => ({ status: 404, body: { code: 'not_found', detail: 'no' } });
    await open(LINK);
    await page.getByText('No figures of today yet.').waitFor();
    await page.getByText('No sessions yet.').waitFor();
    expect(await page.getByRole('status').filter({ hasText: 'cannot be shown' }).count()).toBe(0);
  });

  it('says why it cannot be shown, and shows the live figures all the same', async () => {
    const { page, world, open } = await browser.desk();
    world.answer = () => ({ status: 403, body: { code: 'not_allowed', detail: 'no' } });
    await open(LINK);
    await page.getByText('The curve cannot be shown. The token does not allow this.').waitFor();
    await page.getByTestId('concurrent').filter({ hasText: '3' }).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'fits a phone in the %s theme without scrolling sideways',
    async (colorScheme) => {
      const desk = await browser.desk({ viewport: { width: 390, height: 844 }, colorScheme });
      desk.world.sessions = [{ id: 's1', title: 'A'.repeat(200), kind: 'mainStage' }];
      fill(desk, 12_345);
      await desk.open(LINK);
      await desk.page.locator('.chart canvas').first().waitFor();
      await desk.page.getByRole('link', { name: 'AAA' }).waitFor();
      expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      const light = await desk.page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(light).toBe(colorScheme === 'light' ? 'rgb(244, 246, 249)' : 'rgb(13, 17, 23)');
    },
  );

  it('moves nothing for who wants less motion', async () => {
    const desk = await browser.desk({ reducedMotion: 'reduce' });
    fill(desk, 40);
    await desk.open(LINK);
    await desk.page.getByTestId('concurrent').waitFor();
    const durations = await desk.page.evaluate(
      '[...document.querySelectorAll("*")].map((e) => getComputedStyle(e).transitionDuration)',
    );
    expect(new Set(durations as string[])).toEqual(new Set(['0s']));
  });
});
