import { z } from 'zod';
import type { Channel } from '../../../figures/talk/engagement-texts.ts';

/** What they call our channels. */
export const CHANNEL_NAMES = { event: 'event', stage: 'stage', bubble: 'circle' } as const satisfies Record<
  Channel,
  string
>;

const CHANNELS = { event: 'event', stage: 'stage', circle: 'bubble' } as const;

/** Becomes our channel. */
export const ChannelQuery = z
  .enum(['event', 'stage', 'circle'])
  .transform((name): Channel => CHANNELS[name])
  .optional();
