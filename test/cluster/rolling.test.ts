import { describe } from 'vitest';
import { canStartRedis } from '../support/redis-process.ts';
import { describeRollingDeploy } from './rolling.suite.ts';

describe.runIf(canStartRedis)('a rolling deploy', () => {
  describeRollingDeploy(300);
});
