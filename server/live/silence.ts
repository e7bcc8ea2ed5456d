import { announce, inSession, takeBack, tellOnce } from './announcing.ts';
import type { ScopeKey } from './catalogue.ts';
import type { LiveState } from './live-state.ts';
import { isOnAir } from './live-windows.ts';
import type { ScopeState } from './scope-state.ts';

/** So long must nobody be in a session that is live and had somebody, ms of covered time. */
const SILENCE_MS = 60_000;

/** Since when nobody is in a session that is live, and had somebody. */
export interface Emptied {
  /** Covered time, ms: a standstill is no silence. */
  readonly covered: number;
  /** Log time, ms. */
  readonly at: number;
}

/** Somebody is in the scope again, or nobody any more, after all changes of an instant. */
export function turnEmpty(state: LiveState, scope: ScopeState): void {
  scope.wasEmpty = !scope.wasEmpty;
  if (scope.kind !== 'session') return;
  if (!scope.wasEmpty) endSilence(state, scope.key);
  else beginSilence(state, scope.key);
}

/** Live by action only: of others nobody said that somebody should be there. */
function beginSilence(state: LiveState, key: ScopeKey): void {
  const session = state.registry.sessionByKey(key);
  if (session !== undefined && isOnAir(session.row))
    state.silences.set(key, { covered: state.covered, at: state.time });
}

/** Somebody is there, or the session is live no more. */
export function endSilence(state: LiveState, key: ScopeKey): void {
  state.silences.delete(key);
  takeBack(state, { scope: key, once: 'session.silent' });
}

/**
 * After a restart of a server that keeps its log to itself nobody is there. What was empty before is known no more, so who does
 * not come back leaves silence behind from then on.
 */
export function beginSilences(state: LiveState): void {
  for (const { row, scope } of state.registry.sessions()) {
    const isKnown = state.silences.has(row.key) || state.told.has(row.key, 'session.silent');
    if (row.hasSlices && scope.concurrent === 0 && !isKnown) beginSilence(state, row.key);
  }
}

/** Silences whose time has come: they are in the order in which they began. */
export function fallSilent(state: LiveState): void {
  for (const [key, { covered, at: since }] of state.silences) {
    const due = covered + SILENCE_MS;
    if (due > state.covered) return;
    state.silences.delete(key);
    const session = state.registry.sessionByKey(key);
    if (session === undefined || !tellOnce(state, { scope: key, once: 'session.silent' })) continue;
    announce(state, { type: 'session.silent', at: due + state.gaps, since, ...inSession(session) });
  }
}
