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

it('fails only when nothing is being written any more', async () => {
  const { ends, writing } = held();
  const steps: string[] = [];
  const during = writing.during(async () => {
    await writing.add(1);
    throw new Error('unreadable');
  });
  const failed = during.catch((error: Error) => steps.push(error.message));
  await new Promise(setImmediate);
  steps.push('written');
  ends[0]?.resolve();
  await failed;
  expect(steps).toEqual(['written', 'unreadable']);
});

it('waits for the last part, and tells that it failed', async () => {
  const { ends, writing } = held();
  const during = writing.during(() => writing.add(1));
  await new Promise(setImmediate);
  ends[0]?.reject(new Error('no space'));
  await expect(during).rejects.toThrow('no space');
});
