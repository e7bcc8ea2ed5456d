import type { LinkState } from '../live/live-port.ts';
import { texts } from '../texts.ts';

/** Whether the page hangs on the server's socket. */
export function LinkPill({ state }: { state: LinkState }) {
  return (
    <span class={`pill pill-${state.kind}`} data-testid="link">
      <span class="pill-dot" aria-hidden="true" />
      {texts.link[state.kind]}
    </span>
  );
}
