import { defineConfig } from 'vitest/config';

/** Minutes that each fuzzer runs; a seed repeats a run. */
const { FUZZ_MINUTES = '10', FUZZ_SEED = String(Date.now() % 2 ** 31) } = process.env;
const minutes = Number(FUZZ_MINUTES);

declare module 'vitest' {
  interface ProvidedContext {
    fuzz: { readonly minutes: number; readonly seed: number };
  }
}

export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.test.ts'],
    globalSetup: ['test/setup/global.ts'],
    provide: { fuzz: { minutes, seed: Number(FUZZ_SEED) } },
    pool: 'forks',
    fileParallelism: false,
    testTimeout: minutes * 60_000 + 120_000,
    allowOnly: false,
  },
});
