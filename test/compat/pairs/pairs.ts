import { ACCELEVENTS } from './accelevents-pairs.ts';
import { BRELLA } from './brella-pairs.ts';
import { CROWDCOMMS } from './crowdcomms-pairs.ts';
import type { Pair } from './pair.ts';
import { SEQUEL_COMPANIES } from './sequel-company-pairs.ts';
import { SEQUEL_EVENTS } from './sequel-event-pairs.ts';

/** Figures of vendors that mean the same as one of our own, or as what our own slices say. */
export const PAIRS: readonly Pair[] = [
  ...ACCELEVENTS,
  ...SEQUEL_EVENTS,
  ...SEQUEL_COMPANIES,
  ...BRELLA,
  ...CROWDCOMMS,
];
