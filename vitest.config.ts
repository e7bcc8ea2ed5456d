import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes has configurations of its own. */
const ELSEWHERE = ['test/long/**', 'test/fuzz/**', 'test/faults/*.test.ts'];

/** Tests of what keeps nothing in its modules: a process runs many such files, which spares most of the start of each. */
const PURE = [
  'test/{bench,check,doctor,figures,live,metrics,protocol,recorder}/**/*.test.ts',
  'test/faults/table/*.test.ts',
  'test/dashboard/{chart,format,live,rest,router,sign-in,store,styles}/**/*.test.ts',
  'test/bootstrap/node-tokens.test.ts',
  'test/client-sdk/{backoff,engagements,heartbeat,outbox,page,scheduler,sessions,size,subscriptions,token,transport}.test.ts',
  'test/gateway/{credentials,exchanges,goodbye,heap-room,key-text,playback,wheel}.test.ts',
  'test/gateway/pace/{heartbeat-cost,pace,pace-keeper,pace-rule}.test.ts',
  'test/setup/*.test.ts',
  'test/storage/{memory,redis,sqlite}/**/*.test.ts',
  'test/support/{redis-sentinels,redis-server,tcp-proxy}.test.ts',
  'test/webhooks/{bodies,guard,sender,sending}/**/*.test.ts',
  'test/webhooks/courier.test.ts',
  'test/*.test.ts',
];

/** Tests of one server after the other, whose clients speak REST and plain sockets: Socket.IO is not spoken there. */
const ONE_AFTER_THE_OTHER = [
  'test/{alerts,api,broadcast,compat,erasure,mail,reports,retention,series,webhooks}/**/*.test.ts',
  'test/gateway/autobahn/*.test.ts',
  'test/gateway/bad-input/{frames,plain}.test.ts',
  'test/gateway/{accept-limit,limits.plain}.test.ts',
  'test/gateway/pace/changing-pace.test.ts',
  'test/gateway/protocol/plain.test.ts',
];

/** Of a fresh checkout no durations are known: what takes longest begins first, so that nothing long is left over at the end. */
class ClustersFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    const isOther = ({ moduleId }: TestSpecification) => Number(!moduleId.includes('/test/cluster/'));
    const placeOf = ({ project }: TestSpecification) => projects.indexOf(project);
    return sorted.sort((a, b) => placeOf(a) - placeOf(b) || isOther(a) - isOther(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: ClustersFirst },
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
