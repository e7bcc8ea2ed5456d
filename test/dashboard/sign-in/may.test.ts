import { describe, expect, it } from 'vitest';
import { readClaims } from '../../../server/dashboard/sign-in/claims.ts';
import { mayLookBack, mayOrder } from '../../../server/dashboard/sign-in/may.ts';
import { fakeToken } from '../fixtures/token.ts';

describe('the doors that a role is shown', () => {
  it.each([
    ['attendee', false, false],
    ['moderator', true, false],
    ['operator', true, true],
    ['admin', true, true],
  ])('%s', (role, looksBack, orders) => {
    const claims = readClaims(fakeToken({ org: 'acme', role }));
    expect([mayLookBack({ claims }), mayOrder({ claims })]).toEqual([looksBack, orders]);
  });

  it('are all shown where only the server knows the role', () => {
    expect([mayLookBack({ claims: null }), mayOrder({ claims: null })]).toEqual([true, true]);
  });
});
