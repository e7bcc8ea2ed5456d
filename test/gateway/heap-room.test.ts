import { expect, test } from 'vitest';
import { AcceptLimit } from '../../server/gateway/accept-limit.ts';
import { HeapRoom } from '../../server/gateway/heap-room.ts';

const MIB = 1024 * 1024;

function heapOf(limitMib: number) {
  const state = { ms: 0, usedMib: 0 };
  const room = new HeapRoom({
    monotonic: () => state.ms,
    read: () => ({ used_heap_size: state.usedMib * MIB, heap_size_limit: limitMib * MIB }),
  });
  return { state, room };
}

test.each([
  [4096, 3686, 3687],
  [304, 208, 209],
])('of %i MiB is nearly full beyond %i', (limit, has, lacks) => {
  const { state, room } = heapOf(limit);
  state.usedMib = has;
  expect(room.isNearlyFull).toBe(false);
  state.usedMib = lacks;
  state.ms = 100;
  expect(room.isNearlyFull).toBe(true);
});

test('is looked at ten times a second at most', () => {
  const { state, room } = heapOf(1000);
  expect(room.isNearlyFull).toBe(false);
  state.usedMib = 990;
  state.ms = 99;
  expect(room.isNearlyFull).toBe(false);
  state.ms = 100;
  expect(room.isNearlyFull).toBe(true);
});

test('lets nobody in while it is nearly full', () => {
  const { state, room } = heapOf(1000);
  const isFull = () => room.isNearlyFull;
  const door = new AcceptLimit({ perSecond: 1000, monotonic: () => state.ms, random: () => 0.5, isFull });
  expect(door.take()).toBeNull();
  state.usedMib = 990;
  state.ms = 100;
  expect(door.take()).toBe(6);
  state.usedMib = 500;
  state.ms = 200;
  expect(door.take()).toBeNull();
});
