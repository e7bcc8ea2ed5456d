import { describe, expect, it } from 'vitest';
import {
  type ConnectionState,
  type ConnectOptions,
  HeadcountError,
  type SubscribeOptions,
} from '../../../client-sdk/src/index.ts';
import { SdkLive } from '../../../server/dashboard/live/sdk-live.ts';
import type { Scope } from '../../../server/protocol/client-messages.ts';
import type { Counters } from '../../../server/protocol/server-messages.ts';
import { counters } from '../fixtures/counters.ts';

const OPEN: ConnectionState = { status: 'open', connectionId: 'c1', attendeeId: 'a1' };

function opened(refusals: Partial<Record<Scope, string>> = {}) {
  let given: ConnectOptions | undefined;
  const subscribed = new Map<string, (counters: Counters) => void>();
  const feeds = new Map<string, SubscribeOptions>();
  const live = new SdkLive({
    connect: (options) => {
      given = options;
      return {
        subscribe: (scope, onCounters, wanted) => {
          if (wanted?.feed) feeds.set(scope, wanted);
          else subscribed.set(scope, onCounters);
          return () => subscribed.delete(scope);
        },
        engage: (session, action) => Promise.resolve(`${action} in ${session}`),
        close: () => Promise.resolve(),
      };
    },
    url: 'http://server',
    token: 'secret',
    refusalOf: (scope) => Promise.resolve(refusals[scope] ?? null),
  });
  const states: string[] = [];
  live.onState((state) => states.push(state.kind === 'refused' ? state.reason : state.kind));
  const become = (state: ConnectionState) => given?.onStateChange?.(state);
  const fail = (code: 'not_allowed' | 'too_many_subscriptions') =>
    given?.onError?.(new HeadcountError(code, 'no'));
  return { live, states, subscribed, feeds, become, fail };
}

/** Resolves when a scope is refused. */
function watched(live: SdkLive, scope: Scope) {
  const refused: string[] = [];
  const refusal = new Promise<string>((resolve) => {
    live.watch(scope, {
      onCounters: () => undefined,
      onRefused: ({ code }) => {
        refused.push(code);
        resolve(code);
      },
    });
  });
  return { refused, refusal };
}

describe('SdkLive', () => {
  it('gives the feed of a session beside its counters, and engages', async () => {
    const { live, feeds } = opened();
    const seen: string[] = [];
    live.follow('s1', {
      onEngagement: ({ action }) => seen.push(action),
      onLeftOut: () => seen.push('left out'),
    });
    const engagement = { attendee: 'a', data: {}, at: '2026-03-02T10:00:00.000Z' };
    const feed = feeds.get('session:s1');
    feed?.onEngagement?.({ type: 'engagement', id: '1', session: 's1', action: 'poll.open', ...engagement });
    feed?.onLeftOut?.(3);
    expect(seen).toEqual(['poll.open', 'left out']);
    expect(await live.engage('s1', 'poll.close', {})).toBe('poll.close in s1');
  });

  it('is connecting until it was open once, and away whenever it is not open after that', () => {
    const { states, become } = opened();
    become({ status: 'connecting' });
    become(OPEN);
    become({ status: 'waiting', retryInMs: 100, closeCode: 1006 });
    become({ status: 'connecting' });
    become(OPEN);
    expect(states).toEqual(['connecting', 'open', 'away', 'open']);
  });

  it('says that the server restarts until it is back, or does not come back', () => {
    const { states, become } = opened();
    become(OPEN);
    become({ status: 'waiting', retryInMs: 700, closeCode: 4503 });
    become({ status: 'connecting' });
    become(OPEN);
    become({ status: 'waiting', retryInMs: 700, closeCode: 4503 });
    become({ status: 'connecting' });
    become({ status: 'waiting', retryInMs: 100, closeCode: 1006 });
    expect(states).toEqual(['connecting', 'open', 'restarting', 'open', 'restarting', 'away']);
  });

  it('tells a bad token from a connection that is not wanted', () => {
    for (const [closeCode, reason] of [
      [4401, 'token'],
      [4403, 'notAllowed'],
    ] as const) {
      const { states, become } = opened();
      become({ status: 'closed', closeCode, reason: '' });
      expect(states.at(-1)).toBe(reason);
    }
  });

  it('does not take its own close for a refusal', () => {
    const { states, become } = opened();
    become({ status: 'closed', closeCode: 1000, reason: '' });
    expect(states).toEqual(['connecting']);
  });

  it('lays a refusal at the door of the only scope that waits', async () => {
    const { live, subscribed, fail } = opened();
    const served = watched(live, 'event:demo');
    subscribed.get('event:demo')?.(counters());
    const { refusal } = watched(live, 'session:s1');
    fail('not_allowed');
    expect(await refusal).toBe('not_allowed');
    expect(served.refused).toEqual([]);
  });

  it('asks REST whose refusal it was where several wait', async () => {
    const { live, fail } = opened({ 'session:s2': 'not_found' });
    const first = watched(live, 'session:s1');
    const second = watched(live, 'session:s2');
    fail('not_allowed');
    expect(await second.refusal).toBe('not_found');
    expect(first.refused).toEqual([]);
  });

  it('ends the subscription with the watch', () => {
    const { live, subscribed } = opened();
    const stop = live.watch('event:demo', { onCounters: () => undefined, onRefused: () => undefined });
    stop();
    expect(subscribed.size).toBe(0);
  });
});
