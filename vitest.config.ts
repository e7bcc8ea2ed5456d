import { defineConfig } from 'vitest/config';

/** What takes minutes has configurations of its own. */
const ELSEWHERE = ['test/long/**', 'test/fuzz/**', 'test/faults/*.test.ts'];

/** Tests of what keeps nothing in its modules: a process runs many such files, which spares most of the start of each. */
const PURE = [
  'test/{bench,check,doctor,figures,live,metrics,protocol,recorder}/**/*.test.ts',
  'test/faults/table/*.test.ts',
  'test/dashboard/{chart,format,live,rest,router,sign-in,store,styles}/**/*.test.ts',
  'test/client-sdk/{backoff,heartbeat,outbox,scheduler,sessions,subscriptions,token,transport}.test.ts',
  'test/gateway/{exchanges,goodbye,playback,wheel}.test.ts',
  'test/gateway/pace/{heartbeat-cost,pace,pace-keeper}.test.ts',
  'test/storage/{memory,sqlite}/**/*.test.ts',
  'test/webhooks/{bodies,guard,sender,sending}/**/*.test.ts',
  'test/webhooks/courier.test.ts',
  'test/*.test.ts',
];

/** Tests of one server after the other, whose clients speak REST and plain sockets: Socket.IO is not spoken there. */
const ONE_AFTER_THE_OTHER = [
  'test/{alerts,api,broadcast,compat,erasure,mail,reports,retention,series,webhooks}/**/*.test.ts',
];

export default defineConfig({
  test: {
    exclude: ELSEWHERE,
    globalSetup: ['test/setup/global.ts'],
    maxWorkers: 2,
    allowOnly: false,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, pool: 'forks', isolate: false } },
      {
        extends: true,
        test: {
          name: 'one server',
          include: ONE_AFTER_THE_OTHER,
          exclude: PURE,
          pool: 'forks',
          isolate: false,
        },
      },
      // Socket.IO patches its adapter's prototype when it attaches to uWebSockets.js: a process per file keeps servers apart.
      {
        extends: true,
        test: {
          name: 'servers',
          include: ['test/**/*.test.ts'],
          exclude: [...ELSEWHERE, ...PURE, ...ONE_AFTER_THE_OTHER],
          pool: 'forks',
        },
      },
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
