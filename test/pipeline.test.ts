import { expect, it } from 'vitest';
import type { Change, JoinChange } from '../server/live/changes.ts';
import { Live } from '../server/live/live.ts';
import { NOBODY } from '../server/pending.ts';
import { Pipeline } from '../server/pipeline.ts';
import type { PipelineState } from '../server/pipeline-state.ts';
import type { Recorded } from '../server/recorder/recorded.ts';
import { engage, join } from './recorder/core.ts';
import { HandLog } from './support/hand-log.ts';

function open({ rules = 1 }: { rules?: number } = {}) {
  const log = new HandLog();
  const live = new Live();
  const states: PipelineState[] = [];
  const recorded: Recorded[] = [];
  const here = new Map<number, JoinChange>();
  let incarnations = 0;
  const pipeline = new Pipeline({
    log,
    live,
    node: 'n',
    windowMs: 10_000,
    newIncarnation: () => `n-${++incarnations}`,
    people: () => [...here.values()].map((change) => ({ change, waiter: NOBODY })),
    isOpen: (number) => here.has(number),
    record: (work) => recorded.push(work),
    onState: (state) => states.push(state),
    rules,
  });
  pipeline.start(null);
  return { log, live, pipeline, states, recorded, here };
}

function opened() {
  const core = open();
  core.log.reader?.caughtUp();
  core.log.deliver();
  return core;
}

const kinds = (changes: readonly Change[]) => changes.map(({ kind }) => kind);
const concurrent = (live: Live) => live.concurrentIn('o', 's');
const start = (node: string, generation: number, rules = 1): Change => ({
  kind: 'start',
  node,
  generation,
  windowMs: 10_000,
  rules,
});

it('holds what is submitted before the log has caught up, and begins with it', () => {
  const { log, pipeline, live, here } = open();
  const answers: unknown[] = [];
  here.set(1, join(1, 'a'));
  pipeline.submit(join(1, 'a'), (refused) => answers.push(refused));
  expect(log.queue).toEqual([]);
  log.reader?.caughtUp();
  expect(kinds(log.queue)).toEqual(['start', 'join', 'join']);
  log.deliver();
  expect(answers).toEqual([null]);
  expect(concurrent(live)).toBe(1);
});

it('answers a joiner once that it takes longer while the log is away, and joins when it is back', () => {
  const { log, pipeline, live, here, states } = opened();
  const told: string[] = [];
  here.set(1, join(1, 'a'));
  pipeline.submit(
    join(1, 'a'),
    (refused) => told.push(refused ?? 'joined'),
    () => told.push('delayed'),
  );
  log.reader?.away();
  log.reader?.away();
  expect(told).toEqual(['delayed']);
  expect(pipeline.isDegraded).toBe(true);
  log.reader?.caughtUp();
  log.deliver();
  expect(told).toEqual(['delayed', 'joined']);
  expect(concurrent(live)).toBe(1);
  expect(states).toEqual(['following', 'away', 'following']);
});

it('brings back who is here, and what was waiting, but not what was over meanwhile', () => {
  const { log, pipeline, live, here } = opened();
  for (const number of [1, 2, 3]) {
    here.set(number, join(number, `p${number}`));
    pipeline.submit(join(number, `p${number}`));
  }
  log.deliver();
  log.reader?.away();
  here.delete(1);
  pipeline.submit({ kind: 'drop', connection: 1, ageMs: 0, windowMs: 10_000 });
  pipeline.submit({ kind: 'leave', connection: 2, actor: join(2, 'p2').actor, session: 's' });
  here.delete(2);
  pipeline.submit(join(4, 'p4'));
  log.reader?.caughtUp();
  expect(kinds(log.queue)).toEqual(['start', 'join', 'leave']);
  log.deliver();
  // The third is here, and the first within its window.
  expect(concurrent(live)).toBe(2);
});

it('acknowledges what was engaged while the log was away, refuses what changes the catalogue', async () => {
  const { log, pipeline, recorded } = opened();
  log.reader?.away();
  pipeline.engage(engage('e1', 'a'), () => {});
  expect(await pipeline.write(join(9, 'x'))).toBe('unavailable');
  expect(recorded.flatMap(({ undecided }) => undecided)).toHaveLength(0);
  log.reader?.caughtUp();
  log.deliver();
  expect(recorded.flatMap(({ undecided }) => undecided)).toHaveLength(1);
});

it('bounds what waits: engagements are refused, presence comes back with the people', () => {
  const { log, pipeline } = opened();
  log.reader?.away();
  for (let number = 0; number < 100_000; number++)
    pipeline.submit({ kind: 'silent', connection: 1, ageMs: 0 });
  expect(pipeline.isFull).toBe(true);
  const refused: unknown[] = [];
  pipeline.engage(engage('e1', 'a'), (code) => refused.push(code));
  pipeline.submit(
    join(1, 'a'),
    () => refused.push('applied'),
    () => refused.push('delayed'),
  );
  expect(refused).toEqual(['unavailable', 'delayed']);
  expect(pipeline.pendingChanges).toBe(100_000);
});

it('begins again when it reads that others hold it for dead, and nobody is counted twice or lost', () => {
  const { log, pipeline, live, here } = opened();
  log.entry('m-1', [start('m', 1)]);
  here.set(1, join(1, 'a'));
  pipeline.submit(join(1, 'a'));
  log.deliver();
  pipeline.submit(join(1, 'a', 't'));
  for (let sign = 0; sign < 4; sign++) log.entry('m-1', [], 1000);
  expect(log.incarnation).toBe('n-2');
  expect(kinds(log.queue)).toEqual(['start', 'join', 'join']);
  expect(concurrent(live)).toBe(1);
  log.deliver();
  expect(concurrent(live)).toBe(1);
  expect(live.concurrentIn('o', 't')).toBe(1);
});

it('takes no part in a log of other rules until those who follow them are gone', () => {
  const { log, states } = open({ rules: 2 });
  log.entry('m-1', [start('m', 1)]);
  log.reader?.caughtUp();
  expect(states).toEqual(['waiting']);
  log.entry('m-1', [{ kind: 'stop', windowMs: 0 }]);
  expect(states).toEqual(['waiting', 'following']);
  log.deliver();
  log.entry('k-1', [{ kind: 'raiseRules', rules: 3 }]);
});

it('goes on at once after a crash of its own, whatever the rules were', () => {
  const { log, states } = open({ rules: 2 });
  log.entry('n-0', [start('n', 1)]);
  log.reader?.caughtUp();
  expect(states).toEqual(['following']);
  log.deliver();
});

it('raises the rules when it is told to, and begins by the new ones', () => {
  const { log, live, pipeline, states } = open({ rules: 2 });
  log.entry('m-1', [start('m', 1)]);
  log.reader?.caughtUp();
  expect(pipeline.raiseRules()).toBe(true);
  log.deliver();
  expect(live.rules).toBe(2);
  expect(states).toEqual(['waiting', 'following']);
  log.deliver();
  expect(live.leader).toBe(log.incarnation);
  expect(pipeline.raiseRules()).toBe(false);
});

it('begins again when its beginning was refused', () => {
  const { log, live } = opened();
  const first = log.incarnation;
  // Somebody who took its name.
  log.entry('x-1', [start('n', 5)]);
  expect(log.incarnation).not.toBe(first);
  log.deliver();
  expect(live.leader).toBe(log.incarnation);
});

it('ends its part when the rules are raised', () => {
  const { log, states } = opened();
  log.entry('m-1', [start('m', 1)]);
  log.entry('m-1', [{ kind: 'raiseRules', rules: 2 }]);
  expect(states).toEqual(['following', 'outdated']);
});

it('says goodbye in the log', async () => {
  const { log, pipeline, live, here } = opened();
  here.set(1, join(1, 'a'));
  pipeline.submit(join(1, 'a'));
  await pipeline.close(0);
  expect(concurrent(live)).toBe(0);
  expect(live.leader).toBeNull();
  expect(() => pipeline.submit(join(2, 'b'))).toThrow('closed');
  expect(log.queue).toEqual([]);
});
