import { type ReadonlySignal, useComputed } from '@preact/signals';
import { type Freshness, freshness } from '../store/freshness.ts';
import type { LiveScopes, LiveView } from '../store/live-scopes.ts';
import { usePage } from './page-context.ts';

/** Changes when the figures go stale or come back, and each second while they are stale; not while all is well. */
export function useFreshness(live: LiveScopes, view: ReadonlySignal<LiveView>): ReadonlySignal<Freshness> {
  const { page } = usePage();
  return useComputed(() => freshness({ view: view.value, link: live.link.value, now: page.now.value }));
}
