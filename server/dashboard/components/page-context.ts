import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Formats } from '../format/formats.ts';
import type { Page } from '../store/page.ts';
import type { ScopeZone } from '../store/scope-zone.ts';
import type { ThemeStore } from '../store/theme.ts';

/** What every component may need. */
export interface PageTools {
  readonly page: Page;
  readonly formats: Formats;
  readonly theme: ThemeStore;
  /** Whose zone times are written in, where that can be chosen. */
  readonly zone?: ScopeZone;
  /** The time that is shown, ms, where it is not that of the server. */
  readonly now?: ReadonlySignal<number>;
}

export const PageContext = createContext<PageTools | null>(null);

export function usePage(): PageTools {
  const tools = useContext(PageContext);
  if (!tools) throw new Error('a component was rendered outside of PageContext');
  return tools;
}

/** The time that figures are of: the server's, or that of a replay; ms. */
export function useNow(): ReadonlySignal<number> {
  const { page, now } = usePage();
  return now ?? page.now;
}
