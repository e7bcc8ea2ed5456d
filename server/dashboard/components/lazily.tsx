import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { texts } from '../texts.ts';
import { Notice } from './notice.tsx';

type Loaded<Props> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly component: ComponentType<Props> }
  | { readonly kind: 'failed' };

/**
 * A component whose code is loaded when it is first shown, so that the first figures need not wait for it. The code may
 * be gone after an update of the server: then only loading the whole page anew helps, which is what the reader is told.
 * `Meanwhile` is shown until it is there, and in its place when it does not come.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile?: ComponentType<Props>,
) {
  let known: ComponentType<Props> | null = null;
  return function Lazily(props: Props) {
    const state = useSignal<Loaded<Props>>(known ? { kind: 'ready', component: known } : { kind: 'loading' });
    useEffect(() => {
      if (known) return;
      load().then(
        (component) => {
          known = component;
          state.value = { kind: 'ready', component };
        },
        () => {
          state.value = { kind: 'failed' };
        },
      );
    }, [state]);
    switch (state.value.kind) {
      case 'loading':
        return Meanwhile ? <Meanwhile {...props} /> : <p class="quiet">{texts.lazy.loading}</p>;
      case 'failed':
        return (
          <>
            <Notice kind="bad">{texts.lazy.failed}</Notice>
            {Meanwhile && <Meanwhile {...props} />}
          </>
        );
      default: {
        const Component = state.value.component;
        return <Component {...props} />;
      }
    }
  };
}
