import { GROUPS } from '../figures.ts';
import type { Source } from './readme.ts';

/** Of `npm run soak`, embedded and over Redis. */
export const SOAK: Source = { name: 'soak', results: 'results-soak.json' };
export const SOAK_REDIS: Source = { name: 'soak --redis', results: 'results-soak-redis.json' };

/** Everything that a whole run writes, in the order of the README. */
export const SOURCES: readonly Source[] = [...GROUPS, SOAK, SOAK_REDIS];
