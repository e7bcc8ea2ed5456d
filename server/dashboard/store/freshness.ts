import type { Link, LiveView } from './live-scopes.ts';

/** Whether figures may be believed to be those of this moment. `at`: their own time, ms. */
export type Freshness =
  | { readonly kind: 'none' }
  | { readonly kind: 'current' }
  | { readonly kind: 'stale'; readonly reason: 'away' | 'degraded' | 'silent'; readonly at: number };

/**
 * Every scope sends counters at least once a minute, since the minute's turn is a change. Half a minute more without
 * any means that the socket is dead and nobody has noticed yet.
 */
const SILENT_MS = 90_000;

// One object each, so that what depends on them is not drawn anew every second.
const NONE: Freshness = { kind: 'none' };
const CURRENT: Freshness = { kind: 'current' };

export interface FreshnessQuestion {
  readonly view: LiveView;
  readonly link: Link;
  /** Server time, ms. */
  readonly now: number;
}

export function freshness({ view, link, now }: FreshnessQuestion): Freshness {
  if (view.kind !== 'figures') return NONE;
  const at = Date.parse(view.counters.at);
  if (link.state.kind !== 'open' || view.opening !== link.opening) {
    return { kind: 'stale', reason: 'away', at };
  }
  if (view.counters.degraded) return { kind: 'stale', reason: 'degraded', at };
  if (now - at > SILENT_MS) return { kind: 'stale', reason: 'silent', at };
  return CURRENT;
}
