import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Formats } from '../format/formats.ts';
import type { Page } from '../store/page.ts';
import type { ThemeStore } from '../store/theme.ts';

/** What every component may need. */
export interface PageTools {
  readonly page: Page;
  readonly formats: Formats;
  readonly theme: ThemeStore;
}

export const PageContext = createContext<PageTools | null>(null);

export function usePage(): PageTools {
  const tools = useContext(PageContext);
  if (!tools) throw new Error('a component was rendered outside of PageContext');
  return tools;
}
