import { seriesSuite } from '../storage/series.suite.ts';
import { openFedFile } from './fed-file.ts';

seriesSuite('from the file', async () => {
  const file = await openFedFile();
  return {
    series: file.series,
    feed: async (time, parts) => {
      await file.feed(time, parts);
    },
  };
});
