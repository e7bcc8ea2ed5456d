import { describe } from 'vitest';
import { describeRollingDeploy } from '../cluster/rolling.suite.ts';
import { canStartRedis } from '../support/redis-process.ts';

describe.runIf(canStartRedis)('a rolling deploy', () => {
  describeRollingDeploy(2_000);
});
