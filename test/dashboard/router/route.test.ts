import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, readScope, splitScope } from '../../../server/dashboard/router/route.ts';

describe('parseRoute', () => {
  it('reads the scope and where the reader came from', () => {
    expect(parseRoute('#scope=session:s1&in=event:demo')).toEqual({
      scope: 'session:s1',
      parent: 'event:demo',
    });
  });

  it('shows nothing for an empty, unknown or broken fragment', () => {
    for (const hash of ['', '#', '#scope=', '#scope=room:1', '#scope=event:', '#%E0%A4%A', '#scope']) {
      expect(parseRoute(hash).scope, hash).toBeNull();
    }
  });

  it('keeps a plus sign of an id', () => {
    expect(parseRoute('#scope=event:a+b').scope).toBe('event:a+b');
  });

  it('keeps a percent sign that encodes nothing as it is', () => {
    expect(parseRoute('#scope=event:100%').scope).toBe('event:100%');
  });
});

describe('the page of operations', () => {
  it('is of no scope, with a token before it or without', () => {
    const route = { scope: null, parent: null, page: 'operations' };
    expect(parseRoute('#/operations')).toEqual(route);
    expect(parseRoute('#token=abc&/operations')).toEqual(route);
    expect(formatRoute(parseRoute('#/operations'))).toBe('#/operations');
  });
});

describe('formatRoute', () => {
  it('is read back as it was, whatever letters the ids have', () => {
    for (const scope of [
      'event:demo',
      'session:a+b/c@d',
      'organization:Zürich.東京~x',
      'session:a:b|c',
    ] as const) {
      const route = { scope, parent: 'event:ä+1' as const };
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }
  });

  it('leaves ordinary ids readable', () => {
    expect(formatRoute({ scope: 'session:s1', parent: 'event:demo/2026' })).toBe(
      '#scope=session:s1&in=event:demo/2026',
    );
  });
});

describe('readScope', () => {
  it('forgives blanks around a pasted scope', () => {
    expect(readScope('  event:demo ')).toBe('event:demo');
  });

  it('splits at the first colon only', () => {
    expect(splitScope('session:a:b')).toEqual({ kind: 'session', id: 'a:b' });
  });
});
