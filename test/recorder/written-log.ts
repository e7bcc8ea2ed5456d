import type { Session } from '../../server/live/catalogue.ts';
import type { Entry } from '../../server/live/changes.ts';
import { Live } from '../../server/live/live.ts';
import { recomputePage } from '../../server/recorder/recompute-attendance.ts';
import { Recorder } from '../../server/recorder/recorder.ts';
import { Tallies } from '../../server/recorder/tallies.ts';
import type { History, HistoryBatch, Run } from '../../storage/types.ts';

export interface WrittenLog {
  readonly live: Live;
  readonly tallies: Tallies;
  readonly sessions: ReadonlyMap<number, Session>;
  /** Time of the last entry, ms. */
  readonly through: number;
}

interface Writing {
  /** Lengths of the commits, in entries, over and over. */
  readonly commits: readonly number[];
  readonly onCommitted?: (batch: HistoryBatch) => void;
  /** What is done beside the log, after each commit. */
  readonly beside?: (log: Pick<WrittenLog, 'live' | 'through'>) => Promise<void>;
}

const POLL = { poll: 'p', question: '?', type: 'text', options: [], anonymous: false };

/** To live the data of engagements means nothing, so traces have none. */
function withPolls(entry: Entry): Entry {
  const changes = entry.changes.map((change) =>
    change.kind === 'engage' && change.action === 'poll.open' ? { ...change, data: POLL } : change,
  );
  return { ...entry, changes };
}

/** Traces make keys again that are gone; in truth an id is never given twice. */
function withNewKeys(entries: readonly Entry[]): Entry[] {
  const ids = new Map<string, string>();
  let made = 0;
  return entries.map((entry) => ({
    ...entry,
    changes: entry.changes.map((change) => {
      if (change.kind === 'putKey') ids.set(change.id, (made++).toString(16).padStart(12, '0'));
      else if (change.kind !== 'deleteKey') return change;
      return { ...change, id: ids.get(change.id) ?? change.id };
    }),
  }));
}

/** Writes a log into an open, new history, as the recorder does. */
export async function writeLog(
  history: History,
  trace: readonly Entry[],
  { commits, onCommitted = () => {}, beside = async () => {} }: Writing,
): Promise<WrittenLog> {
  const entries = withNewKeys(trace);
  const live = new Live();
  const tallies = new Tallies({ uniques: [], engagementCounts: [] });
  let run: Run | null = null;
  let time = 0;
  const sessions = () => new Map(live.registry.sessions().map(({ row }) => [row.key, row]));
  for (let from = 0, index = 0; from < entries.length; index++) {
    const length = Math.max(1, commits[index % commits.length] ?? 1);
    const recorder: Recorder = new Recorder({
      history,
      tallies,
      organizations: live.registry.rows().organizations.map(({ key }) => key),
      sessions: [...sessions().values()],
      fileEnd: { time, run, bubbles: [] },
      dataThrough: time,
      onCommitted: (_, batch) => {
        run = batch.runs.at(-1) ?? run;
        onCommitted(batch);
      },
      onCommitTime: () => {},
      onError: (error) => {
        throw error;
      },
    });
    for (const entry of entries.slice(from, from + length).map(withPolls)) {
      recorder.take({ entry, applied: live.apply(entry), undecided: [], committed: [] });
      time = entry.time;
    }
    await recorder.close();
    from += length;
    await beside({ live, through: time });
    // Now and then, so that slices end while attendance is stale.
    if (index % 3 === 0) await recomputePage(history, sessions());
  }
  while (await recomputePage(history, sessions()));
  return { live, tallies, sessions: sessions(), through: time };
}
