import { describe, expect, it } from 'vitest';
import { readClaims } from '../../../server/dashboard/sign-in/claims.ts';
import { fakeToken } from '../fixtures/token.ts';

describe('readClaims', () => {
  it('proposes the event of a token that has one, else its organization', () => {
    expect(readClaims(fakeToken({ org: 'acme', event: 'demo' }))?.scope).toBe('event:demo');
    expect(readClaims(fakeToken({ org: 'acme' }))?.scope).toBe('organization:acme');
  });

  it('reads names outside of ASCII', () => {
    expect(readClaims(fakeToken({ org: 'Zürich' }))?.scope).toBe('organization:Zürich');
  });

  it('takes text that is no JWT for what it is', () => {
    for (const text of ['', 'abc', 'a.b.c', `a.${Buffer.from('[').toString('base64url')}.c`, 'a.bnVsbA.c']) {
      expect(readClaims(text), text).toBeNull();
    }
  });

  it('passes over claims of the wrong type', () => {
    expect(readClaims(fakeToken({ org: 7, role: ['admin'] }))).toEqual({ role: null, scope: null });
  });
});
