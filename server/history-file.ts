import { join } from 'node:path';

/** Where the history of a data folder lies. */
export const historyFile = (dataDir: string): string => join(dataDir, 'headcount.db');
