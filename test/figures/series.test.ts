import { expect, it } from 'vitest';
import { seriesOf } from '../../server/figures/series.ts';
import type { SeriesQuestion } from '../../server/figures/series-point.ts';
import { actor, type Core, engage, join, openCore, tempFile } from '../recorder/core.ts';
import { FakeTime } from '../storage/memory/fake-time.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);

function ask(core: Core, question: Partial<SeriesQuestion> = {}) {
  const { live, history, recorder, time } = core;
  const parts = { live, history, uncommitted: () => recorder.uncommittedMinutes, now: () => time.wall() };
  const scope = live.scopeOf('o', 'session', 's');
  const whole = {
    scope,
    track: 0,
    from: NOON,
    to: NOON + 5 * MINUTE,
    step: 'minute',
    timeZone: 'UTC',
  } as const;
  return seriesOf(parts, { ...whole, ...question });
}

it('has a point for every minute: figures, zeros while nobody was there, nulls while the server was not', async () => {
  const file = tempFile();
  const core = await openCore(file, new FakeTime(NOON + 10_000));
  core.submit(join(1, 'a'));
  await core.pass(20_000);
  core.submit({ kind: 'leave', connection: 1, actor: actor('a'), session: 's' });
  await core.pass(40_000);
  await core.close();
  const later = await openCore(file, new FakeTime(NOON + 3 * MINUTE + 30_000));
  await later.pass(1000);
  const [first, second, third, fourth, fifth] = await ask(later);
  expect(first).toMatchObject({ start: NOON, peak: 1, minimum: 0, joins: 1, leaves: 1, uniques: 1 });
  expect(first?.average).toBeCloseTo(20 / 50, 3);
  expect(second).toMatchObject({ peak: 0, average: 0, joins: 0, engagement: {} });
  expect(third).toMatchObject({
    peak: null,
    peakAt: null,
    average: null,
    joins: null,
    uniques: null,
    engagement: null,
  });
  expect(fourth).toMatchObject({ peak: 0 });
  expect(fifth).toMatchObject({ peak: null });
  await later.close();
});

it('misses no minute on its way from memory to the disk', async () => {
  const core = await openCore(tempFile(), new FakeTime(NOON + 50_000));
  core.submit(join(1, 'a'));
  await core.pass(5000);
  // The minute turns, and nothing of it is committed yet.
  core.time.pass(10_000);
  expect(core.recorder.uncommittedMinutes.length).toBeGreaterThan(0);
  const before = await ask(core);
  await core.pass(1000);
  expect(core.recorder.uncommittedMinutes).toEqual([]);
  const after = await ask(core);
  expect(before[0]).toMatchObject({ peak: 1, joins: 1, uniques: 1 });
  expect(after[0]).toEqual(before[0]);
  await core.close();
});

it('counts people apart by mode, and engagement over all of them', async () => {
  const core = await openCore(tempFile(), new FakeTime(NOON));
  core.submit(join(1, 'a'));
  core.submit(join(2, 'b', 's', 'onDemand'));
  core.submit(join(3, 'a', 's', 'onDemand'));
  await core.pass(2);
  const engaged = core.engage(engage('1', 'a'));
  await core.pass(1000);
  expect(await engaged).toBeNull();
  const [all] = await ask(core);
  const [live] = await ask(core, { track: 1 });
  const [onDemand] = await ask(core, { track: 2 });
  expect(all).toMatchObject({ peak: 2, uniques: 2, engagement: { reaction: 1 } });
  expect(live).toMatchObject({ peak: 1, engagement: null });
  expect(onDemand).toMatchObject({ peak: 2, engagement: null });
  await core.close();
});

it('sums minutes up to hours: highest peak, time-weighted average, distinct people', async () => {
  const core = await openCore(tempFile(), new FakeTime(NOON));
  for (let round = 0; round < 4; round++) {
    core.submit(join(1, 'a'));
    core.submit(join(2, `b${round % 2}`));
    await core.pass(5 * MINUTE);
    core.submit({ kind: 'drop', connection: 1, ageMs: 0, windowMs: 0 });
    core.submit({ kind: 'drop', connection: 2, ageMs: 0, windowMs: 0 });
    await core.pass(10 * MINUTE);
  }
  const [hour] = await ask(core, { step: 'hour', to: NOON + 60 * MINUTE });
  expect(hour).toMatchObject({ start: NOON, peak: 2, minimum: 0, joins: 8, leaves: 8, uniques: 3 });
  expect(hour?.average).toBeCloseTo((2 * 20) / 60, 2);
  await core.close();
});

it('begins days where the time zone begins them, also when the clocks are changed', async () => {
  const core = await openCore(tempFile(), new FakeTime(NOON));
  const from = Date.UTC(2026, 2, 28, 12);
  const points = await ask(core, {
    step: 'day',
    from,
    to: Date.UTC(2026, 2, 30, 12),
    timeZone: 'Europe/Berlin',
  });
  expect(points.map(({ start }) => new Date(start).toISOString())).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ]);
  await core.close();
});

it('has a point for every second, from slices, with the engagement of each', async () => {
  const core = await openCore(tempFile(), new FakeTime(NOON));
  await core.pass(1500);
  core.submit(join(1, 'a'));
  core.submit(join(2, 'b'));
  const engaged = core.engage(engage('e1', 'a'));
  await core.pass(1000);
  await engaged;
  core.submit({ kind: 'leave', connection: 1, actor: actor('a'), session: 's' });
  await core.pass(1500);
  const points = await ask(core, { step: 'second', to: NOON + 6000 });
  expect(points.map(({ start }) => start)).toEqual([0, 1, 2, 3, 4, 5].map((second) => NOON + second * 1000));
  expect(points.slice(0, 4)).toMatchObject([
    { peak: 0, peakAt: null, joins: 0, uniques: 0, average: 0, engagement: {} },
    { peak: 2, minimum: 0, joins: 2, leaves: 0, uniques: 2, average: expect.closeTo(1, 1) },
    { peak: 2, minimum: 1, joins: 0, leaves: 1, uniques: 2, average: expect.closeTo(1.5, 1) },
    { peak: 1, minimum: 1, joins: 0, leaves: 0, uniques: 1, average: 1 },
  ]);
  expect(points[1]?.engagement).toEqual({ reaction: 1 });
  expect(points[5]?.peak).toBeNull();
  expect((await ask(core, { step: 'second', track: 2, to: NOON + 3000 }))[1]).toMatchObject({
    peak: 0,
    engagement: null,
  });
  await core.close();
});
