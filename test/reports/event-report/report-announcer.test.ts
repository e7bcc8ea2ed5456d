import { expect, test } from 'vitest';
import type { PutEventChange } from '../../../server/live/changes.ts';
import { ReportAnnouncer } from '../../../server/reports/event-report/report-announcer.ts';
import type { HistoryBatch } from '../../../storage/types.ts';
import { actor, type Core, openCore, tempFile } from '../../recorder/core.ts';

const MINUTE = 60_000;

/** An announcer of a node that leads or not, whose log is there or not, with the ids of events whose report was mailed. */
function announcer(core: Core) {
  const node = { isLeader: true, isAway: false };
  const mailed: string[] = [];
  const complaints: string[] = [];
  const reports = new ReportAnnouncer({
    live: core.live,
    pipeline: {
      get isLeader() {
        return node.isLeader;
      },
      async write(change) {
        if (node.isAway) throw new Error('the log is away');
        const written = core.write(change);
        await core.pass(10);
        return written;
      },
    },
    mail: async (event) => void mailed.push(event.row.id),
    onError: (error) => complaints.push(String(error)),
  });
  return { reports, node, mailed, complaints };
}

async function put(core: Core, id: string, endsAt: number | null = null): Promise<void> {
  const details = { title: id, shortCode: null, startsAt: null, endsAt, timeZone: null, metadata: {} };
  const change: PutEventChange = { kind: 'putEvent', actor: actor('boss', 'admin'), id, details };
  core.submit(change);
  await core.pass(10);
}

async function end(core: Core, event: string): Promise<void> {
  core.submit({ kind: 'eventAction', actor: actor('boss', 'admin'), event, action: 'end' });
  await core.pass(10);
}

const told = (core: Core, id: string) =>
  core.live.isTold(core.live.scopeOf('o', 'event', id) ?? -1, 'event.report');

test('a report is announced once, by whatever the event ended', async () => {
  const core = await openCore(tempFile());
  const { reports, mailed, complaints } = announcer(core);
  await put(core, 'acted');
  await put(core, 'timed', (core.live.time ?? 0) + MINUTE);
  await put(core, 'open');
  await reports.look();
  expect(mailed).toEqual([]);
  await end(core, 'acted');
  await core.pass(18 * MINUTE);
  await reports.look();
  await end(core, 'timed');
  await reports.look();
  expect(mailed).toEqual(['acted', 'timed']);
  expect(['acted', 'timed', 'open'].map((id) => told(core, id))).toEqual([true, true, false]);
  expect(complaints).toEqual([]);
  await core.close();
});

test('only the leader announces, and a new one what was left', async () => {
  const core = await openCore(tempFile());
  const { reports, node, mailed } = announcer(core);
  await put(core, 'day');
  await end(core, 'day');
  node.isLeader = false;
  await reports.look();
  expect([mailed, told(core, 'day')]).toEqual([[], false]);
  node.isLeader = true;
  await reports.look();
  expect([mailed, told(core, 'day')]).toEqual([['day'], true]);
  await core.close();
});

test('while the log is away nobody gets mail twice', async () => {
  const core = await openCore(tempFile());
  const { reports, node, mailed, complaints } = announcer(core);
  await put(core, 'day');
  await end(core, 'day');
  node.isAway = true;
  await reports.look();
  await reports.look();
  expect(complaints).toEqual(Array(2).fill('Error: the log is away'));
  node.isAway = false;
  await reports.look();
  expect([mailed, told(core, 'day')]).toEqual([['day'], true]);
  await core.close();
});

test('what is announced stays announced after a restart', async () => {
  const file = tempFile();
  const core = await openCore(file);
  await put(core, 'day');
  await end(core, 'day');
  await announcer(core).reports.look();
  await core.close();
  const again = await openCore(file, core.time);
  const { reports, mailed } = announcer(again);
  await reports.look();
  expect([mailed, told(again, 'day')]).toEqual([[], true]);
  await again.close();
});

test('it looks when the end of an event is on disk', async () => {
  const core = await openCore(tempFile());
  const { reports, mailed } = announcer(core);
  await put(core, 'day');
  await end(core, 'day');
  const scope = core.live.scopeOf('o', 'event', 'day') ?? -1;
  const batch = (once: 'event.ended' | 'stage.ended'): Pick<HistoryBatch, 'webhooks'> => {
    return { webhooks: [{ kind: 'told', isTold: true, scope, once }] };
  };
  reports.committed(batch('stage.ended'));
  expect(mailed).toEqual([]);
  reports.committed(batch('event.ended'));
  await reports.close();
  expect(mailed).toEqual(['day']);
  await core.close();
});
