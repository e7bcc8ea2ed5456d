import { expect, it } from 'vitest';
import { encodeBridge, encodeWritten, type View } from '../../../storage/redis/entry-codec.ts';
import { LogState } from '../../../storage/redis/log-state.ts';
import { parsePosition } from '../../../storage/redis/position.ts';

const written = (id: string, number: number, view: View | null = null) => ({
  id,
  fields: encodeWritten({ incarnation: 'one', number, view, payload: '[1]' }),
});

it('gives times that increase even where Redis gave several ids in a millisecond', () => {
  const state = new LogState();
  const times = ['5-0', '5-1', '5-2', '6-0', '20-0'].map(
    (id, index) => state.read(written(id, index))?.entry.time,
  );
  expect(times).toEqual([5, 6, 7, 8, 20]);
});

it('goes on from a position as who has read all before', () => {
  const whole = new LogState();
  const entries = ['5-0', '5-1', '5-2', '6-0', '7-3'].map((id, index) => written(id, index));
  const read = entries.map((entry) => whole.read(entry));
  for (let index = 0; index < entries.length - 1; index++) {
    const place = parsePosition(read[index]?.entry.position ?? '');
    const rest = new LogState(place ?? undefined);
    expect(entries.slice(index + 1).map((entry) => rest.read(entry))).toEqual(read.slice(index + 1));
  }
});

it('crosses a bridge that begins where it stands, and no other', () => {
  const state = new LogState();
  expect(state.read({ id: '1-0', fields: encodeBridge(null) })).toBeNull();
  state.read(written('2-0', 1));
  expect(() => state.read({ id: '9-0', fields: encodeBridge('1-0') })).toThrow('goes on after 1-0');
  expect(state.read({ id: '9-0', fields: encodeBridge('2-0') })).toBeNull();
  expect(state.read(written('10-0', 2))?.entry.number).toBe(2);
});

it('finds that a writer had read something else', () => {
  const [one, other] = [new LogState(), new LogState()];
  one.read(written('1-0', 1));
  other.read(written('1-0', 2));
  expect(one.read(written('2-0', 2, one.view))?.isAgreed).toBe(true);
  expect(one.read(written('3-0', 3, other.view))?.isAgreed).toBe(false);
});

it.each(['42', '', '1-0', '1-0/x/abc'])('knows that %j is no position', (position) => {
  expect(parsePosition(position)).toBeNull();
});
