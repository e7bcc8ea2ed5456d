import { NOTHING_TO_WRITE } from '../../nothing.ts';
import type { Committed, HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeActions } from './actions.ts';
import { writeAlerts } from './alerts.ts';
import { writeApiKeys } from './api-keys.ts';
import { writeAttendance } from './attendance.ts';
import { writeAttendees } from './attendees.ts';
import { writeAudit } from './audit.ts';
import { writeBlocks } from './blocks.ts';
import { writeBubbles } from './bubbles.ts';
import { writeCatalogue } from './catalogue.ts';
import { writeChangedDays } from './days.ts';
import { writeDeletions } from './deletions.ts';
import { writeEngagements } from './engagements.ts';
import { writeErasures } from './erasures.ts';
import { writeFigures } from './figures.ts';
import { writeImported, writeParts } from './imports.ts';
import { advance, extend } from './progress.ts';
import { writePurges } from './purges.ts';
import { writeRegistrations } from './registrations.ts';
import { writeReports } from './reports.ts';
import { writeSeen } from './seen.ts';
import { writeSlices } from './slices.ts';
import { writeSnapshot } from './snapshot.ts';
import { writeTickets } from './tickets.ts';
import { writeVisibility } from './visibility.ts';
import { writeWebhooks } from './webhooks.ts';

/** Writes the batch; to be called within a transaction. Null when it has been written before. */
export async function commitBatch(database: Queryable, batch: HistoryBatch): Promise<Committed | null> {
  const lastEngagement = await advance(database, batch);
  return lastEngagement === undefined ? null : writeRows(database, batch, lastEngagement);
}

/** Writes more at the position where the file is. */
export async function addRows(
  database: Queryable,
  rows: Partial<Omit<HistoryBatch, 'position' | 'time'>>,
): Promise<Committed> {
  const batch = { ...NOTHING_TO_WRITE, ...rows, position: '', time: 0 };
  return writeRows(database, batch, await extend(database, batch));
}

async function writeRows(
  database: Queryable,
  batch: HistoryBatch,
  lastEngagement: number,
): Promise<Committed> {
  await writeCatalogue(database, batch);
  await writeErasures(database, batch);
  await writeActions(database, batch);
  const attendees = await writeAttendees(database, batch);
  const newUniques = await writeSeen(database, batch, attendees);
  await together([
    writeSlices(database, batch, attendees),
    writeEngagements(database, batch, { attendees, lastKey: lastEngagement }),
    writeAttendance(database, batch, attendees),
    writeVisibility(database, batch),
    writeFigures(database, batch),
    writeRegistrations(database, batch, attendees),
    writeTickets(database, batch),
    writeBubbles(database, batch),
    writeAudit(database, batch),
    writeApiKeys(database, batch),
    writeBlocks(database, batch),
    writeReports(database, batch),
    writeAlerts(database, batch),
    writeSnapshot(database, batch),
  ]);
  await writeParts(database, batch);
  await writeImported(database, batch, attendees);
  await writeChangedDays(database, batch);
  await writeWebhooks(database, batch, attendees);
  await writeDeletions(database, batch);
  await writePurges(database, batch);
  return { newUniques };
}

/**
 * Tables that do not depend on one another: while SQLite's thread writes one, the main thread prepares the rows of the next.
 * Rejects when all have ended.
 */
async function together(writes: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
