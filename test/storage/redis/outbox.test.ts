import { expect, it } from 'vitest';
import type { Change } from '../../../server/live/changes.ts';
import { decodeEntry } from '../../../storage/redis/entry-codec.ts';
import { type Batch, Outbox } from '../../../storage/redis/outbox.ts';

const silence = (connection: number): Change => ({ kind: 'silent', connection, ageMs: 0 });
const putSession = (title: string): Change => ({
  kind: 'engage',
  actor: { org: 'o', attendee: 'a', role: 'admin' },
  ...{ session: 's', id: 'i', action: 'chat.message', data: { title } },
});

function begun(): Outbox {
  const outbox = new Outbox();
  outbox.begin('one');
  return outbox;
}

const changesIn = ({ fields }: Batch) => {
  const entry = decodeEntry({ id: '1-0', fields });
  return entry.kind === 'written' ? entry.changes : [];
};

it('numbers batches from one in each incarnation, and gives up what an earlier one had', () => {
  const outbox = begun();
  outbox.append(silence(1));
  expect([outbox.take(null).number, outbox.take(null).number]).toEqual([1, 2]);
  outbox.append(silence(2));
  outbox.begin('two');
  expect(outbox.isEmpty).toBe(true);
  outbox.append(silence(3));
  const batch = outbox.take(null);
  expect([batch.incarnation, batch.number, changesIn(batch)]).toEqual(['two', 1, [silence(3)]]);
});

it('splits what is too much for one entry, in order', () => {
  const outbox = begun();
  for (let number = 0; number < 4500; number++) outbox.append(silence(number));
  const batches = [outbox.take(null), outbox.take(null), outbox.take(null)];
  expect(batches.map(({ changes }) => changes)).toEqual([2000, 2000, 500]);
  expect(batches.flatMap(changesIn)).toEqual(Array.from({ length: 4500 }, (_, number) => silence(number)));
  for (let number = 0; number < 4; number++) outbox.append(putSession('ü'.repeat(100_000)));
  while (outbox.queued > 0) {
    const { fields } = outbox.take(null);
    expect(Buffer.byteLength(fields.join(''))).toBeLessThan(1_000_000);
  }
});

it('puts a change that is too large by itself into an entry of its own', () => {
  const outbox = begun();
  for (const title of ['a', 'x'.repeat(600_000), 'b']) outbox.append(putSession(title));
  expect([outbox.take(null), outbox.take(null), outbox.take(null)].map(({ changes }) => changes)).toEqual([
    1, 1, 1,
  ]);
});

it('writes again what has not come back, the oldest first, when the answers are in doubt', () => {
  const outbox = begun();
  const [first, second, third] = [outbox.take(null), outbox.take(null), outbox.take(null)];
  for (const batch of [first, second]) batch.isAnswered = true;
  expect(outbox.unanswered).toBe(third);
  outbox.returned('one', 1);
  outbox.returned('other', 3);
  outbox.doubt();
  expect(outbox.unanswered).toBe(second);
  outbox.returned('one', 3);
  expect(outbox.isUnderway).toBe(false);
});

it('takes nothing before an incarnation has begun', () => {
  expect(() => new Outbox().append(silence(1))).toThrow('begun');
});
