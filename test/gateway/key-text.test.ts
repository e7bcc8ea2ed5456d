import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOfKey, idOfKey, looksLikeKey, newKeyText } from '../../server/gateway/key-text.ts';

test('a key is known by its look, and no two are alike', () => {
  const keys = Array.from({ length: 100 }, newKeyText);
  for (const { id, text } of keys) {
    expect(text).toMatch(/^hc_[0-9a-f]{12}_[A-Za-z0-9_-]{49}$/);
    expect([looksLikeKey(text), idOfKey(text)]).toEqual([true, id]);
  }
  expect(new Set(keys.map(({ id }) => id)).size).toBe(100);
  expect(new Set(keys.map(({ text }) => hashOfKey(text).toString('hex'))).size).toBe(100);
});

test('a mistyped key is none', () => {
  const { text } = newKeyText();
  const letters = fc.constantFrom(...'hcABCxyz0189_-');
  fc.assert(
    fc.property(fc.nat(text.length - 1), letters, (place, letter) => {
      const typed = text.slice(0, place) + letter + text.slice(place + 1);
      if (typed !== text) expect(idOfKey(typed)).toBeUndefined();
    }),
  );
  for (const other of ['', 'hc_', `${text}A`, text.slice(0, -1), ` ${text}`, text.toUpperCase(), 'a.b.c'])
    expect(idOfKey(other)).toBeUndefined();
});
