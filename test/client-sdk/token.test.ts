import { describe, expect, it } from 'vitest';
import { createTokens, expiryOf } from '../../client-sdk/src/token.ts';
import { SERVER_TIME, tokenFor } from './fake/fake-server.ts';

describe('expiryOf', () => {
  it('reads the exp claim in milliseconds', () => {
    expect(expiryOf(tokenFor(60))).toBe(SERVER_TIME + 60_000);
  });

  it('reads claims whose base64url has the characters that base64 has not', () => {
    const token = tokenFor(60, '>>>???ÿÿÿ>>>???ü');
    expect(token).toMatch(/[-_]/);
    expect(expiryOf(token)).toBe(SERVER_TIME + 60_000);
  });

  it.each(['', 'opaque', 'a.b', 'a.%%.c', `a.${btoa('{"sub":"x"}')}.c`, `a.${btoa('null')}.c`])(
    'has no expiry for %j',
    (token) => {
      expect(expiryOf(token)).toBeNaN();
    },
  );
});

describe('token source', () => {
  it('asks getToken once and keeps what it gives', async () => {
    let calls = 0;
    const tokens = createTokens({ getToken: () => `t${++calls}` });
    expect(await tokens.current()).toBe('t1');
    expect(await tokens.current()).toBe('t1');
  });

  it('takes the given token first and getToken after a refusal', async () => {
    const tokens = createTokens({ token: 'first', getToken: async () => 'second' });
    expect(await tokens.current()).toBe('first');
    expect(tokens.discard()).toBe(true);
    expect(await tokens.current()).toBe('second');
  });

  it('has nothing after the refusal of a token without getToken', () => {
    expect(createTokens({ token: 'only' }).discard()).toBe(false);
  });

  it('tells a new token from the same one', async () => {
    const next = ['t2', 't2'];
    const tokens = createTokens({ token: 't1', getToken: () => next.shift() ?? '' });
    expect(await tokens.renew()).toBe(true);
    expect(await tokens.renew()).toBe(false);
    expect(await createTokens({ token: 'only' }).renew()).toBe(false);
  });

  it('keeps the token it has when getToken fails', async () => {
    const tokens = createTokens({ token: 't1', getToken: () => Promise.reject(new Error('away')) });
    await expect(tokens.renew()).rejects.toThrow('away');
    expect(await tokens.current()).toBe('t1');
  });
});
