import type { VisibilityState } from '../../server/protocol/client-messages.ts';
import type { Host, Page } from './host.ts';
import type { Cancel, Scheduler } from './scheduler.ts';

const INPUT_EVENTS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'scroll'];

export interface PageOptions {
  readonly host: Pick<Host, 'now'>;
  readonly page: Page;
  readonly scheduler: Scheduler;
  /** 0: never idle. */
  readonly idleMs: number;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Whether somebody looks at the page and does something; may say the same again. */
  onVisibility(state: VisibilityState): void;
  /** The page goes, perhaps into the browser's back/forward cache. */
  onHide(): void;
  /** The page or its network is back. */
  onReturn(): void;
}

/** Watches what becomes of the page. */
export function watchPage(options: PageOptions): void {
  const { host, page, scheduler, idleMs, signal } = options;
  let inputAt = host.now();
  let idle = false;
  let cancel: Cancel = () => {};

  // Capturing: the window sees what happens anywhere in the page, also what does not bubble.
  function listen(types: string[], run: () => void): void {
    for (const type of types) page.addEventListener(type, run, { capture: true, passive: true, signal });
  }

  function tell(): void {
    options.onVisibility(page.document.hidden ? 'hidden' : idle ? 'idle' : 'active');
  }

  // Pointers move a hundred times a second: one timer reads the last instant, instead of a timer for each.
  function checkIdle(): void {
    const leftMs = inputAt + idleMs - host.now();
    idle = leftMs <= 0;
    if (idle) tell();
    else cancel = scheduler.after(leftMs, checkIdle);
  }

  function onInput(): void {
    inputAt = host.now();
    if (!idle) return;
    checkIdle();
    tell();
  }

  listen(['visibilitychange'], () => {
    onInput();
    tell();
    // Timers may be late, and from now on be held back or no longer.
    scheduler.check();
    if (!page.document.hidden) options.onReturn();
  });
  listen(['pageshow', 'online'], options.onReturn);
  listen(['pagehide'], options.onHide);
  tell();
  if (!idleMs) return;
  listen(INPUT_EVENTS, onInput);
  checkIdle();
  signal.addEventListener('abort', () => cancel());
}
