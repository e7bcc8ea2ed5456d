import type { Run, Span } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { CountedSession } from '../../live/effects.ts';
import { merged } from './spans.ts';

const MINUTE_MS = 60_000;
/** Slices of a session that lie closer together are counted again in one go, ms. */
const GAP_MS = 600_000;
/** So many spans of a session wait at most until they are merged. */
const MAX_WAITING = 1000;

/** Where slices were added: whole minutes, by session. */
export class TouchedMinutes {
  readonly #sessions = new Map<CountedSession, Span[]>();

  add(session: CountedSession, { start, end }: { readonly start: number; readonly end: number }): void {
    const from = Math.floor(start / MINUTE_MS) * MINUTE_MS;
    // Who leaves with the first instant of a minute leaves in that minute.
    const to = (Math.floor(end / MINUTE_MS) + 1) * MINUTE_MS;
    const spans = this.#sessions.get(session) ?? [];
    spans.push({ from, to });
    this.#sessions.set(session, spans.length > MAX_WAITING ? merged(spans, GAP_MS) : spans);
  }

  get sessions(): readonly CountedSession[] {
    return [...this.#sessions.keys()];
  }

  /** From the first to the last touched minute of a session. */
  hullOf(session: CountedSession): Span {
    const spans = this.#sessions.get(session) ?? [];
    return {
      from: spans.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY),
      to: spans.reduce((most, { to }) => Math.max(most, to), Number.NEGATIVE_INFINITY),
    };
  }

  /**
   * Takes what the hulls have of minutes in which the log was not alive, or not all the time: they are known now, with those
   * who stood then. Runs in order.
   */
  addGaps(runs: readonly Run[]): void {
    const gaps = runs.map(({ start }, index) => ({ from: runs[index - 1]?.end ?? start, to: start }));
    for (const session of this.sessions) {
      const hull = this.hullOf(session);
      for (const gap of gaps) {
        const from = Math.max(hull.from, Math.floor(gap.from / MINUTE_MS) * MINUTE_MS);
        const to = Math.min(hull.to, (Math.floor(gap.to / MINUTE_MS) + 1) * MINUTE_MS);
        if (from < to) this.#sessions.get(session)?.push({ from, to });
      }
    }
  }

  /** In which spans a scope is known now: the hulls of its sessions. */
  known(): Map<ScopeKey, Span[]> {
    const known = new Map<ScopeKey, Span[]>();
    for (const session of this.sessions) {
      const hull = this.hullOf(session);
      for (const scope of scopesOf(session)) known.set(scope, [...(known.get(scope) ?? []), hull]);
    }
    for (const [scope, spans] of known) known.set(scope, merged(spans));
    return known;
  }

  /** What must be counted again, with the scopes that were touched there. */
  spans(): (Span & { readonly scopes: ReadonlySet<ScopeKey> })[] {
    const all = merged([...this.#sessions.values()].flat(), GAP_MS);
    return all.map((span) => {
      const scopes = new Set<ScopeKey>();
      for (const [session, spans] of this.#sessions) {
        const isIn = spans.some(({ from, to }) => from < span.to && to > span.from);
        if (isIn) for (const scope of scopesOf(session)) scopes.add(scope);
      }
      return { ...span, scopes };
    });
  }
}

/** Keys of the scopes that a session counts in. */
export function scopesOf({ row, organizations }: CountedSession): ScopeKey[] {
  return [row.key, row.event, ...organizations];
}
