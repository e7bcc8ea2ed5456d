import { expect, test } from 'vitest';
import type { PurgeChange } from '../../../server/live/changes.ts';
import { type EventReport, eventReport } from '../../../server/reports/event-report/event-report.ts';
import { eventReportPage } from '../../../server/reports/event-report/page/event-report-page.ts';
import { actor, type Core, engage, join, openCore, tempFile } from '../../recorder/core.ts';

const MINUTE = 60_000;

async function reportOf(core: Core): Promise<EventReport> {
  const { live, history, recorder } = core;
  const event = live.registry.sessionByKey(live.scopeOf('o', 'session', 's') ?? -1)?.event;
  if (event === undefined) throw new Error('the session has no event');
  const parts = {
    ...{ live, history, uncommitted: () => recorder.uncommittedMinutes, now: () => live.time ?? 0 },
    dataThrough: () => recorder.dataThrough,
  };
  return eventReport(parts, event);
}

/** Ann came and wrote, went, and came again later than whatever is to go. */
async function visited(): Promise<{ core: Core; horizon: number }> {
  const core = await openCore(tempFile());
  core.submit(join(1, 'ann'));
  void core.engage(engage('m', 'ann', 'chat.message', { text: 'hello', channel: 'event' }));
  await core.pass(3 * MINUTE);
  core.submit({ kind: 'leave', connection: 1, actor: actor('ann'), session: 's' });
  await core.pass(3 * MINUTE);
  const horizon = core.live.time ?? 0;
  core.submit(join(2, 'ann'));
  core.submit(join(3, 'bob'));
  await core.pass(3 * MINUTE);
  core.submit({ kind: 'leave', connection: 2, actor: actor('ann'), session: 's' });
  core.submit({ kind: 'leave', connection: 3, actor: actor('bob'), session: 's' });
  await core.pass(2 * MINUTE);
  return { core, horizon };
}

/** Until nothing more goes. */
async function purge(
  core: Core,
  what: Pick<PurgeChange, 'before' | 'scope' | 'keepAggregates'>,
): Promise<void> {
  const change = { kind: 'purge', actor: actor('boss', 'admin'), organization: 'o', salt: 'salt' } as const;
  for (let begins = true; ; begins = false) {
    const written = core.write({ ...change, ...what, begins });
    await core.pass(10);
    await written;
    const [last] = await core.history.purges();
    if (last?.doneAt != null) return;
  }
}

test('after the retention the totals of a report are as before, and what cannot be known is null', async () => {
  const { core, horizon } = await visited();
  const before = await reportOf(core);
  expect(before).toMatchObject({
    ...{ summary: { attendees: 2, peak: { value: 2 } }, retention: { attendees: 2 } },
    ...{ messages: { messages: [] }, questions: { questions: [] }, polls: { polls: [] } },
  });
  await purge(core, { before: horizon, scope: 'everything', keepAggregates: true });
  const after = await reportOf(core);
  const { dataThrough: _, ...kept } = before.summary;
  expect(after.summary).toMatchObject(kept);
  expect(after.sessions.rows).toEqual(before.sessions.rows);
  expect(after.span).toEqual(before.span);
  expect(after.concurrency?.points).toEqual(before.concurrency?.points);
  expect(after.moments?.minutes).toBe(before.moments?.minutes);
  expect(after).toMatchObject({ retention: null, messages: null, questions: null, polls: null });
  expect(String(await eventReportPage(after)).match(/removed after the retention period/g)).toHaveLength(5);
  await core.close();
});

test('where minutes go, too, there are no curves, and still the totals', async () => {
  const { core, horizon } = await visited();
  const before = await reportOf(core);
  await purge(core, { before: horizon, scope: 'everything', keepAggregates: false });
  const after = await reportOf(core);
  expect(after).toMatchObject({ concurrency: null, moments: null, retention: null, span: before.span });
  expect(after.summary.peak).toEqual(before.summary.peak);
  expect(after.summary.attendees).toBe(2);
  await core.close();
});

test('what goes before an event takes nothing from its report', async () => {
  const { core } = await visited();
  const before = await reportOf(core);
  // Horizons are midnights, so whole minutes.
  const horizon = Math.floor((before.span?.from ?? 0) / MINUTE) * MINUTE;
  await purge(core, { before: horizon, scope: 'everything', keepAggregates: true });
  const after = await reportOf(core);
  expect(after.retention?.sinceJoin).toEqual(before.retention?.sinceJoin);
  expect(after.concurrency?.points).toEqual(before.concurrency?.points);
  await core.close();
});
