import { expect, test } from 'vitest';
import { Remembered } from '../../server/figures/remembered.ts';

/** What is worked out, and how often. */
function counting() {
  let times = 0;
  return { work: () => Promise.resolve(++times), times: () => times };
}

test('is worked out again when its state has changed, and not before', async () => {
  const remembered = new Remembered<number>(2);
  const { work } = counting();
  expect(await remembered.get('a', 's', work)).toBe(1);
  expect(await remembered.get('a', 's', work)).toBe(1);
  expect(await remembered.get('a', 't', work)).toBe(2);
  expect(await remembered.last('a')).toBe(2);
  expect(remembered.last('b')).toBeUndefined();
});

test('what was asked for longest ago goes first', async () => {
  const remembered = new Remembered<number>(2);
  const { work, times } = counting();
  for (const name of ['a', 'b', 'a', 'c', 'a']) await remembered.get(name, 's', work);
  expect(times()).toBe(3);
  expect(remembered.last('b')).toBeUndefined();
});

test('a failure is told to who waits for it, and tried again', async () => {
  const remembered = new Remembered<number>(2);
  await expect(remembered.get('a', 's', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await remembered.get('a', 's', counting().work)).toBe(1);
});
