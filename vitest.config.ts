import { defineConfig } from 'vitest/config';

/** Tests of what keeps nothing in its modules: a process runs many such files, which spares most of the start of each. */
const PURE = [
  'test/{check,figures,live,protocol,recorder}/**/*.test.ts',
  'test/dashboard/{chart,format,live,rest,router,sign-in,store,styles}/**/*.test.ts',
  'test/storage/{memory,sqlite}/**/*.test.ts',
  'test/webhooks/{bodies,guard,sending}/**/*.test.ts',
  'test/webhooks/{courier,sender}.test.ts',
  'test/*.test.ts',
];

export default defineConfig({
  test: {
    exclude: ['test/long/**'],
    globalSetup: ['test/setup/global.ts'],
    maxWorkers: 2,
    allowOnly: false,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, pool: 'forks', isolate: false } },
      // Socket.IO patches its adapter's prototype when it attaches to uWebSockets.js: a process per file keeps servers apart.
      {
        extends: true,
        test: {
          name: 'servers',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', ...PURE],
          pool: 'forks',
        },
      },
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
