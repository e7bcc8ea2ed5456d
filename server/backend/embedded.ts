import { LogClock, type TimeSource } from '../../storage/memory/log-clock.ts';
import { MemoryLog } from '../../storage/memory/memory-log.ts';
import type { History } from '../../storage/types.ts';
import { recover } from '../recorder/recovery.ts';
import { FileSeries } from '../series/file-series.ts';
import type { Backend } from './backend.ts';

const NODE = 'local';

/** One process with its log in memory and nothing beside it. */
export async function openEmbedded(history: History, time: TimeSource): Promise<Backend> {
  const recovered = await recover(history);
  const { live } = recovered;
  return {
    log: new MemoryLog({ clock: new LogClock(time, live.time ?? undefined) }),
    node: NODE,
    recovered,
    goodbyeMs: null,
    run: ({ dataThrough }) => ({
      series: new FileSeries({ history, live, dataThrough }),
      snapshotAfter: () => undefined,
      committed: () => {},
      recounted: () => {},
      ending: () => {},
      close: () => Promise.resolve(),
    }),
  };
}
