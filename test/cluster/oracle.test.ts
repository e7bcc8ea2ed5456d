import { describe } from 'vitest';
import { canStartRedis } from '../support/redis-process.ts';
import { testFaultsAgainstOracle } from './oracle.suite.ts';

describe.runIf(canStartRedis)('three nodes among faults', () => {
  testFaultsAgainstOracle(2);
});
