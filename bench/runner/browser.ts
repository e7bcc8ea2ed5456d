import {
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from 'playwright-core';
import { CHROMIUM_FLAGS } from '../../test/setup/chromium.ts';
import { pause } from './figure.ts';
import { MainThreadTrace } from './main-thread-trace.ts';

/** A page that the bench makes itself has no address, and would not be let to a server on this machine. */
const FLAGS = [...CHROMIUM_FLAGS, '--disable-features=LocalNetworkAccessChecks'];

const POLL_MS = 50;

/** What the browser says of a page's main thread so far. */
export interface PageUsage {
  /** CPU of all its tasks, ms. */
  readonly tasksMs: number;
  readonly scriptMs: number;
  readonly styleMs: number;
  readonly layoutMs: number;
}

/** A page and what the browser knows of its costs. */
export class MeasuredPage {
  readonly page: Page;
  readonly #devtools: CDPSession;

  private constructor(page: Page, devtools: CDPSession) {
    this.page = page;
    this.#devtools = devtools;
  }

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<MeasuredPage> {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new MeasuredPage(page, devtools);
  }

  async usage(): Promise<PageUsage> {
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const ms = (name: string) => 1000 * (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN);
    return {
      tasksMs: ms('TaskDuration'),
      scriptMs: ms('ScriptDuration'),
      styleMs: ms('RecalcStyleDuration'),
      layoutMs: ms('LayoutDuration'),
    };
  }

  /** Live objects of the page after everything that nobody needs has been given back, bytes. */
  async heapBytes(): Promise<number> {
    await this.#devtools.send('HeapProfiler.collectGarbage');
    await this.#devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#devtools.send('Runtime.getHeapUsage');
    return usedSize;
  }

  /** Resolves when an expression is true of the page, whose policy lets no code wait in it. */
  async when(expression: string): Promise<void> {
    while (!(await this.page.evaluate<boolean>(expression))) await pause(POLL_MS);
  }

  /** Traces the main thread while something goes on. */
  async traced(work: () => Promise<unknown>): Promise<MainThreadTrace> {
    const trace = await MainThreadTrace.start(this.#devtools);
    await work();
    await trace.stop();
    return trace;
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}
