import { NOTHING_TO_WRITE } from '../../nothing.ts';
import type { Committed, HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeActions } from './actions.ts';
import { writeApiKeys } from './api-keys.ts';
import { writeAttendance } from './attendance.ts';
import { writeAttendees } from './attendees.ts';
import { writeAudit } from './audit.ts';
import { writeBlocks } from './blocks.ts';
import { writeBubbles } from './bubbles.ts';
import { writeCatalogue } from './catalogue.ts';
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
  await writeSlices(database, batch, attendees);
  await writeParts(database, batch);
  await writeImported(database, batch, attendees);
  await writeAttendance(database, batch, attendees);
  await writeVisibility(database, batch);
  await writeFigures(database, batch);
  await writeEngagements(database, batch, { attendees, lastKey: lastEngagement });
  await writeRegistrations(database, batch, attendees);
  await writeTickets(database, batch);
  await writeBubbles(database, batch);
  await writeAudit(database, batch);
  await writeApiKeys(database, batch);
  await writeBlocks(database, batch);
  await writeWebhooks(database, batch, attendees);
  await writeSnapshot(database, batch);
  const newUniques = await writeSeen(database, batch, attendees);
  await writeReports(database, batch);
  await writeDeletions(database, batch);
  await writePurges(database, batch);
  return { newUniques };
}
