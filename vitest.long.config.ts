import { defineConfig } from 'vitest/config';

/** What takes minutes: not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    globalSetup: ['test/setup/global.ts'],
    pool: 'forks',
    testTimeout: 1_200_000,
    allowOnly: false,
  },
});
