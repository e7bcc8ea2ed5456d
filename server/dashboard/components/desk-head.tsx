import { useEffect } from 'preact/hooks';
import type { LiveScopes } from '../store/live-scopes.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import { texts } from '../texts.ts';
import { LiveAnnouncer } from './live-announcer.tsx';
import { usePage } from './page-context.ts';
import { StaleToast } from './stale-toast.tsx';
import { useFreshness } from './use-freshness.ts';

/** What stands on the browser's tab: the figure, so that it is seen from other tabs, too. */
function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = texts.product;
    };
  }, [title]);
}

/** Everything of a desk that is not drawn in its place: heading, title of the tab, what is spoken, the warning. */
export function DeskHead({ live, desk }: { live: LiveScopes; desk: ScopeDesk }) {
  const { numbers } = usePage().formats;
  const state = useFreshness(live, desk.view).value;
  const counters = desk.counters.value;
  const title = desk.titles.of(desk.scope);
  useDocumentTitle(counters ? `${numbers.count(counters.concurrent)} · ${title}` : title);
  return (
    <>
      <h1 class="unseen" tabIndex={-1}>
        {title}
      </h1>
      <LiveAnnouncer concurrent={counters?.concurrent ?? null} freshness={state} title={title} />
      <StaleToast freshness={state} />
    </>
  );
}
