import { describe, expect, it } from 'vitest';
import type { LinkState } from '../../../server/dashboard/live/live-port.ts';
import { freshness } from '../../../server/dashboard/store/freshness.ts';
import type { Counters } from '../../../server/protocol/server-messages.ts';
import { counters, TEN } from '../fixtures/counters.ts';

function judged(over: { state?: LinkState; opening?: number; now?: number; counters?: Partial<Counters> }) {
  return freshness({
    view: { kind: 'figures', counters: counters(over.counters), opening: 1 },
    link: { state: over.state ?? { kind: 'open' }, opening: over.opening ?? 1 },
    now: over.now ?? TEN + 1000,
  });
}

describe('freshness', () => {
  it('is current while the link is open', () => {
    expect(judged({})).toEqual({ kind: 'current' });
  });

  it('is stale with the time of the figures as soon as the link is away', () => {
    expect(judged({ state: { kind: 'away' } })).toEqual({ kind: 'stale', reason: 'away', at: TEN });
  });

  it('stays stale when the link is back, until this scope has new figures', () => {
    expect(judged({ opening: 2 })).toEqual({ kind: 'stale', reason: 'away', at: TEN });
  });

  it('is stale when the server says that it is degraded', () => {
    expect(judged({ counters: { degraded: true } })).toMatchObject({ kind: 'stale', reason: 'degraded' });
  });

  it('is stale when nothing has come for longer than a minute can be quiet', () => {
    expect(judged({ now: TEN + 90_000 }).kind).toBe('current');
    expect(judged({ now: TEN + 90_001 })).toMatchObject({ kind: 'stale', reason: 'silent' });
  });

  it('is none before the first figures', () => {
    const link = { state: { kind: 'connecting' }, opening: 0 } as const;
    expect(freshness({ view: { kind: 'waiting' }, link, now: TEN })).toEqual({ kind: 'none' });
  });
});
