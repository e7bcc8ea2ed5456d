import { effect, type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Scope } from '../../protocol/client-messages.ts';
import type { LiveScopes, LiveView } from '../store/live-scopes.ts';
import { useInSight } from './use-in-sight.ts';

/** The live figures of a scope for as long as an element is in sight; when it is not, the last ones stand. */
export function useLiveView(
  live: LiveScopes,
  scope: Scope,
  element: RefObject<Element | null>,
): ReadonlySignal<LiveView> {
  const view = useSignal<LiveView>({ kind: 'waiting' });
  const inSight = useInSight(element);
  useEffect(
    () =>
      effect(() => {
        if (!inSight.value) return;
        const watched = live.watch(scope);
        const stop = watched.view.subscribe((value) => {
          if (value.kind !== 'waiting') view.value = value;
        });
        return () => {
          stop();
          watched.release();
        };
      }),
    [live, scope, inSight, view],
  );
  return view;
}
