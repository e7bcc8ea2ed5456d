import { defineConfig } from 'vitest/config';

/** What is done to disks, clocks, processes and networks, with the waiting that it takes: not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/setup/global.ts'],
    pool: 'forks',
    // Some measure memory, or make a process stand still.
    fileParallelism: false,
    testTimeout: 120_000,
    allowOnly: false,
  },
});
