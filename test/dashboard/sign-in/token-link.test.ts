import { describe, expect, it } from 'vitest';
import { readArrival } from '../../../server/dashboard/sign-in/token-link.ts';

describe('readArrival', () => {
  it('parts the token from the rest of the fragment', () => {
    expect(readArrival('#token=aaa.bbb.ccc&scope=event:demo')).toEqual({
      token: 'aaa.bbb.ccc',
      hash: '#scope=event:demo',
    });
  });

  it('finds the token wherever it stands', () => {
    expect(readArrival('#scope=event:demo&token=aaa.bbb.ccc').token).toBe('aaa.bbb.ccc');
  });

  it('has no token in a fragment without one, or with an empty one', () => {
    expect(readArrival('#scope=event:demo').token).toBeNull();
    expect(readArrival('#token=&scope=event:demo').token).toBeNull();
  });

  it('leaves nothing unknown in the address, where a token under another name might hide', () => {
    expect(readArrival('#access_token=secret&scope=event:demo').hash).toBe('#scope=event:demo');
  });
});
