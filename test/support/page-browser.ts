import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../setup/chromium.ts';
import { SOON } from './soon.ts';

/** Path of a Chromium, found once for all tests of a file; null: there is none, and the run has said so. */
export const CHROMIUM = findChromium();

/** A browser with one page, whose reader reads British English in UTC. */
class PageBrowser {
  /** Errors of the page and of its content security policy. */
  readonly complaints: string[] = [];
  #browser: Browser | undefined;
  #page: Page | undefined;

  async start(): Promise<void> {
    this.#browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: CHROMIUM_FLAGS });
    const context = await this.#browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
    context.setDefaultTimeout(SOON.timeout);
    this.#page = await context.newPage();
    this.watch(this.#page);
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('the browser has not been started');
    return this.#page;
  }

  /** Opens the page of a server, signed in by the token, at what the fragment says. */
  async open(url: string, token: string, hash: string): Promise<void> {
    await this.page.goto(`${url}/#token=${token}&${hash}`);
  }

  /** Keeps what this page complains of, too. */
  watch(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && this.complaints.push(line.text()));
  }

  /** The part of the page with this name. */
  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** What of the page is a serious fault of accessibility, with the elements that it is about. */
  async faults(): Promise<string[][]> {
    await this.page.evaluate(axe.source);
    const { violations } = (await this.page.evaluate('axe.run()')) as AxeResults;
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return serious.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
  }
}

/** A browser for all tests of a suite. */
export function usePageBrowser(): PageBrowser {
  const browser = new PageBrowser();
  beforeAll(() => browser.start());
  afterAll(() => browser.stop());
  return browser;
}
