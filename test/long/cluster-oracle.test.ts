import { describe } from 'vitest';
import { testFaultsAgainstOracle } from '../cluster/oracle.suite.ts';
import { canStartRedis } from '../support/redis-process.ts';

describe.runIf(canStartRedis)('three nodes among faults', () => {
  testFaultsAgainstOracle(10);
});
