import { describe, expect, it } from 'vitest';
import { LiveScopes } from '../../../server/dashboard/store/live-scopes.ts';
import { TestClock } from '../fixtures/clock.ts';
import { counters, iso, TEN } from '../fixtures/counters.ts';
import { FakeLive } from '../fixtures/fake-live.ts';

function opened() {
  const port = new FakeLive();
  const clock = new TestClock(TEN);
  return { port, clock, live: new LiveScopes(port, clock.server) };
}

describe('LiveScopes', () => {
  it('subscribes once for all readers of a scope, and ends it with the last of them', () => {
    const { port, live } = opened();
    const first = live.watch('event:demo');
    const second = live.watch('event:demo');
    expect(second.view).toBe(first.view);
    first.release();
    first.release();
    expect(port.watched.has('event:demo')).toBe(true);
    second.release();
    expect(port.watched.has('event:demo')).toBe(false);
  });

  it('gives the newest figures', () => {
    const { port, live } = opened();
    const { view } = live.watch('event:demo');
    expect(view.value.kind).toBe('waiting');
    port.send(counters({ concurrent: 8 }));
    expect(view.value).toMatchObject({ kind: 'figures', counters: { concurrent: 8 } });
  });

  it('tells a refusal, and forgets it when figures come after all', () => {
    const { port, live } = opened();
    const { view } = live.watch('event:demo');
    port.refuse('event:demo', 'not_allowed');
    expect(view.value).toEqual({ kind: 'refused', code: 'not_allowed' });
    port.send(counters());
    expect(view.value.kind).toBe('figures');
  });

  it('marks figures with the opening of the link that they came over', () => {
    const { port, live } = opened();
    const { view } = live.watch('event:demo');
    port.become({ kind: 'open' });
    port.send(counters());
    port.become({ kind: 'away' });
    port.become({ kind: 'open' });
    expect(view.value).toMatchObject({ opening: 1 });
    expect(live.link.value).toEqual({ state: { kind: 'open' }, opening: 2 });
  });

  it('sets the clock by live figures, but not by those of a degraded server', () => {
    const { port, clock, live } = opened();
    live.watch('event:demo');
    port.send(counters({ at: iso(TEN + 5000) }));
    port.send(counters({ at: iso(TEN - 60_000), degraded: true }));
    expect(clock.server.now()).toBe(TEN + 5000);
  });
});
