import { expect, it } from 'vitest';
import { WriteBehind } from '../../server/recorder/write-behind.ts';

function held() {
  const begun: number[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const writing = new WriteBehind<number>((part) => {
    begun.push(part);
    return new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
  });
  return { begun, ends, writing };
}

it('goes on while a part is written, and writes one at a time in order', async () => {
  const { begun, ends, writing } = held();
  await writing.add(1);
  const second = writing.add(2);
  expect(begun).toEqual([1]);
  ends[0]?.resolve();
  await second;
  expect(begun).toEqual([1, 2]);
  ends[1]?.resolve();
  await expect(writing.end()).resolves.toBeUndefined();
});

it('tells the next part, or the end, that one could not be written', async () => {
  const { begun, ends, writing } = held();
  await writing.add(1);
  ends[0]?.reject(new Error('no space'));
  await expect(writing.add(2)).rejects.toThrow('no space');
  await expect(writing.end()).rejects.toThrow('no space');
  expect(begun).toEqual([1]);
});
