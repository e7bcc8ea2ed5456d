import type { History, StoredReport } from '../../storage/types.ts';
import { timeZoneOf } from '../live/inheritance.ts';
import type { Live } from '../live/live.ts';
import { spanOfDays } from './day-range.ts';
import type { Making } from './making.ts';
import type { ReportFiles } from './report-files.ts';
import type { Made, RunningReport } from './report-process.ts';

export interface ReportMakerOptions {
  readonly live: Live;
  readonly history: Pick<History, 'filesVoidBefore'>;
  readonly files: ReportFiles;
  /** Path of the history. */
  readonly database: string;
  readonly make: (making: Making, onProgress: (done: number) => void) => RunningReport;
  /** Resolves when nothing is being removed that would take new files with it. */
  readonly untilRemoved: () => Promise<unknown>;
}

/** Makes the files of reports, and says whether those that there are may be given out. */
export class ReportMaker {
  readonly #options: ReportMakerOptions;

  constructor(options: ReportMakerOptions) {
    this.#options = options;
  }

  async make(report: StoredReport, onProgress: (done: number) => void): Promise<RunningReport> {
    const { live, files, database, make, untilRemoved } = this.#options;
    const event = live.registry.byKey(report.event);
    if (event === undefined || !('organization' in event)) return failed('The event is gone.');
    const { details, id } = event.row;
    const timeZone = details.timeZone ?? timeZoneOf(event.organization);
    await untilRemoved();
    const folder = await files.begin(report);
    const making = { folder, database, event: report.event, code: details.shortCode ?? id, timeZone };
    const run = make({ ...making, span: spanOfDays(report, timeZone) }, onProgress);
    return { ...run, result: run.result.then((made) => this.#keep(report, folder, made)) };
  }

  /** Whether there are files with nothing in them that was erased or purged since. */
  async isMade(report: StoredReport): Promise<boolean> {
    const { files, history } = this.#options;
    const through = await files.madeThrough(report);
    return through !== null && through >= (await history.filesVoidBefore(report.tenant));
  }

  /** Puts files that were made where they are looked for. */
  async #keep(report: StoredReport, folder: string, made: Made): Promise<Made> {
    const { files } = this.#options;
    try {
      if (made.kind !== 'made') return made;
      await files.finish(report, folder, made.through);
      if (await this.isMade(report)) return made;
      await files.remove(report);
      return { kind: 'void' };
    } catch (error) {
      return { kind: 'failed', error: String(error) };
    } finally {
      await files.discard(folder);
    }
  }
}

function failed(reason: string): RunningReport {
  return { result: Promise.resolve({ kind: 'failed', reason, error: reason }), kill: () => {} };
}
