import { expect, it } from 'vitest';
import { BubbleMoves, Bubbles } from '../../server/recorder/bubbles.ts';

const ann = { tenant: 1, session: 3, attendee: 'ann' };
const bob = { tenant: 1, session: 3, attendee: 'bob' };

it('forgets the moves of a batch that was not committed', () => {
  const bubbles = new Bubbles([{ ...ann, bubble: 'b1' }]);
  const refused = new BubbleMoves(bubbles);
  refused.join(ann, 'b2');
  refused.join(bob, 'b1');
  const again = new BubbleMoves(bubbles);
  expect(again.isIn(ann, 'b1')).toBe(true);
  expect(again.isIn(bob, 'b1')).toBe(false);
});

it('lists where people are after the batch, each once', () => {
  const bubbles = new Bubbles([{ ...ann, bubble: 'b1' }]);
  const moves = new BubbleMoves(bubbles);
  moves.leave(ann, 'b2');
  moves.leaveAll(bob);
  expect(moves.list()).toEqual([]);
  moves.join(bob, 'b1');
  moves.join(bob, 'b2');
  moves.leaveAll(ann);
  expect(moves.list()).toEqual([
    { ...bob, bubble: 'b2' },
    { ...ann, bubble: null },
  ]);
  bubbles.apply(moves.list());
  expect([bubbles.of(ann), bubbles.of(bob)]).toEqual([null, 'b2']);
});
