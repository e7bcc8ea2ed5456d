import type { MeasuredPage } from '../../runner/browser.ts';
import type { Measured } from '../../runner/figure.ts';

export interface Watch {
  readonly seconds: number;
  /** Lets what the page shows go on for so many seconds. */
  readonly live: (seconds: number) => Promise<unknown>;
}

/** Until code is compiled and everything has been drawn once. */
const WARM_UP_SECONDS = 10;
/** Traces of more than that would weigh on the machine themselves. */
const TRACED_SECONDS = 10;

/** What a page costs while it is only looked at: main thread, ms a second; its parts, and growth of its heap. */
export async function watched(page: MeasuredPage, { seconds, live }: Watch): Promise<Measured> {
  await live(WARM_UP_SECONDS);
  const heapBefore = await page.heapBytes();
  const before = await page.usage();
  await live(seconds);
  const after = await page.usage();
  const heapAfter = await page.heapBytes();
  const trace = await page.traced(() => live(TRACED_SECONDS));
  const aSecond = (part: keyof typeof after) => (after[part] - before[part]) / seconds;
  return {
    value: aSecond('tasksMs'),
    details: {
      script: aSecond('scriptMs'),
      style: aSecond('styleMs'),
      layout: aSecond('layoutMs'),
      traced: trace.tasksMs / TRACED_SECONDS,
      longestTask: trace.longestMs,
      heapMB: heapAfter / 1e6,
      heapGrowthMB: (heapAfter - heapBefore) / 1e6,
    },
  };
}
