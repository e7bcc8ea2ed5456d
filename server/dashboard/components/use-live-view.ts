import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Scope } from '../../protocol/client-messages.ts';
import type { LiveScopes, LiveView } from '../store/live-scopes.ts';

/** The live figures of a scope for as long as the component is on the page. */
export function useLiveView(live: LiveScopes, scope: Scope): ReadonlySignal<LiveView> {
  const view = useSignal<LiveView>({ kind: 'waiting' });
  useEffect(() => {
    const watched = live.watch(scope);
    const stop = watched.view.subscribe((value) => {
      view.value = value;
    });
    return () => {
      stop();
      watched.release();
    };
  }, [live, scope]);
  return view;
}
