import { MemorySeries } from '../../../storage/memory/memory-series.ts';
import { seriesSuite } from '../series.suite.ts';

seriesSuite('in memory', async () => new MemorySeries({ retentionMs: 3_600_000 }));
