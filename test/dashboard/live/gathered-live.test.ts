import { beforeEach, describe, expect, it } from 'vitest';
import { GatheredLive } from '../../../server/dashboard/live/gathered-live.ts';
import type { LinkState } from '../../../server/dashboard/live/live-port.ts';
import { counters } from '../fixtures/counters.ts';
import { FakeLive } from '../fixtures/fake-live.ts';

describe('GatheredLive', () => {
  let port: FakeLive;
  let live: GatheredLive;
  let now: number;
  let timers: { at: number; run: () => void }[];
  let batches: number;
  let seen: string[];

  beforeEach(() => {
    port = new FakeLive();
    now = 0;
    timers = [];
    batches = 0;
    seen = [];
    live = new GatheredLive({
      port,
      now: () => now,
      later: (run, ms) => timers.push({ at: now + ms, run }),
      batch: (run) => {
        batches++;
        run();
      },
    });
  });

  function watch(scope: 'event:demo' | 'session:s1'): () => void {
    return live.watch(scope, {
      onCounters: ({ concurrent }) => seen.push(`${scope} ${concurrent}`),
      onRefused: ({ code }) => seen.push(`${scope} ${code}`),
    });
  }

  function pass(ms: number): void {
    now += ms;
    for (const { run } of timers.filter(({ at }) => at <= now)) run();
    timers = timers.filter(({ at }) => at > now);
  }

  it('delivers at once after a time of quiet', () => {
    watch('event:demo');
    port.send(counters({ concurrent: 1 }));
    pass(1000);
    port.send(counters({ concurrent: 2 }));
    expect(seen).toEqual(['event:demo 1', 'event:demo 2']);
  });

  it('delivers all that comes within a second together, the newest of each scope', () => {
    watch('event:demo');
    watch('session:s1');
    port.send(counters({ concurrent: 1 }));
    port.send(counters({ scope: 'session:s1', concurrent: 5 }));
    pass(400);
    port.send(counters({ concurrent: 2 }));
    port.send(counters({ scope: 'session:s1', concurrent: 6 }));
    expect(seen).toEqual(['event:demo 1']);
    pass(600);
    expect(seen).toEqual(['event:demo 1', 'session:s1 6', 'event:demo 2']);
    expect(batches).toBe(2);
  });

  it('does not wait for a timer that is late', () => {
    watch('event:demo');
    port.send(counters({ concurrent: 1 }));
    port.send(counters({ concurrent: 2 }));
    now += 1500;
    port.send(counters({ concurrent: 3 }));
    expect(seen).toEqual(['event:demo 1', 'event:demo 3']);
  });

  it('delivers what came over the link before it tells that the link has changed', () => {
    live.onState(({ kind }: LinkState) => seen.push(kind));
    watch('event:demo');
    port.send(counters({ concurrent: 1 }));
    port.send(counters({ concurrent: 2 }));
    port.become({ kind: 'away' });
    expect(seen).toEqual(['connecting', 'event:demo 1', 'event:demo 2', 'away']);
  });

  it('delivers nothing of a scope that is watched no more, or that was refused since', () => {
    const stop = watch('event:demo');
    watch('session:s1');
    port.send(counters({ concurrent: 1 }));
    port.send(counters({ concurrent: 2 }));
    port.send(counters({ scope: 'session:s1', concurrent: 5 }));
    stop();
    port.refuse('session:s1', 'not_allowed');
    pass(1000);
    expect(seen).toEqual(['event:demo 1', 'session:s1 not_allowed']);
  });
});
