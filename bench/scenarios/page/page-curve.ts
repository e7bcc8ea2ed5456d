import { MeasuredPage, openBrowser } from '../../runner/browser.ts';
import type { Figure, Measured, Stage } from '../../runner/figure.ts';
import { median } from '../../runner/median.ts';

const TIMES = 9;
const STYLES = 'server/dashboard/styles/tokens.css';

function measure(kind: 'desk' | 'history' | 'bare'): (stage: Stage) => Promise<Measured> {
  return async (stage) => {
    const browser = await openBrowser(stage.page().chromium);
    const first: number[] = [];
    const again: number[] = [];
    const cpu: number[] = [];
    for (let index = 0; index < TIMES; index++) {
      const measured = await MeasuredPage.open(browser, { viewport: { width: 1280, height: 900 } });
      const { page } = measured;
      await page.addStyleTag({ path: STYLES });
      await page.addScriptTag({ path: stage.page().drawDay });
      const draw = () => page.evaluate<number>(`drawDay('${kind}')`);
      const { tasksMs: before } = await measured.usage();
      first.push(await draw());
      cpu.push((await measured.usage()).tasksMs - before);
      await draw();
      again.push(await draw());
      await page.context().close();
    }
    await browser.close();
    return {
      value: median(first),
      details: { cpu: median(cpu), worst: Math.max(...first), again: median(again) },
    };
  };
}

/** A day of minutes, drawn for the first time by a page that has drawn nothing before. */
export const pageCurve: Figure = {
  name: 'page-curve',
  unit: 'ms to the end of the frame',
  variants: [
    { name: 'desk, two charts', measure: measure('desk') },
    { name: 'history, compared', measure: measure('history') },
    { name: 'uPlot, six lines', measure: measure('bare') },
  ],
  goals: [
    {
      title: "a day's curve on the desk, 1,440 points, five series and the peak, ms",
      of: 'desk, two charts',
      atMost: 50,
    },
    { title: 'the same of the history, compared with another day, ms', of: 'history, compared', atMost: 50 },
    { title: 'the desk, to six plain lines by uPlot', of: 'desk, two charts', against: 'uPlot, six lines' },
  ],
};
